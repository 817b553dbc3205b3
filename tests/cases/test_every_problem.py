"""Every sentence with which content is refused: each is told of the file, the line and the field to mend."""

import ast
import re
from pathlib import Path

import pytest

from plugins.cases import casefile, consistency, frontmatter, kept, postfile, records, signatures, tags
from plugins.cases.records import survey
from plugins.cases.skeletons import QUESTION
from tests.cases.content import (
    CASE,
    CASE_PATH,
    CORRECTION,
    CORRECTION_PATH,
    PERSON,
    PERSON_PATH,
    RESPONSE,
    RESPONSE_PATH,
    content,
)

MODULES = (casefile, consistency, frontmatter, kept, postfile, records, signatures, tags)
FILES = {
    "case": (CASE_PATH, CASE),
    "correction": (CORRECTION_PATH, CORRECTION),
    "person": (PERSON_PATH, PERSON),
    "response": (RESPONSE_PATH, RESPONSE),
}
PROMISE = "promises: [P1]\n"
UPDATES = f"{PROMISE}promise_updates:\n"
WEEKLY = CASE.replace("    due: 2026-10-12", "    due: 2026-10-02\n    recurring: weekly:FRI16:00")
MOVING = f"{UPDATES}  - {{id: P1, moved: 2026-10-20, why: 부품이 없습니다}}\n"
TITLE = "title: 환불이 늦은 보름\n"
LAST = "---\n\n보름째"

