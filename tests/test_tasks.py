"""The commands as staff type them, in a copy of the project, each in a process of its own."""

import json

import pytest

from tests.site.trees import AS_OF, a_collected_tree, a_tree, invoked, snapshot

pytestmark = pytest.mark.build
COMPANY = {
    "--name": "달빛 답변",
    "--brand": "달빛가게",
    "--domain": "answers.dalbit.example",
    "--prefix": "DB",
    "--person": "한별",
    "--role": "고객 담당",
    "--email": "byeol@dalbit.example",
    "--contact": "help@dalbit.example",
}


def first_waiting(root, text):
    return json.loads(invoked(root, "inbox", "--json", "--text", text).stdout)["items"][0]["mention"]["id"]


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A project in which nothing is written: only for commands that are refused before they do anything."""
    return a_tree(tmp_path_factory.mktemp("tasks"))


def test_every_command_is_listed_with_its_korean_name(tree):
    listed = invoked(tree, "--list").stdout

    names = {
        "collect (수집)",
        "inbox (접수함)",
        "show (보기)",
        "triage (분류)",
        "add (추가)",
        "draft (초안)",
        "posts (글목록)",
        "check (점검)",
        "build (만들기)",
        "serve (미리보기)",
        "publish (발행)",
        "init (시작)",
    }
    assert [name for name in names if name not in listed] == []


def test_help_keeps_what_each_flag_means(tree):
    assert "새 사건을 엽니다" in invoked(tree, "--help", "triage").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["colect"], "`invoke collect`를 뜻하셨나요?", id="command"),
        pytest.param(["--help", "triag"], "`invoke triage`를 뜻하셨나요?", id="help"),
        pytest.param(["inbox", "--stat", "all"], "--state를 뜻하셨나요?", id="flag"),
        pytest.param(["inbox", "--state", "gone"], "없는 상태입니다", id="value"),
        pytest.param(["inbox", "--since"], "뒤에 값을 적어 주세요", id="no value"),
        pytest.param(["show"], "번호를 뒤에 적어 주세요", id="no argument"),
        pytest.param(["triage", "m-1", "--severity", "큼", "--open"], "큼: 수로 읽을 수 없습니다", id="no number"),
        pytest.param(["triage", "m-1"], "가운데 하나만", id="no decision"),
        pytest.param(
            ["triage", "m-1", "--open", "--title", "보름째", "오지", "않는", "환불"], "따옴표로 감싸", id="no quotes"
        ),
        pytest.param(["triage", "m-1", "--open", "--dismiss", "x"], "가운데 하나만", id="two decisions"),
        pytest.param(["draft", "respone"], "response를 뜻하셨나요?", id="kind"),
        pytest.param(["draft", "답변"], "사건 번호를 적어 주세요", id="no case"),
        pytest.param(["draft", "답변", "--case", "MG-2026-009"], "그런 사건이 없습니다", id="case"),
        pytest.param(["build", "--as-of", "어제"], "시각으로 읽을 수 없습니다", id="as-of"),
        pytest.param(["withdraw", "mg-2026-001-response"], "왜 거두는지", id="withdraw without a reason"),
        pytest.param(["withdraw", "mg-2026-001-respons", "--why", "x", "--asked-by", "x"], "뜻하셨나요", id="no post"),
        pytest.param(["send", "--from", "https://a.example/"], "함께 적어 주세요", id="half a pair"),
        pytest.param(["send", "--by-hand", "00000000"], "그런 번호가 없습니다", id="no such pair"),
        pytest.param(["site", "--port", "팔천"], "포트는 1부터", id="port"),
        pytest.param(["add", "--text", "없는파일.txt"], "그런 파일이 없습니다", id="file"),
        pytest.param(["inbox", "--state", "기달림"], "기다림을 뜻하셨나요?", id="state"),
        pytest.param(["inbox", "--brand", "모가나루"], "모과나루를 뜻하셨나요?", id="brand"),
        pytest.param(["inbox", "--source", "mention"], "mentions를 뜻하셨나요?", id="source"),
        pytest.param(["inbox", "--until", "어제"], "날짜로 읽을 수 없습니다", id="day"),
        pytest.param(["undo", "m-nope"], "접수함에 없는 글", id="undo"),
        pytest.param(["forget", "--author", "보리"], "--place 곳을 함께", id="half a request"),
        pytest.param(["forget", "m-1", "--url", "https://a.example/"], "하나로만", id="two requests"),
        pytest.param(["sources-import", "없는.opml"], "그런 파일이 없습니다", id="no file"),
        pytest.param(["sources-import", "site.toml"], "OPML로 읽을 수 없습니다", id="no OPML"),
    ],
)
def test_wrong_use_is_one_korean_sentence_and_code_2(tree, words, said):
    done = invoked(tree, *words)

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert said in done.stderr


def test_an_owner_nobody_named_is_told_where_it_came_from_and_how_to_name_one(tree):
    done = invoked(tree, "draft", "case", "--title", "환불", USER="Seed maintainers")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Seed maintainers: 담당을 적지 않아 git의 user.name")
    assert "`--author 이름`을 붙여 주세요" in done.stderr


def test_collecting_twice_stores_nothing_twice(tmp_path):
    root = a_collected_tree(tmp_path)
    before = invoked(root, "inbox", "--state", "all").stdout

    done = invoked(root, "collect", "--force")

    assert (done.returncode, "새 언급 0건" in done.stdout) == (0, True)
    assert invoked(root, "inbox", "--state", "all").stdout == before


def test_a_failing_source_is_told_and_the_others_are_collected(tmp_path):
    root = a_tree(tmp_path)
    broken = '\n[[source]]\nkey = "broken"\nname = "깨진 곳"\npath = "examples/none.xml"\n'
    (root / "sources.toml").write_text((root / "sources.toml").read_text(encoding="utf-8") + broken, encoding="utf-8")

    done = invoked(root, "collect")

    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert done.stderr.startswith("깨진 곳: ")
    assert "새 언급 12건" in done.stdout


def test_nothing_is_written_without_a_yes(tmp_path):
    root = a_collected_tree(tmp_path)
    before = snapshot(root / "content")

    done = invoked(root, "triage", first_waiting(root, "환불 언제"), "--open", typed="n\n")

    assert (done.returncode, snapshot(root / "content") == before) == (2, True)
    assert "옮긴 글" in done.stdout


def test_an_owner_nobody_knows_is_refused_before_anything_is_shown(tmp_path):
    root = a_collected_tree(tmp_path)

    done = invoked(root, "triage", first_waiting(root, "환불 언제"), "--open", "--owner", "윤하랑")

    assert (done.returncode, done.stdout) == (2, "")
    assert "content/people/에 없는 사람입니다. 윤하람" in done.stderr


def test_a_severity_that_is_none_is_refused_before_anything_is_shown(tmp_path):
    root = a_collected_tree(tmp_path)

    done = invoked(root, "triage", first_waiting(root, "환불 언제"), "--open", "--severity", "9", "--owner", "윤하람")

    assert (done.returncode, done.stdout) == (2, "")
    assert "severity 9: 1(불편)" in done.stderr


def test_a_case_takes_the_topic_that_was_heard_and_asks_for_the_day_that_nobody_knows(tmp_path):
    root = a_collected_tree(tmp_path)

    done = invoked(root, "triage", first_waiting(root, "환불 언제"), "--open", "--owner", "윤하람", "--yes")

    text = (root / "content/cases/MG-2026-007.md").read_text(encoding="utf-8")
    assert "topic: 'refund'" in text
    assert "opened_at:   # 물음: 불만 글은 언제 올라왔나요?" in text
    assert "opened_at을 비워 두었습니다" in done.stdout


def test_a_decision_is_recorded_with_who_took_it(tmp_path):
    root = a_collected_tree(tmp_path)
    which = first_waiting(root, "환불 언제")

    done = invoked(root, "triage", which, "--dismiss", "다른 회사 이야기", "--by", "차은결")

    assert done.returncode == 0, done.stderr
    assert "차은결: 접어 둠: 다른 회사 이야기" in invoked(root, "show", which).stdout


def test_a_complaint_found_by_hand_is_added_from_a_file(tmp_path):
    root = a_tree(tmp_path)
    (tmp_path / "글.txt").write_text("문 앞에 두고 갔다\n모과나루 상자가 비에 젖었다.\n", encoding="utf-8")

    done = invoked(root, "add", "--text", str(tmp_path / "글.txt"), "--place", "동네 카페")

    assert done.returncode == 0, done.stderr
    assert "문 앞에 두고 갔다" in invoked(root, "접수함").stdout


def test_a_company_begins_and_its_empty_site_is_published_strictly(tmp_path):
    root, www = a_tree(tmp_path), tmp_path / "www"

    begun = invoked(root, "init", *(word for pair in COMPANY.items() for word in pair))
    checked = invoked(root, "check")
    (root / "output").mkdir()
    done = invoked(root, "publish", "--as-of", AS_OF, "--target", str(www))

    assert (begun.returncode, done.returncode) == (0, 0), begun.stderr + done.stderr
    assert "sources.toml" in begun.stdout
    assert checked.stdout.startswith("걸린 것이 없습니다")
    # Who looks at output/ on this machine sees what readers see.
    assert "달빛 답변" in (root / "output/index.html").read_text(encoding="utf-8")
    site = snapshot(www)
    assert "달빛 답변" in site["index.html"].decode()
    assert not [path for path, content in site.items() if "모과나루".encode() in content]
    assert invoked(root, "init", typed="\n").returncode == 2


def test_a_company_may_be_asked_at_the_keyboard(tmp_path):
    root = a_tree(tmp_path)

    # What cannot be used is asked for again on the spot.
    slips = {"달빛가게": "<b>\n달빛가게", "DB": "db\nDB", "byeol@dalbit.example": "byeol\nbyeol@dalbit.example"}

    done = invoked(root, "시작", typed="".join(f"{slips.get(answer, answer)}\n" for answer in COMPANY.values()))
    heard = invoked(root, "collect")

    assert done.returncode == 0, done.stderr
    assert "수집처가 아직 없습니다" in heard.stdout
    assert 'brand = "달빛가게"' in (root / "site.toml").read_text(encoding="utf-8")
