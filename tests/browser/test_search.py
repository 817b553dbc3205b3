"""The search as a reader meets it: by keyboard, on its page, without script, offline."""

import re
import unicodedata

import pytest

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.build, pytest.mark.allow_hosts(["127.0.0.1"])]

RESPONSE = "/responses/mg-2026-001-response/"


def asked_of(page):
    """The paths that a page asks for from now on."""
    paths = []
    page.on("request", lambda request: paths.append(request.url.split("/", 3)[3]))
    return paths


def opened(page):
    page.goto(RESPONSE)
    page.keyboard.press("Control+k")
    page.wait_for_selector("dialog[open]")
    return page.locator("dialog")


def settled(place):
    """Wait until it is said how many were found, and return that."""
    status = place.get_by_role("status")
    status.filter(has_text="습니다").wait_for()
    return status.inner_text()


def test_nothing_of_the_search_is_loaded_before_a_reader_opens_it(page):
    paths = asked_of(page)
    page.goto(RESPONSE, wait_until="networkidle")

    assert [path for path in paths if "search/" in path or path.endswith(("dialog.js", "find.js"))] == []


def test_control_k_opens_the_search_and_finds_a_word_with_any_particle(page):
    dialog = opened(page)
    page.keyboard.type("적립금을")

    assert settled(dialog).endswith("개를 찾았습니다.")
    assert "적립금" in dialog.locator("mark").first.inner_text()
    assert (page.complaints, page.strangers) == ([], [])


def test_a_result_is_reached_and_opened_by_keyboard_alone(page):
    dialog = opened(page)
    page.keyboard.type("적립금")
    settled(dialog)
    first = dialog.locator("li a").first.get_attribute("href")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    page.wait_for_url(first)


def test_escape_closes_the_search_and_the_reader_is_where_they_were(page):
    page.goto(RESPONSE)
    link = page.get_by_role("navigation").get_by_role("link", name="찾기")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]")

    page.keyboard.press("Escape")

    assert not page.locator("dialog").is_visible()
    assert page.evaluate("document.activeElement.textContent") == "찾기"


def test_the_field_has_a_name_and_what_is_found_is_said_aloud(page):
    dialog = opened(page)

    assert page.get_by_role("dialog", name="찾기").is_visible()
    assert dialog.get_by_role("searchbox", name="찾을 낱말").is_visible()
    assert dialog.get_by_role("status").count() == 1


def test_the_search_page_answers_an_address_with_a_question(page):
    page.goto(f"/search/?q={unicodedata.normalize('NFD', '환불')}")

    assert settled(page.locator("main")).endswith("개를 찾았습니다.")
    assert not page.locator("#everything").is_visible()


def test_the_way_from_the_404_page_leads_to_an_answer(page):
    page.goto("/404.html")
    page.get_by_role("searchbox").fill("아이디")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")

    assert settled(page.locator("main")).endswith("개를 찾았습니다.")


def test_what_is_not_there_is_said_with_advice(page):
    page.goto("/search/?q=우주선발사대")

    assert settled(page.locator("main")) == "찾은 것이 없습니다. 낱말을 줄이거나 바꿔 보세요."


def test_an_emptied_field_shows_the_whole_list_again(page):
    page.goto("/search/?q=환불")
    settled(page.locator("main"))

    page.get_by_role("searchbox").fill("")

    page.locator("#everything").wait_for()
    assert page.locator("ol li").count() == 0


def test_more_results_are_brought_on_demand_and_the_first_new_one_is_next(page):
    page.goto("/search/?q=습니다")
    settled(page.locator("main"))
    page.get_by_role("button", name="더 보기").click()
    page.locator("ol li").nth(10).wait_for()

    assert page.evaluate("document.activeElement.closest('li') === document.querySelectorAll('ol li')[10]")


def test_words_of_a_result_are_never_read_as_markup(page):
    evil = [["<img src=x>환불", "", "답변", "", "<b>굵게</b>"]] * 8
    page.route("**/search/index/d-*.json*", lambda route: route.fulfill(json=evil))
    page.goto("/search/?q=환불")
    settled(page.locator("main"))

    assert page.locator("ol img, ol p b:text('굵게')").count() == 0
    assert "<img src=x>환불" in page.locator("ol").inner_text()


def test_a_reader_without_connection_is_told(page):
    dialog = opened(page)
    page.context.set_offline(True)
    page.keyboard.type("환불")

    said = dialog.get_by_role("status").filter(has_text="연결")
    said.wait_for()
    page.context.set_offline(False)
    assert said.inner_text() == "찾지 못했습니다. 인터넷 연결을 확인해 주세요."


def test_without_script_the_link_leads_to_a_list_of_everything(chromium, address):
    tab = chromium.new_page(java_script_enabled=False)
    tab.goto(f"{address}{RESPONSE}")
    tab.get_by_role("navigation").get_by_role("link", name="찾기").click()
    tab.wait_for_url("**/search/")

    assert tab.locator(f"#everything a[href='{RESPONSE}']").is_visible()
    tab.close()


def test_on_an_english_page_the_search_speaks_english_of_what_was_said_in_korean(page):
    page.goto(f"{RESPONSE.rstrip('/')}-en/")
    page.keyboard.press("Control+k")
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("Words to find").fill("적립금")
    dialog.get_by_role("status").filter(has_text="found.").wait_for()
    first = dialog.locator("li").first

    assert re.fullmatch(r"(Case|Answer|Correction|Progress|Story) \w+ \d+, 2026", first.locator(".meta").inner_text())
    assert first.locator("p").first.get_attribute("lang") == "ko"