# Which file, what stands there, what is written instead, the field, the sentence; {…} is told as it happens to be.
EDITS = [
    ("response", "stance:", "stanse:", "stanse", "모르는 열쇠입니다. stance를 뜻하셨나요?"),
    ("response", "stance: accept", "stance: accept\n가나다: 1", "가나다", "모르는 열쇠입니다. 철자를 확인하거나"),
    ("response", "author: 윤하람", "author: [윤하람]", "author", "글 한 줄이어야 하는데 목록이나 묶음이"),
    ("response", PROMISE, "promises: [{a: b}]\n", "promises", "글의 목록이어야 합니다."),
    ("response", "title: 환불이 보름 늦은 까닭", 'title: ""', "title", "꼭 있어야 하는데 비어 있습니다. 값을"),
    ("correction", "gist: [수가 틀렸습니다.]", "gist: []", "gist", "비어 있습니다. 한 줄 이상 적어 주세요."),
    ("response", "date: 2026-10-05T12:00:00+09:00", "date: 2026-10-05T12:00", "date", "에 시간대가 없습니다."),
    (
        "response",
        "date: 2026-10-05T12:00:00+09:00",
        "date: 2026-10-05",
        "date",
        "시각까지 적어 주세요. 예: 2026-10-05T",
    ),
    ("response", "date: 2026-10-05T12:00:00+09:00", "date: 2026-10-05+09:00", "date", "예: 2026-10-05T09:00:00+09:00"),
    ("response", "date: 2026-10-05T12:00:00+09:00", "date: 어제", "date", "시각으로 읽을 수 없습니다."),
    ("case", "due: 2026-10-12", "due: 내일", "promises P1 due", "날짜로 읽을 수 없습니다."),
    ("case", "severity: 2", "severity: 둘", "severity", "수가 아닙니다. 숫자만 적어 주세요."),
    ("case", LAST, f"events: 하나\n{LAST}", "events", "묶음의 목록이어야 합니다."),
    ("case", LAST, f"affected: 하나\n{LAST}", "affected", "`열쇠: 값` 묶음이어야 합니다."),
    ("response", "stance: accept", "stance: accept\nstance: partial", "stance", "같은 열쇠가 두 번 있습니다."),
    ("response", "stage: answered", "stage: 답변함", "stage", "'답변함'은 answered라고 적어 주세요."),
    ("response", "stance: accept", "stance: acept", "stance", "라는 값은 없습니다. accept를 뜻하셨나요?"),
    (
        "response",
        "stance: accept",
        "status: hidden\nstance: accept",
        "status",
        "쓸 수 없습니다. draft 또는 published만",
    ),
    ("response", "저희가 **보름**", f"{QUESTION} 무엇이 -->\n\n저희가 **보름**", "본문", "아직 답하지 않은 물음"),
    ("response", "stance: accept", "kind: story\nstance: accept", "kind", "폴더의 글인데 story라고 적혀 있습니다."),
    ("correction", "gist: [수가 틀렸습니다.]", "gist: [하나, 둘, 셋, 넷]", "gist", "4줄입니다. 3줄까지만"),
    ("response", "stage: answered", "stage: resolved", "next_update_by", "끝난 단계라 다음 소식이 없습니다."),
    (
        "response",
        "next_update_by: 2026-10-12",
        "next_update_by: 2026-10-02",
        "next_update_by",
        "올린 시각보다 앞섭니다.",
    ),
    (
        "response",
        "stance: accept",
        "modified: 2026-10-01T12:00:00+09:00\nstance: accept",
        "modified",
        "date보다 앞섭니다.",
    ),
    ("correction", "right: 환불은 5건", "right: 환불은 3건", "right", "틀린 문장과 바른 문장이 같습니다."),
    ("correction", "## 왜 틀렸나", "## 고친 곳", "본문", "'## 왜 틀렸나' 절이 있어야 합니다."),
    ("response", "stance: accept", "wrong: 하나\nstance: accept", "wrong", "에만 쓰는 열쇠입니다."),
    ("response", PROMISE, f"{UPDATES}  - {{id: P1}}\n", "promise_updates P1", "가운데 꼭 하나를 적어 주세요."),
    ("response", PROMISE, f"{UPDATES}  - {{id: P1, moved: 2026-10-20}}\n", "promise_updates P1 why", "까닭(why)을"),
    (
        "response",
        PROMISE,
        f"{UPDATES}  - {{id: P1, kept: 2026-10-06}}\n",
        "promise_updates",
        "P1: kept에 적은 때가 이 글을 올린 때보다 늦습니다.",
    ),
    (
        "response",
        PROMISE,
        f"{UPDATES}  - {{id: P1, occurrence: 2026-10-12, kept: 2026-10-05}}\n",
        "promise_updates",
        "P1: 한 번만 하는 약속이라 occurrence를 적지 않습니다.",
    ),
    (
        "case",
        "    due:",
        "    recurring: 금요일마다\n    due:",
        "promises P1 recurring",
        "되풀이로 읽을 수 없습니다. 쓸 수 있는 꼴: weekly:FRI16:00",
    ),
    (
        "case",
        "    due:",
        "    recurring: weekly:FRI\n    due:",
        "promises P1 due",
        "2026-10-12는 'weekly:FRI'의 날이 아닙니다.",
    ),
    ("person", "affiliation: inhouse", "affiliation: agency", "org_name", "소속 회사 이름을 적어야 합니다."),
    ("case", TITLE, f"{TITLE}status: hidden\n", "status", "draft 또는 published만 됩니다. 사건의 단계는"),
    ("case", "severity: 2", "severity: 5", "severity", "가운데 하나여야 합니다."),
    ("case", TITLE, f"{TITLE}stage: acting\n", "stage", "사건의 단계는 손으로 적지 않습니다."),
    ("case", "topic: refund", 'topic: "!!"', "topic", "에는 글자가 없습니다. 주제를 낱말로"),
    ("case", "topic: refund", f"topic: {'가' * 41}", "topic", "41자입니다. 40자까지만 적어 주세요."),
    ("case", "url: https://", "url: ftp://", "citations c1 url", "로 시작하는 주소여야 합니다."),
    ("case", "    url:", "    consent: refused\n    url:", "citations c1 url", "글쓴이가 링크를 거절했습니다."),
    (
        "case",
        "    url:",
        "    withdrawn: {at: 2026-10-06T09:00:00+09:00, why: 법원이 청했습니다, asked_by: 법원}\n    url:",
        "citations c1 withdrawn",
        "거둔 인용 출처에는 글쓴이의 말과 주소를 두지 않습니다(url, title,",
    ),
    ("case", "opened_at: 2026-10-01T12:00:00+09:00", "opened_at:", "opened_at", "불만 글이 언제 올라왔는지 비어"),
    (
        "case",
        "    url:",
        f"    excerpt: {'가' * 301}\n    url:",
        "citations c1 excerpt",
        "301자입니다. 300자까지만 옮길",
    ),
    (
        "case",
        LAST,
        "affected: {who: 회원, count: 1, as_of: 2026-10-02T09:00:00+09:00, how_counted: 셈, reached: 2}\n" + LAST,
        "affected reached",
        "닿은 사람이 겪은 사람보다 많습니다.",
    ),
    (
        "case",
        LAST,
        f"rebuttals:\n  - {{at: 2026-10-06T09:00:00+09:00, by: 글쓴이}}\n{LAST}",
        "rebuttals 글쓴이 text",
        "반론의 글이 비어 있습니다.",
    ),
    ("case", "promises:", "  - {key: c1, title: 또}\npromises:", "citations", "'c1'이 두 번 있습니다."),
    ("response", "author: 윤하람", "author: 윤하란", "author", "content/people/에 없습니다. 윤하람을 뜻하셨나요?"),
    ("response", "author: 윤하람", "author: Kim", "author", "있는 사람: 윤하람."),
    ("response", "case: MG-2026-009", "case: 없는사건", "case", "MG-2026-009. 새 사건은 `invoke draft case`로"),
    ("case", TITLE, f'{TITLE}tags: ["!!"]\n', "tags", "에는 글자가 없습니다. 태그는 낱말로"),
    ("case", TITLE, f"{TITLE}tags: [{'가' * 41}]\n", "tags", "41자입니다. 태그는 40자까지"),
    ("case", LAST, f"---\n\n{QUESTION} 무엇이 -->\n\n보름째", "본문", "무슨 일이 있었는지 아직 비어 있습니다."),
    ("response", "stance: accept", "translation_of: 없음\nstance: accept", "translation_of", "원문의 파일 이름을"),
    ("response", "stance: accept", "translation_of: 없음\nstance: accept", "lang", "어느 말로 옮겼는지 적어 주세요."),
    (
        "response",
        "stance: accept",
        "lang: en\ntranslation_of: mg-2026-009-response\nstance: accept",
        "translation_of",
        "이 사건의 원문이 아닙니다.",
    ),
    ("response", "date: 2026-10-05", "date: 2026-09-05", "date", "사건이 시작된 때("),
    ("response", "in_reply_to: c1", "in_reply_to: c2", "in_reply_to", "'c2'라는 인용 출처가 없습니다."),
    ("response", PROMISE, "promises: [P2]\n", "promises", "있는 것: P1."),
    ("case", "    due:", "    made_in: 없음\n    due:", "promises", "의 made_in '없음'이라는 글이 없습니다."),
    ("correction", "stage: acting", "stage: reopened", "stage", "사건이 answered일 때 reopened로 갈 수 없습니다"),
    ("correction", "corrects: [mg-2026-009-response]", "corrects: [없음]", "corrects", "'없음'이라는 글이 없습니다."),
    ("correction", "wrong: 환불은 3건이었습니다", "wrong: 4건", "wrong", "이 문장이 그대로 있지 않습니다."),
    ("correction", "date: 2026-10-07", "date: 2026-10-04", "corrects", "이 정정보다 먼저 올라온 글이 아닙니다."),
    ("correction", "date: 2026-10-07", "date: 2026-10-05", "corrects", "'mg-2026-009-response'는 이 정정보다 먼저"),
    ("response", "in_reply_to: c1\n", "", "in_reply_to", "어느 글에 답하는지 적어 주세요."),
    ("response", "stance: accept", "id: ../x\nstance: accept", "id", "'../x'는 파일 이름이 될 수 없습니다."),
    (
        "response",
        "stance: accept",
        "id: mg-2026-009-correction-1\nstance: accept",
        "id",
        "'mg-2026-009-correction-1'은 다른 글의 이름입니다.",
    ),
    (
        "response",
        PROMISE,
        PROMISE
        + "approvals:\n"
        + "  - {who: 윤하람, asked_at: 2026-10-04T12:00:00+09:00, approved_at: 2026-10-03T12:00:00+09:00}\n",
        "approvals 윤하람 approved_at",
        "부탁한 때(asked_at)보다 앞섭니다.",
    ),
]
# What no edit of one place can bring about: which files, and the same again.
FOLDERS = [
    ({RESPONSE_PATH: RESPONSE.removeprefix("---\n")}, RESPONSE_PATH, 1, "", "머리말이 없습니다."),
    ({RESPONSE_PATH: "---\n하나\n---\n\n글\n"}, RESPONSE_PATH, 1, "", "머리말은 `열쇠: 값` 줄이어야 합니다."),
    ({RESPONSE_PATH: "---\ntitle: 하나: 둘\n---\n\n글\n"}, RESPONSE_PATH, 2, "", "머리말을 읽을 수 없습니다."),
    ({"cases/사건.md": CASE}, "cases/사건.md", 1, "파일 이름", "사건 번호 꼴"),
    ({RESPONSE_PATH.replace("responses", "progress"): RESPONSE}, RESPONSE_PATH, 0, "", "같은 파일 이름의 글이"),
    ({"people/two.md": PERSON}, "people/two.md", 0, "name", "같은 이름의 사람이 또 있습니다."),
    (
        {CASE_PATH: CASE[: CASE.index("citations:")] + "---\n\n글\n"},
        CASE_PATH,
        5,
        "citations",
        "인용 출처가 하나 이상 있어야 합니다.",
    ),
    (
        {CASE_PATH: CASE[: CASE.index("citations:")] + "---\n\n글\n"},
        RESPONSE_PATH,
        11,
        "in_reply_to",
        "아직 하나도 없습니다.",
    ),
    (
        {"cases/MG-2026-008.md": CASE.replace("topic: refund", "topic: Refund")},
        CASE_PATH,
        3,
        "topic",
        "같은 주소가 됩니다.",
    ),
    (
        {CASE_PATH: CASE.replace(TITLE, f"{TITLE}status: draft\n")},
        RESPONSE_PATH,
        4,
        "case",
        "'MG-2026-009'는 아직 초안인 사건입니다.",
    ),
    ({RESPONSE_PATH: RESPONSE.encode("cp949")}, RESPONSE_PATH, 0, "", "UTF-8 글로 읽을 수 없습니다."),
    (
        {
            CASE_PATH: WEEKLY,
            RESPONSE_PATH: RESPONSE.replace(
                PROMISE, f"{UPDATES}  - {{id: P1, occurrence: 2026-10-03, kept: 2026-10-03}}\n"
            ),
        },
        RESPONSE_PATH,
        14,
        "promise_updates",
        "P1: 2026-10-03은 이 약속의 날이 아닙니다. 2026-10-02부터 'weekly:FRI16:00'입니다.",
    ),
    (
        {
            CASE_PATH: WEEKLY,
            RESPONSE_PATH: RESPONSE.replace(
                PROMISE, f"{UPDATES}  - {{id: P1, occurrence: 2026-10-02, kept: 2026-10-02}}\n"
            ),
        },
        RESPONSE_PATH,
        14,
        "promise_updates",
        "P1: 시각까지 약속한 일이라 지킨 시각도 적어 주세요. 예: kept: 2026-10-02T16:00+09:00",
    ),
    (
        {
            RESPONSE_PATH: RESPONSE.replace(PROMISE, MOVING),
            CORRECTION_PATH: CORRECTION.replace(
                "corrects:", "promise_updates:\n  - {id: P1, kept: 2026-10-04}\ncorrects:"
            ),
        },
        CORRECTION_PATH,
        10,
        "promise_updates",
        "P1: 2026년 10월 5일에 올린 mg-2026-009-response에서 날짜를 옮겼는데 그보다 앞선 2026년 10월 4일에 지켰다고",
    ),
    (
        {
            "cases/MG-2026-008.md": CASE.replace("    due:", "    made_in: mg-2026-009-response\n    due:"),
        },
        "cases/MG-2026-008.md",
        15,
        "promises",
        "P1의 made_in 'mg-2026-009-response'는 다른 사건의 글입니다.",
    ),
]


