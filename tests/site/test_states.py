"""The fixture site: whatever a case, a post or a person can be has words on a page, and nothing overruns or is lost."""

import re
from html import unescape

import pytest

from plugins.cases.views import ClockState
from plugins.core import model
from plugins.core.promises import PromiseState
from plugins.publication.checks import page_paths, rendering_problems
from tests.site.states import PER_PAGE, a_states_tree
from tests.site.trees import built, snapshot
from tests.theme.templates import an_environment

pytestmark = pytest.mark.build
WORDS = an_environment().get_template("_labels.html").module
RESPONSE = "responses/st-2026-004-response/index.html"


def case_page(number):
    return f"cases/ST-2026-{number:03}/index.html"


def text_of(site, *pages):
    """What a reader sees of pages, white space as one blank; of all pages where none is named."""
    found = []
    for page in pages or page_paths(site):
        main = re.search(r"<main.*?</main>", site[page].decode(), re.DOTALL)[0]
        found.append(" ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split()))
    return "\n".join(found)


@pytest.mark.parametrize(
    ("name", "closed", "silent"),
    [
        pytest.param("STAGE", model.Stage, set(), id="stage"),
        pytest.param("POST_KIND", model.PostKind, set(), id="kind"),
        pytest.param("STANCE", model.Stance, set(), id="stance"),
        pytest.param("AFFILIATION", model.Affiliation, set(), id="affiliation"),
        pytest.param("ORIGIN", model.Origin, set(), id="origin"),
        pytest.param("FAULT", model.Fault, set(), id="fault"),
        pytest.param("CONSENT", model.Consent, set(), id="consent"),
        pytest.param("LEGAL_BASIS", model.LegalBasis, {"none"}, id="legal basis"),
        pytest.param("REBUTTAL_PLACE", model.RebuttalPlace, set(), id="rebuttal place"),
        pytest.param("CORRECTION_CLASS", model.CorrectionClass, set(), id="correction class"),
        pytest.param("CORRECTION_LEVEL", model.CorrectionLevel, set(), id="correction level"),
        pytest.param("FOUND_BY", model.FoundBy, set(), id="found by"),
        pytest.param("STORY_OUTCOME", model.StoryOutcome, set(), id="outcome"),
        pytest.param("COMPLAINANT_VIEW", model.ComplainantView, set(), id="complainant's view"),
        pytest.param("STORY_CONSENT", model.StoryConsent, set(), id="story consent"),
        pytest.param("PROMISE_CHANGE", model.PromiseChange, set(), id="promise change"),
        pytest.param("PROMISE_STATE", PromiseState, set(), id="promise state"),
        pytest.param("CLOCK_STATE", ClockState, set(), id="clock state"),
        pytest.param("REMOVED_BY", ("author", "platform", "us", ""), set(), id="removed by"),
        pytest.param("SEVERITY", (1, 2, 3, 4), set(), id="severity"),
    ],
)
def test_every_value_is_told_on_some_page(states, name, closed, silent):
    words = getattr(WORDS, name)
    text = text_of(states)

    assert [value for value in closed if value not in silent and words[value] not in text] == []


@pytest.mark.parametrize(
    ("page", "said"),
    [
        pytest.param(case_page(1), "접수 불만을 받았고", id="received"),
        pytest.param(case_page(2), "대행사 여름숲 . 밤 상담을 맡습니다", id="an agency answers"),
        pytest.param(case_page(2), "밤에 온 글을 대행사가 먼저 읽었습니다", id="an event by an agency"),
        pytest.param(case_page(3), "2026년 9월 20일 오후 5시 까지 기한 지남", id="an overdue case"),
        pytest.param(
            "responses/st-2026-003-response/index.html", "공개 주소가 없는 글입니다. 글쓴이가", id="no address"
        ),
        pytest.param(case_page(4), "1,234명 가운데 1,200명께 닿았습니다", id="affected"),
        pytest.param(case_page(4), "1,000명 이라고 적었습니다. 정정", id="an earlier count"),
        pytest.param(case_page(4), "2026년 12월 10일 로 옮김: 부품이 없습니다", id="a moved promise"),
        pytest.param(case_page(4), "되풀이하는 약속", id="a recurring promise"),
        pytest.param(RESPONSE, "글입니다. 2026년 9월 12일 , 저희가 주소를 내렸습니다", id="taken down by us"),
        pytest.param(RESPONSE, "까닭: 법원이 청했습니다 · 부탁하신 분: 법원", id="a complaint taken back"),
        pytest.param(RESPONSE, "보관된 사본", id="archived"),
        pytest.param(RESPONSE, "함께 답한 글", id="a further citation answered"),
        pytest.param(RESPONSE, "나중에 이어진 글", id="later citations"),
        pytest.param(RESPONSE, "고친 때 2026년 9월 4일", id="modified"),
        pytest.param(RESPONSE, "함께 확인한 사람: 이다빈 , 박솔", id="approvers"),
        pytest.param(case_page(6), "그렇지 않습니다.", id="a rebuttal"),
        pytest.param(case_page(6), "저희 답 다시 살펴보겠습니다", id="a rebuttal answered"),
        pytest.param("responses/st-2026-006-response/index.html", "고치지 않고 실었습니다", id="rebutted"),
        pytest.param(case_page(10), "합친 사건", id="merged"),
        pytest.param(case_page(10), "고치는 중인 사건", id="merged into"),
        pytest.param(case_page(11), "까닭: 글쓴이가 거두어 달라고 하셨습니다", id="withdrawn with its reason"),
        pytest.param("people/park-sol/index.html", "협력사 고침터", id="a contractor"),
        pytest.param("changes/index.html", "정정", id="changes"),
        pytest.param("tags/환불/index.html", "일부를 인정하고", id="a Korean tag"),
        pytest.param("cases/topic/결제-오류/index.html", "아주 긴 제목을", id="a topic in a company's own words"),
        pytest.param("archive/2025/12/index.html", "끝난 뒤의 이야기", id="a month of another year"),
    ],
)
def test_what_is_rare_is_told_where_a_reader_looks(states, page, said):
    assert said in text_of(states, page)


def test_a_struck_sentence_stays_readable_in_body_and_gist_and_leads_to_its_correction(states):
    page = states[RESPONSE].decode()

    struck = set(re.findall(r'<del [^>]*cite="([^"]+)"', page))

    assert struck == {f"/corrections/st-2026-004-correction-{n:02}/" for n in range(1, 12)}


def test_what_people_wrote_is_escaped(states):
    page = states[RESPONSE].decode()

    assert "&lt;b&gt;꺾쇠&lt;/b&gt;" in page
    assert "<b>꺾쇠" not in page


def test_a_complaint_nobody_took_up_what_has_not_happened_and_a_draft_stand_nowhere(states):
    site = b"".join(states.values()).decode(errors="ignore")

    hidden = ("ST-2026-012", "기준 시각 뒤의 글", "쓰고 있는 초안", "초안이 할 약속")
    assert [word for word in hidden if word in site] == []


def test_no_link_and_no_anchor_dangles(states):
    assert rendering_problems(states, site_urls=("https://states.example",), draft_urls={}) == ()


def test_every_page_is_reached_from_the_home_page(states):
    seen, waiting = set(), ["index.html"]
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        links = re.findall(r'<a[^>]* href="/([^"#?]*)', states[page].decode())
        waiting += [f"{link}index.html" for link in links if link.endswith("/") or not link]

    assert set(page_paths(states)) - seen == {"404.html"}


def test_a_numbered_page_holds_the_same_entries_whatever_is_newer(states):
    first = states["corrections/page/1/index.html"].decode()

    assert re.findall(r"corrections/st-2026-004-correction-(\d+)/", first)[:PER_PAGE] == ["02", "01"]


def test_a_list_leads_to_its_neighbours_by_link_and_by_relation(states):
    page = states["corrections/page/2/index.html"].decode()

    assert '<link rel="prev" href="/corrections/page/3/">' in page
    assert '<link rel="next" href="/corrections/page/1/">' in page
    assert '<link rel="canonical" href="https://states.example/corrections/page/2/">' in page
    assert '<a rel="next" href="/corrections/page/1/">' in page
    assert "<title>정정 모음, 2쪽 – 모든 꼴</title>" in page


def test_complaining_is_one_step_from_every_page(states):
    assert [page for page in page_paths(states) if b'href="/contact/"' not in states[page]] == []


def test_a_site_with_nothing_yet_has_every_list_and_says_that_it_is_empty(tmp_path):
    posts = ("cases", "responses", "corrections", "progress", "stories")
    root = a_states_tree(tmp_path, without=posts)
    for page in (root / "content/pages").glob("*.md"):
        page.write_text(page.read_text(encoding="utf-8").replace("[사건](/cases/)", "사건"), encoding="utf-8")

    done = built(root)

    assert done.returncode == 0, done.stderr
    site = snapshot(root / "output")
    lists = (*posts, "tags", "cases/topic", "archive", "changes")
    assert [name for name in lists if "아직" not in text_of(site, f"{name}/index.html")] == []
