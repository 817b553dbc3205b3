"""Undo, notes, filters, forgetting and lists of sources, as staff type them, each in a process of its own."""

import json
import re

import pytest

from plugins.publication.sent import note_folder
from tests.checkout import git
from tests.site.trees import a_tree, compiled, invoked, moved, shared, snapshot

pytestmark = pytest.mark.build


def a_desk(tmp_path):
    return moved(desk_tree(), tmp_path)


def desk_tree():
    """A project whose inbox was collected once for every test here."""

    def make(folder):
        root = compiled(a_tree(folder, is_cold=True))
        # Of the demo, one case is enough, and the commands are faster for it.
        for path in (root / "content").rglob("*.md"):
            if path.parent.name != "people" and path.name != "MG-2026-001.md":
                path.unlink()
        assert invoked(root, "collect").returncode == 0
        (root / "undated").write_text(which(root, "날짜가 없는"), encoding="utf-8")

    return shared("desk", make)


def undated():
    """The same entry in every such inbox: an id is made of what an entry says of itself."""
    return (desk_tree() / "undated").read_text(encoding="utf-8")


def items_of(root, *words):
    told = json.loads(invoked(root, "inbox", "--json", *words).stdout)
    return told["items"] if isinstance(told, dict) else told


def which(root, text):
    return items_of(root, "--state", "모두", "--text", text)[0]["mention"]["id"]


def a_committed_case(root, subject):
    """The mention of a case that git has."""
    item = undated()
    invoked(root, "triage", item, "--open", "--owner", "윤하람", "--yes")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", subject)
    return item


def test_an_undone_case_leaves_the_tree_as_it_was(tmp_path):
    root = a_desk(tmp_path)
    before, item = snapshot(root / "content"), undated()
    invoked(root, "triage", item, "--open", "--owner", "윤하람", "--yes")

    done = invoked(root, "되돌리기", item, "--why", "실수", "--by", "차은결")

    assert (done.returncode, done.stderr, snapshot(root / "content") == before) == (0, "", True)
    assert "손대지 않은 뼈대여서 사건 파일을 지웠습니다: content/cases/MG-2026-002.md" in done.stdout
    assert "차은결: 앞의 결정을 되돌림: 실수" in invoked(root, "show", item).stdout


@pytest.mark.parametrize(("by", "came"), [([], "git의 user.name"), (["--by", "지나가는이"], "--by의 이름")])
def test_an_owner_nobody_named_is_told_where_it_came_from_and_how_to_name_one(by, came):
    done = invoked(desk_tree(), "triage", undated(), "--open", "--yes", *by, USER="지나가는이")

    assert (done.returncode, done.stdout) == (2, "")
    assert f"지나가는이: 담당을 적지 않아 {came}" in done.stderr
    assert "`--owner 이름`을 붙여 주세요" in done.stderr


def test_a_case_that_git_has_stays_and_is_linked_again_unless_it_is_changed(tmp_path):
    root = a_desk(tmp_path)
    item = a_committed_case(root, "사건")

    done = invoked(root, "undo", item)
    again = invoked(root, "triage", item, "--open", "--yes")

    assert "git에 올라 있는 기록이라 사건 파일은 그대로 둡니다: content/cases/MG-2026-002.md:" in done.stdout
    assert "그대로 두면 다음 수집 때 다시 이어집니다" in done.stdout
    assert "벌써 인용한 사건 파일이 있어 결정만 적습니다: content/cases/MG-2026-002.md:" in again.stdout
    assert again.stdout.endswith("\n  invoke draft response --case MG-2026-002\n")
    assert not (root / "content/cases/MG-2026-003.md").exists()


def test_a_note_is_shown_and_stands_in_no_public_file(tmp_path):
    root = a_desk(tmp_path)
    item = undated()

    done = invoked(root, "메모", item, "송장 번호를 물어봄", "--by", "차은결")

    assert (done.returncode, done.stderr) == (0, "")
    assert "차은결: 송장 번호를 물어봄" in invoked(root, "show", item).stdout
    notes = json.loads(invoked(root, "show", item, "--json").stdout)["notes"]
    assert [(note["text"], note["who"]) for note in notes] == [("송장 번호를 물어봄", "차은결")]
    assert [len(each["notes"]) for each in items_of(root, "--text", "날짜가 없는")] == [1]
    assert not [path for path, text in snapshot(root / "content").items() if "송장".encode() in text]


def test_filters_are_put_together(tmp_path):
    root = a_desk(tmp_path)
    invoked(root, "triage", undated(), "--dismiss", "광고")

    counts = {
        words: len(items_of(root, *words.split()))
        for words in (
            "--state 모두",
            "--state 접어둠",
            "--state 모두 --brand MOGWANARU --source mentions",
            "--state 모두 --until 2026-01-01",
            "--state 모두 --since 2026-01-01 --text 환불",
        )
    }

    assert counts["--state 모두"] == 11
    assert counts["--state 접어둠"] == 1
    assert counts["--state 모두 --until 2026-01-01"] == 0
    assert 0 < counts["--state 모두 --since 2026-01-01 --text 환불"] < 12
    assert 0 < counts["--state 모두 --brand MOGWANARU --source mentions"] <= 12