def over(text):
    """A post that says that the case is over."""
    lines = (line for line in text.splitlines(keepends=True) if not line.startswith("next_update_by:"))
    return re.sub(r"stage: \w+", "stage: resolved", "".join(lines))


# One thing wrong in one file, to which others refer: (files, every problem that is told of it).
ALONE = [
    pytest.param({CASE_PATH: CASE.replace("topic:", "\ttopic:")}, {(CASE_PATH, "")}, id="a case"),
    pytest.param({CASE_PATH: CASE.encode("cp949")}, {(CASE_PATH, "")}, id="a case in another encoding"),
    pytest.param({PERSON_PATH: PERSON.replace("name:", "\tname:")}, {(PERSON_PATH, "")}, id="a person"),
    pytest.param({RESPONSE_PATH: RESPONSE.replace("date:", "\tdate:")}, {(RESPONSE_PATH, "")}, id="a post"),
    pytest.param(
        {CASE_PATH: CASE.replace("2026-10-12", "내일")}, {(CASE_PATH, "promises P1 due")}, id="the day of a promise"
    ),
    pytest.param(
        {CASE_PATH: CASE.replace("promises:", "promises: 하나\nx:")},
        {(CASE_PATH, "promises"), (CASE_PATH, "x")},
        id="all promises",
    ),
    pytest.param(
        {CASE_PATH: CASE.replace("citations:", "citations: 하나\nx:")},
        {(CASE_PATH, "citations"), (CASE_PATH, "x")},
        id="all citations",
    ),
    pytest.param({CASE_PATH: CASE.replace("2026-10-01T", "10-01T", 1)}, {(CASE_PATH, "opened_at")}, id="a beginning"),
    pytest.param({RESPONSE_PATH: RESPONSE.replace("answered", "답변")}, {(RESPONSE_PATH, "stage")}, id="a stage"),
    pytest.param(
        {RESPONSE_PATH: RESPONSE.replace("date: 2026-10-05T12:00:00+09:00", "date: 어제")},
        {(RESPONSE_PATH, "date")},
        id="a date",
    ),
    pytest.param(
        {CASE_PATH: CASE.replace(LAST, f"events:\n  - {{at: 어제, stage: answered, who: 윤하람, why: 답함}}\n{LAST}")}
        | {RESPONSE_PATH: over(RESPONSE), CORRECTION_PATH: over(CORRECTION)},
        {(CASE_PATH, "events 어제 at")},
        id="an event",
    ),
]


