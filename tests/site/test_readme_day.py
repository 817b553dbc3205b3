"""The README's ten lines, typed as they stand: from an empty inbox to a published folder."""

import re
import shlex
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import feedparser
import pytest

from plugins.publication.checks import page_paths
from tests.site.trees import REPOSITORY, a_small_tree, invoked, snapshot

pytestmark = pytest.mark.build
ATOM = "{http://www.w3.org/2005/Atom}"

# Nobody but a person knows when it was learned what is wrong; the day is walked on any day.
LEARNED = (datetime.now(UTC) - timedelta(minutes=40)).isoformat(timespec="seconds")
# What a person writes where the README says "편집기에서": by the command before it, the words for each empty place.
WRITTEN = {
    "triage": {"opened_at:   # 물음: 불만 글은": "opened_at: 2026-11-05T09:10:00+09:00   # 불만 글은"}
    | {"fault: unclear": "fault: ours"},
    "response": {"title: ''": "title: '보름째 오지 않은 환불'", "  - ''": "  - '환불이 보름 늦었습니다.'"}
    | {"stance: ''": "stance: accept"},
    "correction": {"title: ''": "title: '바로잡습니다: 환불은 아직입니다'", "  - ''": "  - '환불은 아직입니다.'"}
    | {"wrong: ''": "wrong: '환불은 11월 20일에 마쳤습니다.'", "right: ''": "right: '환불은 11월 24일에 갑니다.'"}
    | {"approved_by: ['']": "approved_by: [한서윤]", "reported_at:   # 물음:": f"reported_at: {LEARNED}   #"},
}
ANSWER = (
    "11월 5일 09:10에 글이 올라왔고 11월 20일 14:00에 저희가 읽었습니다. 저희가 보름 동안 확인하지 않았습니다. "
    "환불은 11월 20일에 마쳤습니다."
)


SHOWN_CASE = "MG-2026-007"

WHY = "환불 화면이 보낸 것과 받은 것을 같은 칸에 적고 있었습니다. 11월 22일부터 두 칸으로 나눠 적습니다."


def lines_of_the_day():
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    block = re.search(r"<!-- 하루:.*?-->\n```sh\n(.*?)```", text, re.DOTALL)[1]
    return [shlex.split(line, comments=True)[1:] for line in block.splitlines()]


def write(root, path, places):
    """Fill a skeleton as its questions ask, and take it out of drafts."""
    file = root / path
    text = file.read_text(encoding="utf-8")
    for old, new in places.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    said = ANSWER if "response" in path else WHY
    # Where a question allows it, there is nothing to tell.
    text = re.sub(r"<!--.*?-->", lambda q: "없습니다." if "없으면" in q[0] else said, text, flags=re.DOTALL)
    file.write_text(re.sub(r"^status: draft.*\n", "", text, flags=re.MULTILINE), encoding="utf-8")


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    root = a_small_tree(tmp_path_factory.mktemp("day"))
    with (root / "publishconf.py").open("a", encoding="utf-8") as settings:
        settings.write(f'DEPLOY_TARGET = "{root.parent / "www"}"\n')
    said = []
    case = ""
    for line in lines_of_the_day():
        # The README shows this year's number; the day is walked in any year.
        words = [case if word == SHOWN_CASE else word for word in line]
        done = invoked(root, *words, typed="네\n")
        said.append((words, done.returncode, done.stdout, done.stderr))
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        for path in dict.fromkeys(re.findall(r"content/\S+\.md", done.stdout)):
            if words[0] == "draft":
                write(root, path, WRITTEN[words[1]])
            elif words[0] == "triage":
                write(root, path, WRITTEN["triage"])
                case = path.rsplit("/", 1)[-1].removesuffix(".md")
    return root, said, case


def test_the_day_has_ten_lines():
    assert len(lines_of_the_day()) == 10


def test_every_line_of_the_day_succeeds(day):
    assert [code for _, code, _, _ in day[1]] == [0] * 10


def test_each_step_ends_with_the_next_command(day):
    last = {words[0]: said.splitlines()[-1] for words, _, said, _ in day[1] if said}

    assert last["triage"] == f"  invoke draft response --case {day[2]}"
    assert last["draft"] == f"  invoke check content/corrections/{day[2].lower()}-correction-1.md"
    assert (last["build"], last["publish"]) == ("  invoke publish --dry", "  invoke send")


def test_the_correction_strikes_what_the_response_said(day):
    page = (day[0] / f"output/responses/{day[2].lower()}-response/index.html").read_text(encoding="utf-8")

    assert re.search(r"<del[^>]*>환불은 11월 20일에 마쳤습니다\.</del>", page)


@pytest.mark.parametrize("feed", ["feeds/all.atom.xml", "feeds/cases/{}.atom.xml"])
def test_both_feeds_carry_the_answer_and_its_correction(day, feed):
    entries = feedparser.parse((day[0] / "output" / feed.format(day[2])).read_bytes()).entries

    links = {entry.link.rsplit("/", 2)[-2] for entry in entries}
    assert {f"{day[2].lower()}-response", f"{day[2].lower()}-correction-1"} <= links


def test_what_was_a_complaint_in_the_inbox_stands_in_the_target_at_the_end_of_the_day(day):
    sent, title = snapshot(day[0].parent / "www"), "보름째 오지 않은 환불"

    assert f"cases/{day[2]}/index.html" in sent
    assert title in sent["feeds/all.atom.xml"].decode()
    assert title in sent[f"feeds/cases/{day[2]}.atom.xml"].decode()


def test_what_the_theme_and_the_feeds_link_is_absolute_at_the_top_of_a_host(day):
    sent = snapshot(day[0].parent / "www")
    links = [link.get("href") for link in ElementTree.fromstring(sent["feeds/all.atom.xml"]).iter(f"{ATOM}link")]

    assert not [path for path in page_paths(sent) if re.search(rb'(?:href|src)="/', sent[path])]
    assert links
    assert all(link.startswith("https://answers.mogwanaru.example/") for link in links)
