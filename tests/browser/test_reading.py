"""What a reader's own settings do to a page: dark, printed, forced colours, larger text, another language."""

import pytest

from plugins.publication.serve import POLICY, serve_folder
from tests.demo import REPOSITORY
from tests.listening import listening

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.build, pytest.mark.allow_hosts(["127.0.0.1"])]

CASE = "/cases/MG-2026-001/"
RESPONSE = "/responses/mg-2026-001-response/"
KINDS = ["/", CASE, RESPONSE, "/corrections/", "/archive/", "/subscribe/", "/search/"]


@pytest.fixture
def states_address(states_folder):
    with listening(serve_folder(states_folder, 0)) as server:
        yield server.address.rstrip("/")


def style(page, selector, name, part=None):
    return page.locator(selector).first.evaluate(
        "(node, [name, part]) => getComputedStyle(node, part)[name]", [name, part]
    )


def luminance(colour):
    return sum(int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))


@pytest.mark.parametrize("path", [CASE, RESPONSE])
def test_dark_is_dark_and_light_is_light(page, path):
    page.goto(path)
    grounds = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        grounds.append(luminance(style(page, "body", "backgroundColor")) - luminance(style(page, "body", "color")))

    assert grounds[0] > 300
    assert grounds[1] < -300


def test_a_printed_page_has_no_menu_and_tells_the_address_of_what_it_quotes(page):
    page.goto(RESPONSE)
    page.emulate_media(media="print")

    assert not page.locator("nav").first.is_visible()
    assert not page.locator(".actions").first.is_visible()
    assert style(page, ".said a.u-in-reply-to", "content", "::after") == '" (https://dalbit.blog.example/217)"'
    assert style(page, ".said", "backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("setting", [{"media": "print"}, {"forced_colors": "active"}, {"color_scheme": "dark"}])
def test_a_stage_is_told_by_a_word_and_a_shape_whatever_becomes_of_colour(page, setting):
    page.goto(CASE)
    page.emulate_media(**setting)

    stage = page.locator(".glance .mark").first
    assert stage.inner_text() == "해결"
    # A reader hears the word alone: the shape has an empty name.
    assert style(page, ".glance .mark", "content", "::before") == '"● " / ""'


def test_a_correction_stands_above_the_answer_with_its_weight_in_words(page):
    page.goto(RESPONSE)

    notice, answer = (page.locator(one).first.bounding_box() for one in (".notice", ".e-content"))

    assert page.locator(".notice .mended").first.inner_text() == "중요한 정정"
    assert notice["y"] < answer["y"]
    assert style(page, ".notice", "borderInlineStartStyle") == "solid"


def test_what_is_overdue_says_so_in_a_frame(chromium, states_address):
    tab = chromium.new_page()
    tab.goto(f"{states_address}/cases/ST-2026-003/")
    late = tab.locator(".glance .late")

    assert (late.inner_text(), style(tab, ".glance .late", "borderTopStyle")) == ("기한 지남", "solid")
    tab.close()


def test_twice_as_large_text_loses_nothing_sideways(page):
    # A browser's zoom of 200 % leaves half as many CSS pixels.
    page.set_viewport_size({"width": 640, "height": 400})
    sideways = []
    for path in KINDS:
        page.goto(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            sideways.append(path)

    assert sideways == []


def test_a_page_takes_three_requests_and_nothing_moves_while_it_loads(page):
    asked, moved = [], []
    # The icon is the browser's own wish, once for the whole site.
    page.on("request", lambda request: request.url.endswith("icon.svg") or asked.append(request.url))
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(e => window.moved += e.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    for path in KINDS[:3]:
        page.goto(path, wait_until="networkidle")
        moved.append(page.evaluate("window.moved"))

    assert len(asked) <= 9
    assert moved == [0, 0, 0]


def test_lines_are_as_long_and_as_far_apart_as_korean_reads_well(page):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(RESPONSE)
    size, height, width = (
        float(style(page, ".prose p", name).removesuffix("px")) for name in ("fontSize", "lineHeight", "width")
    )

    assert 16 <= size <= 18
    assert 1.7 <= height / size <= 1.75
    assert 36 <= width / size <= 40
    assert style(page, ".prose p", "wordBreak") == "keep-all"


def test_no_line_of_an_answer_ends_inside_a_word(page):
    page.goto(RESPONSE)

    cut = page.evaluate(
        """() => {
          const cut = [];
          for (const p of document.querySelectorAll('.prose p')) {
            const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
            for (let node; node = walker.nextNode();) for (const word of node.data.matchAll(/[가-힣]+/g)) {
              const range = document.createRange();
              range.setStart(node, word.index);
              range.setEnd(node, word.index + word[0].length);
              const tops = new Set([...range.getClientRects()].map(r => Math.round(r.top)));
              if (tops.size > 1) cut.push(word[0]);
            }
          }
          return cut;
        }"""
    )
    assert cut == []


def test_a_translation_is_reached_from_its_original_and_speaks_english(chromium, states_address):
    tab = chromium.new_page()
    tab.goto(f"{states_address}/responses/st-2026-004-response/")
    tab.get_by_role("link", name="English").click()
    tab.wait_for_url("**/st-2026-004-response-en/")

    assert tab.locator("html").get_attribute("lang") == "en"
    assert tab.locator(".skip").inner_text() == "Skip to the text"
    assert tab.get_by_role("link", name="Send a complaint").first.is_visible()
    tab.close()


def test_an_address_that_is_not_there_offers_to_search(page):
    page.goto("/nothing/here/")
    page.locator("main input[type=search]").fill("환불")
    page.keyboard.press("Enter")

    page.wait_for_url("**/search/?q=*")


def test_a_site_may_forbid_whatever_is_not_its_own(page):
    # A host sends this as a header. In a <meta> the HTML checker takes structured data for a script that runs.
    forbidding = [page.goto(path, wait_until="networkidle").headers["content-security-policy"] for path in KINDS]

    assert set(forbidding) == {POLICY}
    assert page.complaints == []


def test_staff_are_told_the_same_header():
    assert f'Content-Security-Policy "{POLICY}"' in (REPOSITORY / "docs/staff.md").read_text(encoding="utf-8")


def test_what_is_forbidden_complains(page):
    page.goto("/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">빨강</p>')")

    assert "Content Security Policy" in page.complaints[0]
