"""The public account of the built sites: its data is valid, says nothing new, and gives every figure again."""

import json
import re
from html import unescape

import pytest
from icalendar import Calendar
from jsonschema import Draft202012Validator, FormatChecker

from plugins.publication.checks import page_paths
from tests.site.trees import a_collected_tree, a_tree, built, invoked, snapshot
from tests.transparency.recount import plain, recount

pytestmark = pytest.mark.build
SITES = ["demo", "states"]


@pytest.fixture(params=SITES)
def site(request):
    return request.getfixturevalue(request.param)


def document(site, path):
    return json.loads(site[path])


def schema_of(site, path):
    name = "case" if path.startswith("api/cases/") else path.removeprefix("api/").removesuffix(".json")
    return document(site, f"api/schemas/{name}.json")


def data_paths(site):
    return [path for path in site if path.startswith("api/") and path.endswith(".json") and "/schemas/" not in path]


def pages_text(site):
    """Everything that stands in some page: words, addresses and machine times."""
    return "\n".join(unescape(site[path].decode()) for path in page_paths(site))


def strings(value, schema, root):
    """Every text of a document that is no word of a closed set, with where it stands."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[-1]]
    for choice in schema.get("anyOf", ()):
        if choice.get("type") == "object" and value is not None:
            schema = choice
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from ((f"{key}.{p}", t) for p, t in strings(inner, schema.get("properties", {}).get(key, {}), root))
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, schema.get("items", {}), root)
    elif isinstance(value, str) and "enum" not in schema:
        yield "", value


def test_every_file_is_what_its_schema_says(site):
    for path in data_paths(site):
        schema = schema_of(site, path)
        Draft202012Validator.check_schema(schema)
        errors = list(Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(document(site, path)))

        assert [(path, error.json_path, error.message) for error in errors] == []


def test_nothing_is_published_as_data_that_stands_on_no_page(site):
    text = " ".join(pages_text(site).split())
    # What a file says of itself, and addresses of pages and files that are there.
    about = {"format", "schema", "url"}
    unknown = []
    for path in data_paths(site):
        schema = schema_of(site, path)
        for where, said in strings(document(site, path), schema, schema):
            keys = [key for key in where.split(".") if key]
            if keys[-1:] and keys[-1] in about:
                continue
            if " ".join(said.split()) not in text:
                unknown.append((path, where, said))

    assert unknown == []


def test_every_address_in_the_data_is_a_page_of_the_site(site):
    base = document(site, "api/cases.json")["url"]
    found = set()
    for path in data_paths(site):
        found |= set(re.findall(rf'"{re.escape(base)}([^"#]*)', site[path].decode()))

    files = [f"{path}index.html" if not path or path.endswith("/") else path for path in found]
    assert [file for file in files if file not in site] == []


def test_the_figures_are_what_a_reader_counts_from_the_data(site):
    figures = document(site, "api/figures.json")

    counted = recount(document(site, "api/cases.json"), document(site, "api/promises.json"))

    assert plain(figures["all_time"]) == counted["all_time"]
    assert [plain(month) for month in figures["months"]] == counted["months"]


def facts_on(site, page):
    """The terms of a page's figures and what it says of each."""
    pairs = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", site[page].decode(), re.DOTALL)
    return [(words(term), words(said)) for term, said in pairs]