def told(folder):
    return survey(folder)[1]


def edited(tmp_path, name, old, new):
    path, text = FILES[name]
    assert text.count(old) == 1, (name, old)
    return path, text.replace(old, new), content(tmp_path, **{name: text.replace(old, new)})


def replaced(tmp_path, files):
    folder = content(tmp_path)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


@pytest.mark.parametrize(("name", "old", "new", "field", "said"), EDITS, ids=[edit[4] for edit in EDITS])
def test_a_mistake_is_told_with_its_file_line_and_field(tmp_path, name, old, new, field, said):
    path, text, folder = edited(tmp_path, name, old, new)

    problem = next(p for p in told(folder) if said in p.advice and p.field == field)

    assert problem.path == f"content/{path}"
    assert 1 <= problem.line <= text.count("\n") + 1


@pytest.mark.parametrize(("files", "path", "line", "field", "said"), FOLDERS, ids=[row[4] for row in FOLDERS])
def test_a_folder_that_does_not_hold_together_is_told_where(tmp_path, files, path, line, field, said):
    folder = replaced(tmp_path, files)

    assert [
        p for p in told(folder) if (p.path, p.line, p.field) == (f"content/{path}", line, field) and said in p.advice
    ]


@pytest.mark.parametrize(("files", "wrong"), ALONE)
def test_what_cannot_be_read_is_told_alone_and_nobody_is_said_to_be_missing(tmp_path, files, wrong):
    problems = told(replaced(tmp_path, files))

    assert {(p.path.removeprefix("content/"), p.field) for p in problems} == wrong