def test_a_dry_run_erases_nothing_and_tells_every_public_place_and_commit(tmp_path):
    root = a_desk(tmp_path)
    item = a_committed_case(root, "사건을 엶")
    url = items_of(root, "--state", "모두", "--text", "날짜가 없는")[0]["mention"]["url"]
    served = root / "발행한 곳/cases/index.html"
    served.parent.mkdir(parents=True)
    served.write_text(f'<a href="{url}">원글</a>', encoding="utf-8")
    site = (root / "site.toml").read_text(encoding="utf-8")
    site = re.sub('(?m)^deploy_target = ""', f'deploy_target = "{root}/발행한 곳"', site)
    (root / "site.toml").write_text(site, encoding="utf-8")

    done = invoked(root, "forget", item)
    told = json.loads(invoked(root, "forget", item, "--json").stdout)

    assert "아직 아무것도 지우지 않았습니다" in done.stdout
    assert re.search(r"남아 있음: content/cases/MG-2026-002.md:\d+ \(.*주소", done.stdout)
    assert "사건을 엶 (주소" in done.stdout
    assert "invoke withdraw MG-2026-002:c1 --why" in done.stdout
    assert f"발행한 곳({root}/발행한 곳)에서도 빠집니다" in done.stdout
    assert "남아 있음: 발행한 곳의 파일 1개. 예: 발행한 곳/cases/index.html:1" in done.stdout
    assert told["public"][0]["path"] == "content/cases/MG-2026-002.md"
    assert (told["erased"], len(told["commits"]), which(root, "날짜가 없는")) == (False, 1, item)


def test_what_was_taken_back_is_told_no_more_but_every_folder_it_was_sent_to_is(tmp_path):
    root = a_desk(tmp_path)
    item = a_committed_case(root, "사건을 엶")
    title = items_of(root, "--state", "모두", "--text", "날짜가 없는")[0]["mention"]["title"]
    assert invoked(root, "draft", "response", "--case", "MG-2026-002", "--author", "윤하람").returncode == 0
    answer = root / "content/responses/mg-2026-002-response.md"
    assert f"in_reply_to: c1   # {title}" in answer.read_text(encoding="utf-8")
    # Its posts are not in this tree, and nothing is taken back where something cannot be read.
    (root / "content/cases/MG-2026-001.md").unlink()
    served = tmp_path / "보낸 곳"
    served.mkdir()
    (served / "index.html").write_text(f"<p>{title}</p>", encoding="utf-8")
    note_folder(root, served)
    before = invoked(root, "forget", item).stdout

    withdrawn = invoked(root, "withdraw", "MG-2026-002:c1", "--why", "청하심", "--asked-by", "글쓴이", "--yes")
    after = invoked(root, "forget", item).stdout

    assert "invoke withdraw MG-2026-002:c1 --why" in before
    assert "content/responses/mg-2026-002-response.md: in_reply_to 줄의 # 뒤만 지웁니다" in withdrawn.stdout
    assert "in_reply_to: c1\n" in answer.read_text(encoding="utf-8")
    assert "invoke withdraw MG-2026-002" not in after
    assert "content/responses/" not in after
    assert f"남아 있음: 발행한 곳의 파일 1개. 예: {served}/index.html:1" in after
    assert f"invoke publish --target '{served}'" in after


def test_what_was_erased_does_not_come_back(tmp_path):
    root = a_desk(tmp_path)
    item = undated()

    done = invoked(root, "지우기", item, "--yes")

    assert (done.returncode, "1건을 접수함에서 지웠습니다" in done.stdout) == (0, True)
    assert "모두 11건" in invoked(root, "collect", "--force").stdout
    assert invoked(root, "show", item).returncode == 2


def test_nothing_is_past_keeping_in_a_new_inbox(tmp_path):
    assert "보관 기간 365일이 지난 글이 없습니다" in invoked(a_desk(tmp_path), "forget").stdout


def test_sources_come_in_and_go_out_as_opml(tmp_path):
    root = a_desk(tmp_path)
    before = (root / "sources.toml").read_text(encoding="utf-8")
    (root / "구독.opml").write_text(
        '<opml version="2.0"><body><outline text="보리" xmlUrl="https://bori.blog.example/rss"/></body></opml>',
        encoding="utf-8",
    )

    came = invoked(root, "sources-import", "구독.opml")
    again = invoked(root, "수집처들이기", "구독.opml")
    went = invoked(root, "sources-export", "나감.opml")

    assert [step.returncode for step in (came, again, went)] == [0, 0, 0]
    assert (root / "sources.toml").read_text(encoding="utf-8").startswith(before)
    assert "수집처 1곳을 sources.toml에 덧붙였습니다 (이미 있음 0곳" in came.stdout
    assert "수집처 0곳을 sources.toml에 덧붙였습니다 (이미 있음 1곳" in again.stdout
    assert "https://bori.blog.example/rss" in (root / "나감.opml").read_text(encoding="utf-8")
    assert invoked(root, "sources-export", "나감.opml").returncode == 2