def words(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def span(seconds):
    days, rest = divmod(max(seconds // 60, 1), 24 * 60)
    hours, minutes = divmod(rest, 60)
    return " ".join([f"{n}{u}" for n, u in ((days, "일"), (hours, "시간"), (minutes, "분")) if n][:2])


def test_the_page_says_what_a_reader_counts(site):
    counted = recount(document(site, "api/cases.json"), document(site, "api/promises.json"))["all_time"]
    page = facts_on(site, "transparency/index.html")
    said = dict(reversed(page))

    assert said["시작된 불만"].split()[0] == str(counted["begun"])
    assert said["첫 답을 한 것"] == str(counted["answered"])
    assert said["해결한 것"] == str(counted["resolved"])
    assert said["처음 날짜에 지킴"] == str(counted["promises"]["kept"]["in-time"])
    assert said["기한 지남"] == str(counted["promises"]["kept"]["overdue"])
    assert said["거둠"] == str(counted["promises"]["kept"]["withdrawn"])
    assert said["정정한 글"] == str(counted["corrections"]["count"])
    assert said["글에서 가린 곳"] == str(counted["redactions"])
    assert said["이름을 걸고 넘긴 편집 점검"] == str(counted["waivers"])
    for term, part in (("가운데 사건", "median"), ("열에 아홉", "ninetieth"), ("가장 오래", "worst")):
        waits = [wait[part] for wait in counted["waits"]]
        expected = [
            "열 건이 안 되어 적지 않습니다" if w is None else ("적어도 " if w["at_least"] else "") + span(w["seconds"])
            for w in waits
        ]
        assert [text for name, text in page if name == term] == expected


def test_of_fewer_than_ten_no_percent_is_told(site):
    for page in [path for path in site if path.startswith("transparency/") and path.endswith("index.html")]:
        for percent, whole in re.findall(r"(\d+)% \((\d+)건 가운데", site[page].decode()):
            assert int(whole) >= 10, (page, percent)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        pytest.param("transparency/index.html", "그 가운데 아직 맡지 않은 것 1", id="a complaint nobody took up"),
        pytest.param("transparency/index.html", "적어도", id="a median that still waits"),
        pytest.param("transparency/index.html", "되풀이되는 주제", id="a topic that came back"),
        pytest.param("transparency/2026-09/index.html", "저희를 말한 글 12 (그대로 옮긴 글 3은 따로)", id="heard"),
        pytest.param("cases/ST-2026-011/index.html", "같은 책임의 사건이 이것까지 2건", id="a case of that topic"),
        pytest.param("cases/ST-2026-011/index.html", "같은 주제 · 함께 나오는 말: 환불", id="an earlier case like it"),
        pytest.param("cases/ST-2026-011/index.html", "해결까지 적어도", id="a withdrawn case is not resolved"),
        pytest.param("cases/ST-2026-004/index.html", "2026년 10월 2일 지키는 중", id="a moved day"),
        pytest.param("cases/ST-2026-004/index.html", "2026년 10월 9일 거둠", id="a withdrawn day"),
        pytest.param("cases/ST-2026-004/index.html", "2026년 9월 25일 늦게 지켰음", id="a day kept late"),
        pytest.param("cases/ST-2026-004/index.html", "2026년 10월 16일 기한 지남", id="a missed day"),
        pytest.param("promises/index.html", "번 가운데 0번 제때 지킴", id="a recurring promise in the ledger"),
        pytest.param("promises/index.html", "날짜를 옮긴 약속", id="a moved promise in the ledger"),
        pytest.param("promises/2026/index.html", "거둔 약속", id="an older promise on its year's page"),
        pytest.param("changed/index.html", "불만: ", id="a change"),
        pytest.param("changed/2026/index.html", "바뀐 것: ", id="an older change"),
    ],
)
def test_every_state_is_shown(states, page, said):
    text = words(re.search(r"<main.*</main>", states[page].decode(), re.DOTALL)[0])

    assert said in text


def test_a_rebuttal_stands_with_the_digest_of_exactly_its_words(states):
    (rebuttal,) = document(states, "api/cases/ST-2026-006.json")["rebuttals"][:1]
    page = states["cases/ST-2026-006/index.html"].decode()

    assert rebuttal["sha256"] in page
    assert rebuttal["text"] in unescape(page)


def test_of_a_complaint_that_nobody_took_up_only_the_day_is_told(states):
    cases = document(states, "api/cases.json")

    assert cases["untaken"] == [{"began_on": "2026-09-01"}]
    assert not [path for path in states if "ST-2026-012" in path]


def test_a_spreadsheet_reads_the_data(site):
    text = site["api/cases.csv"].decode("utf-8-sig")

    assert site["api/cases.csv"].startswith(b"\xef\xbb\xbf")
    assert len(text.split("\r\n")[0].split(",")) == 19


def test_a_calendar_program_reads_what_is_owed(site):
    calendar = Calendar.from_ical(site["calendar.ics"])
    cases, promises = (document(site, f"api/{name}.json")[name] for name in ("cases", "promises"))

    owed = [case["id"] for case in cases if case["next_update_by"]]
    owed += [promise["id"] for promise in promises if promise["state"] in ("open", "overdue")]
    assert len(calendar.walk("VEVENT")) == len(owed)
    assert all(event["url"] and event["dtstamp"].dt.tzinfo for event in calendar.walk("VEVENT"))


def test_every_picture_has_a_title_a_description_and_a_table_or_list_in_words(site):
    for path in page_paths(site):
        for figure in re.findall(r"<figure>\s*<svg.*?</figure>\s*(?:<details>)?.{60}", site[path].decode(), re.DOTALL):
            title, description = re.search(r'role="img" aria-labelledby="(\S+) (\S+)"', figure).groups()
            assert f'<title id="{title}">' in figure
            assert f'<desc id="{description}">' in figure
            assert re.search(r"</figure>\s*<details>\s*<summary>표로 보기", figure) or title == "course-t"


def test_a_badge_says_its_case_and_stage(site):
    for case in document(site, "api/cases.json")["cases"]:
        badge = site[f"badges/{case['id']}.svg"].decode()

        assert f"<title>{case['id']}: " in badge
        assert "<script" not in badge


def test_the_changes_have_a_feed_of_their_own(site):
    feed = site["feeds/changed.atom.xml"].decode()

    for promise in document(site, "api/promises.json")["promises"]:
        whole = [update for update in promise["updates"] if update["occurrence"] is None]
        kept = bool(whole) and whole[-1]["change"] == "kept"
        assert (f"changed/{promise['id']}</id>" in feed) == kept


def test_the_demo_publishes_what_its_own_inbox_counts(tmp_path):
    root = a_collected_tree(tmp_path)
    committed = snapshot(root / "content/figures")
    for path in (root / "content/figures").iterdir():
        path.unlink()

    counted = invoked(root, "count", "--every")

    assert counted.returncode == 0, counted.stderr
    assert snapshot(root / "content/figures") == committed
    # The new files are shown as well: git's plain diff leaves out what it does not know yet.
    assert "커밋해 주세요: git add content/figures && git diff --cached content/figures" in counted.stdout


def test_a_month_before_everything_is_not_counted_as_quiet(tmp_path):
    root = a_tree(tmp_path)

    done = invoked(root, "count", "--month", "2020-01")

    assert (done.returncode, "아직 듣는 곳도 사건도 없던 달이라 적지 않았습니다" in done.stderr) == (0, True)
    assert not (root / "content/figures/2020-01.json").exists()


@pytest.mark.parametrize(("month", "said"), [("시월", "달로 읽을 수 없습니다"), ("2999-01", "아직 오지 않은 달입니다")])
def test_what_is_no_month_or_has_not_come_is_not_counted(tmp_path, month, said):
    done = invoked(a_tree(tmp_path), "count", "--month", month)

    assert (done.returncode, said in done.stderr) == (2, True)


def test_a_build_of_an_earlier_instant_counts_nothing_of_later(tmp_path):
    root = a_tree(tmp_path)

    done = built(root, as_of="2026-10-13T09:00+09:00")

    assert done.returncode == 0, done.stderr
    site = snapshot(root / "output")
    assert "2026-11" not in site["api/figures.json"].decode()
    promises = document(site, "api/promises.json")["promises"]
    assert {update["post"] for p in promises for update in p["updates"]} == {"mg-2026-001-progress-1"}
    assert not [promise for promise in promises if promise["made_in"] not in pages_text(site)]
