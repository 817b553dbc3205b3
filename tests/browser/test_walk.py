"""A reader's way through the demo, by clicks and by keyboard: home, case, response, correction and back."""

import re

import pytest

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.build, pytest.mark.allow_hosts(["127.0.0.1"])]

CASE = "/cases/MG-2026-001/"
RESPONSE = "/responses/mg-2026-001-response/"
CORRECTION = "/corrections/mg-2026-001-correction-1/"
WRONG = "낯선 로그인은 모두 세 번이었고 적립금은 그대로였습니다"


def heading(page):
    return page.locator("h1").inner_text()


def press_until(page, href, presses=80):
    """Walk with the Tab key until a link is focused, as someone without a mouse does."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.getAttribute('href')")
        if focused == href:
            return
    raise AssertionError(f"{href} is not reached by {presses} presses of Tab")


def test_a_reader_clicks_from_the_home_page_to_a_correction_and_back(page):
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="사건", exact=True).click()
    page.locator(f"main a[href='{CASE}']").first.click()
    assert "토요일 밤" in heading(page)

    page.locator(f"a[href='{RESPONSE}']").first.click()
    struck = page.locator("del", has_text=WRONG)
    assert struck.is_visible()

    page.locator("a.wrong-link").first.click()

    page.wait_for_url(f"**{CORRECTION}")
    assert "바로잡습니다" in heading(page)
    page.locator(f"a[href='{RESPONSE}']").first.click()
    page.wait_for_url(f"**{RESPONSE}")


def test_the_same_way_is_walked_by_keyboard_alone(page):
    page.goto("/cases/")
    press_until(page, CASE)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{CASE}")
    press_until(page, RESPONSE)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{RESPONSE}")
    press_until(page, CORRECTION)
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{CORRECTION}")


def test_the_first_key_offers_the_way_to_the_text(page):
    page.goto(RESPONSE)
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "본문으로 건너뛰기"

    page.keyboard.press("Enter")

    assert page.evaluate("location.hash") == "#main"


def test_every_focused_link_is_seen(page):
    page.goto("/")
    unseen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return [document.activeElement.textContent, s.outlineStyle, s.outlineWidth] })()"
        )
        if style[1] == "none" or style[2] == "0px":
            unseen.append(style[0])

    assert unseen == []


@pytest.mark.parametrize("path", ["/", CASE, RESPONSE, CORRECTION, "/corrections/", "/people/yun-haram/", "/contact/"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_scrolls_sideways(page, path, width):
    page.set_viewport_size({"width": width, "height": 780})
    page.goto(path)

    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.mark.parametrize("path", ["/", CASE, RESPONSE])
def test_a_page_asks_no_other_host_and_complains_of_nothing(page, path):
    page.goto(path, wait_until="networkidle")

    assert (page.strangers, page.complaints) == ([], [])


def test_a_page_reads_the_same_without_script(chromium, address):
    tab = chromium.new_page(java_script_enabled=False)
    tab.goto(address + CASE)
    words = tab.locator("main").text_content()
    tab.close()

    assert re.search(r"약속.+경과", words, re.DOTALL)


def test_the_three_ways_to_answer_back_carry_the_case_number(page):
    page.goto(CASE)

    links = [
        page.get_by_role("link", name=name).first.get_attribute("href")
        for name in ("반론 보내기", "다시 열기", "저도 겪었습니다")
    ]

    assert all(link.startswith("mailto:haram@mogwanaru.example?subject=%5BMG-2026-001%5D") for link in links)


def test_an_address_that_is_not_there_leads_on(page):
    reply = page.goto("/cases/MG-2026-999/")

    assert reply.status == 404
    assert page.locator("main a[href='/contact/']").count() > 0


def test_the_case_feed_is_found_from_its_page(page):
    page.goto(CASE)

    feeds = page.eval_on_selector_all(
        "link[type='application/atom+xml']", "links => links.map(l => l.getAttribute('href'))"
    )

    assert feeds == ["/feeds/all.atom.xml", "/feeds/cases/MG-2026-001.atom.xml"]