def test_a_stage_that_cannot_be_read_hides_nothing_else(tmp_path):
    answer = RESPONSE.replace("answered", "답변").replace("[P1]", "[P2]").replace("author: 윤하람", "author: 윤하란")
    files = {RESPONSE_PATH: answer, CASE_PATH: CASE.replace("보름째 환불", f"{QUESTION} 무엇이 -->\n\n보름째 환불")}

    problems = told(replaced(tmp_path, files))

    assert {p.field for p in problems} == {"stage", "promises", "author", "본문"}


def test_a_case_whose_beginning_nobody_knows_yet_waits_in_silence(tmp_path):
    undated = CASE.replace("opened_at: 2026-10-01T12:00:00+09:00", "opened_at:   # 물음")

    assert told(content(tmp_path, case=undated, response="", correction="")) == ()


def sentences(module):
    """Every Korean sentence that a module can say, as a pattern: what is filled in may be anything."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    parts = {id(p) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for p in ast.walk(n) if p is not n}
    for node in ast.walk(tree):
        if id(node) in parts or not isinstance(node, ast.JoinedStr | ast.Constant):
            continue
        pieces = node.values if isinstance(node, ast.JoinedStr) else [node]
        constant = [str(p.value) if isinstance(p, ast.Constant) else None for p in pieces]
        if re.search(r"[가-힣][^\n]*\.", "".join(filter(None, constant))):
            yield "".join(".*" if text is None else re.escape(text) for text in constant)


def test_no_sentence_is_left_untried(tmp_path):
    said = []
    for number, (name, old, new, _, _) in enumerate(EDITS):
        said += told(edited(tmp_path / f"edit-{number}", name, old, new)[2])
    for number, (files, *_) in enumerate(FOLDERS):
        said += told(replaced(tmp_path / f"folder-{number}", files))
    text = "\n".join(problem.advice for problem in said)

    assert [pattern for module in MODULES for pattern in sentences(module) if not re.search(pattern, text)] == []
