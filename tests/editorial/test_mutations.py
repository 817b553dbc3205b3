"""The demo broken one way at a time: every break is caught by the right rule, and the unbroken text is not."""

import re

import pytest

from tests.editorial.demo import (
    CASE_1,
    CASE_2,
    CORRECTION_1,
    CORRECTION_2,
    PROGRESS_2,
    RESPONSE_1,
    RESPONSE_2,
    STORY_1,
    STORY_2,
    judged,
    texts,
)


def put(old, new):
    def broken(text):
        assert old in text, old
        return text.replace(old, new)

    return broken


def without_section(title):
    return lambda text: re.sub(rf"^## {title}\n.*?(?=^## |^---$|\Z)", "", text, count=1, flags=re.MULTILINE | re.DOTALL)


def emptied_section(title, words):
    def broken(text):
        return re.sub(
            rf"(^## {title}\n).*?(?=^## |^---$|\Z)", rf"\1\n{words}\n\n", text, count=1, flags=re.MULTILINE | re.DOTALL
        )

    return broken


def moved_before(title, other):
    def broken(text):
        section = re.search(rf"^## {title}\n.*?(?=^## |^---$|\Z)", text, re.MULTILINE | re.DOTALL).group()
        return text.replace(section, "").replace(f"## {other}\n", f"{section}## {other}\n")

    return broken


def added(words):
    return lambda text: f"{text}\n{words}\n"


def head_of(text):
    return text[: text.index("\n---\n", 4) + 5]


def body_of(text):
    return text[text.index("\n---\n", 4) + 5 :]


def key(line):
    """Put one more line at the top of the front matter."""
    return lambda text: text.replace("---\n", f"---\n{line}\n", 1)


def no_key(name):
    return lambda text: re.sub(rf"^{name}:.*\n(?:[ ]+.*\n)*", "", text, count=1, flags=re.MULTILINE)


def both(*changes):
    def broken(text):
        for change in changes:
            text = change(text)
        return text

    return broken


NO_SUBJECT = both(*(put(word, "") for word in ("저희가 ", "저희 ")))
ND_EXCERPT = put('excerpt: ""', "excerpt: 짜증이 났다")
# name: (file, what is done to it, the rule that must say so)
BREAKS = {
    "the subject is taken out of the failure": (RESPONSE_1, NO_SUBJECT, "APO-1"),
    "the admission is left out": (RESPONSE_1, without_section("저희가 잘못한 것"), "APO-1"),
    "the admission stands in the future": (
        RESPONSE_1,
        emptied_section("저희가 잘못한 것", "저희가 더 살피겠습니다."),
        "APO-1",
    ),
    "nothing is given back": (RESPONSE_1, without_section("되돌려 드리는 것"), "APO-2"),
    "the repair is only kind words": (
        RESPONSE_1,
        both(emptied_section("되돌려 드리는 것", "마음을 다하겠습니다."), no_key("promises")),
        "APO-2",
    ),
    "no word of regret is left": (
        RESPONSE_2,
        both(
            put("사과드립니다. 죄송합니다.", "적습니다."),
            put("저희 잘못", "저희 일"),
            put("잘못했습니다", "그랬습니다"),
        ),
        "APO-3",
    ),
    "sorry is said five times": (RESPONSE_1, added("죄송합니다. " * 5), "APO-3"),
    "the explanation has no times": (
        RESPONSE_1,
        emptied_section("무슨 일이 있었나", "저희 안에서 일이 있었습니다."),
        "APO-4",
    ),
    "the explanation comes first": (RESPONSE_1, moved_before("무슨 일이 있었나", "무엇을 겪으셨나"), "APO-4"),
    "the denial comes before the admission": (
        RESPONSE_1,
        both(
            emptied_section("사실과 다르게 알려진 것", "회원 정보를 연 기록은 없습니다."),
            moved_before("사실과 다르게 알려진 것", "저희가 잘못한 것"),
        ),
        "APO-4",
    ),
    "no promise is made": (RESPONSE_1, no_key("promises"), "APO-5"),
    "what is unknown is not told": (RESPONSE_1, without_section("아직 모르는 것"), "SEC-1"),
    "what they went through is not told": (RESPONSE_1, without_section("무엇을 겪으셨나"), "SEC-1"),
    "the title names nothing": (RESPONSE_1, both(no_key("title"), key("title: 관련 안내 말씀 드립니다")), "TITLE-1"),
    "what to do now stands at the end": (RESPONSE_2, moved_before("지금 하실 일", "다른 길"), "SCCT-1"),
    "what to do now is left out of a grave case": (RESPONSE_2, without_section("지금 하실 일"), "SCCT-1"),
    "money against silence": (RESPONSE_1, added("글을 내려 주시면 회원비를 두 배로 드립니다."), "ISO-4"),
    "a denial without evidence": (
        RESPONSE_1,
        emptied_section("사실과 다르게 알려진 것", "- 돈이 빠져나갔다는 말은 다릅니다."),
        "NET-4",
    ),
    "we disagree and show no other way": (
        RESPONSE_1,
        both(put("stance: accept", "stance: disagree"), without_section("다른 길")),
        "EC-3",
    ),
    "the notice drops the right to damages": (RESPONSE_2, put("법정손해배상", "배상"), "PIPA-1"),
    "the notice drops what leaked": (
        RESPONSE_2,
        both(put("**나간 항목**", "**그것**"), put("유출되었고", "일이 있었고")),
        "PIPA-1",
    ),
    "the notice drops where to report": (
        RESPONSE_2,
        put("**피해 신고 받는 곳**: 회원정보 담당 차은결, eungyeol@mogwanaru.example.", "**답**"),
        "PIPA-1",
    ),
    "the individual notice is not told": (
        RESPONSE_2,
        both(put("메일과 문자로", "널리"), put("메일로", "널리"), put("메일 한 통을 받으셨고", "들으셨고")),
        "PIPA-4",
    ),
    "the case does not know whose fault it was": (CASE_1, put("fault: ours", "fault: unclear"), "FAULT-1"),
    "an embargo on a legal notice": (RESPONSE_2, key("embargo_until: 2026-10-12T09:00:00+09:00"), "TIME-7"),
    "the place for rebuttals is shut": (RESPONSE_1, put("rebuttal: open", "rebuttal: declined"), "DEF-2"),
    "rebuttals came and the story hides them": (STORY_2, put("rebuttal: posted", "rebuttal: open"), "DEF-2"),
    "a quotation of nobody": (STORY_1, put("## 고맙습니다\n", "## 고맙습니다\n\n> 참 잘했어요.\n"), "QUO-1"),
    "most of it is another's text": (RESPONSE_1, added("\n> " + "남이 쓴 긴 글입니다. " * 40), "QUO-2"),
    "a text under ND is quoted": (CASE_1, ND_EXCERPT, "QUO-3"),
    "right is wrong with another stop": (
        CORRECTION_1,
        both(no_key("right"), key("right: 낯선 로그인은, 모두 세 번이었고 적립금은 그대로였습니다.")),
        "COR-1",
    ),
    "a late correction does not say why": (
        CORRECTION_1,
        put("reported_at: 2026-10-13", "reported_at: 2026-10-08"),
        "COR-2",
    ),
    "why it was wrong is a heading": (CORRECTION_1, emptied_section("왜 틀렸나", "실수."), "COR-4"),
    "other figures are called a clarification": (
        CORRECTION_2,
        put("correction_class: number", "correction_class: clarification"),
        "COR-7",
    ),
    "who acted on it is left alone": (CORRECTION_2, without_section("이 글을 보고 움직이신 분께"), "COR-8"),
    "the wrong words stand elsewhere": (
        CORRECTION_2,
        both(
            put("  - mg-2026-002-progress-1\n", ""),
            put("right: 3,412명 (회원 3,120명에 탈퇴하신 분 292명을 더한 수)", "right: 3,419명"),
        ),
        "COR-5",
    ),
    "the next word is a month away": (
        RESPONSE_1,
        put("next_update_by: 2026-10-12", "next_update_by: 2026-11-12"),
        "TIME-1",
    ),
    "the next word of a grave case is eight days away": (
        RESPONSE_2,
        put("next_update_by: 2026-10-16", "next_update_by: 2026-10-18"),
        "TIME-1",
    ),
    "a promise loses its date": (RESPONSE_1, put("오지안 (상품팀) | 10월 12일 |", "오지안 (상품팀) | 곧 |"), "TIME-3"),
    "a promise tells another date": (
        RESPONSE_1,
        put("| 윤하람 | 10월 20일 |", "| 윤하람 | 10월 25일 |"),
        "TIME-3",
    ),
    "a promise loses its person": (RESPONSE_1, put("| 오지안 (상품팀) |", "| 상품팀 |"), "TIME-3"),
    "the writer was not asked": (STORY_1, put("complainant_view: agrees", "complainant_view: not-asked"), "TIME-5"),
    "the author signs their own text": (RESPONSE_1, put("  - 차은결\n", "  - 윤하람\n"), "WHO-3"),
    "nobody else has read it": (RESPONSE_1, no_key("approved_by"), "WHO-3"),
    "only a switchboard answers": (RESPONSE_1, key("reach: 고객센터 1588-0000"), "WHO-2"),
    "an agency writes without its name": (RESPONSE_1, key("author_org: agency"), "WHO-1"),
    "another case's answer is pasted": (
        RESPONSE_2,
        lambda text: head_of(text) + body_of(texts()[RESPONSE_1]),
        "COPY-1",
    ),
    "half of another case's answer is pasted": (
        RESPONSE_2,
        lambda text: head_of(text) + body_of(text)[:900] + body_of(texts()[RESPONSE_1])[:2000],
        "COPY-1",
    ),
    "nothing of this complaint is told": (
        RESPONSE_1,
        lambda text: head_of(text) + "보내 주신 말씀을 잘 읽었습니다. 저희가 살피지 못했습니다.\n",
        "COPY-2",
    ),
    "a conditional apology": (RESPONSE_1, added("불편을 느끼셨다면 죄송합니다."), "conditional-apology"),
    "blame beside an admission": (
        RESPONSE_1,
        added("비밀번호를 관리하지 않은 고객님의 부주의로 생긴 일입니다."),
        "SCCT-2",
    ),
    "a waiver signed by the author": (
        PROGRESS_2,
        key("waivers:\n  - {rule: TIME-1, why: 까닭, by: 윤하람}"),
        "SIGN-1",
    ),
    "a block is waived": (RESPONSE_2, key("waivers:\n  - {rule: PIPA-1, why: 까닭, by: 서이든}"), "SIGN-2"),
    "a rule that is not there is waived": (
        RESPONSE_2,
        key("waivers:\n  - {rule: PIPA-11, why: 까닭, by: 서이든}"),
        "SIGN-3",
    ),
    "an approval after the publication": (
        RESPONSE_1,
        key(
            "approvals:\n  - {who: 서이든, asked_at: 2026-10-06T09:00:00+09:00, approved_at: 2026-10-07T09:00:00+09:00}"
        ),
        "APPROVAL-1",
    ),
    "a leak without its report": (CASE_2, put("개인정보 유출 신고 (72시간)", "개인정보 알림"), "PIPA-7"),
    "a mobile number in the body": (RESPONSE_1, added("010-0000-1234로 전화 주세요."), "PII-MOBILE"),
    "a number in full-width digits": (RESPONSE_1, added("０１０-００００-１２３４"), "PII-MOBILE"),
    "a number cut by a zero-width space": (RESPONSE_1, added("010-00\u200b00-1234"), "PII-MOBILE"),
    "a mail address in the front matter": (RESPONSE_1, key("tags: [someone@mail.example]"), "PII-EMAIL"),
    "an account in an image's words": (
        RESPONSE_1,
        added("![환불 계좌는 하늘은행 000-0000-0000-00](/images/a.png)"),
        "PII-BANK",
    ),
    "a token in a link": (RESPONSE_1, added("[여기](https://example.com/o?token=abcdef)"), "PII-URLTOKEN"),
    "a resident number in a comment": (RESPONSE_1, added("<!-- 990230-1234567 -->"), "PII-RRN"),
    "a card in a table": (RESPONSE_1, added("\n| 카드 |\n| --- |\n| 4111 1111 1111 1111 |"), "PII-CARD"),
    "a flat in the case file": (CASE_1, added("101동 1001호에 사시는 분입니다."), "PII-ADDR-UNIT"),
    "a public IP address": (RESPONSE_1, added("접속 IP는 8.8.4.4 였습니다."), "PII-IPV4"),
    "a passport": (RESPONSE_1, added("여권 M000A0000"), "PII-PASSPORT"),
    "a licence plate": (RESPONSE_1, added("00가 0000 차량"), "PII-CAR"),
    "a driving licence": (RESPONSE_1, added("면허 11-00-000000-00"), "PII-DRIVER"),
    "an order number": (RESPONSE_1, added("주문번호 20261101-0000001"), "PII-ORDER"),
    "a customer's full name": (RESPONSE_1, added("홍길동 고객님께"), "PII-NAME"),
}
# What the records refuse before any editorial check is asked: the field that is told.
REFUSED = {
    "no next word": (RESPONSE_1, no_key("next_update_by"), "next_update_by"),
    "no author": (RESPONSE_1, no_key("author"), "author"),
    "an author nobody knows": (RESPONSE_1, put("author: 윤하람", "author: 고객센터"), "author"),
    "a correction without right": (CORRECTION_1, no_key("right"), "right"),
    "a correction of nothing": (CORRECTION_1, no_key("corrects"), "corrects"),
    "a moved promise without a reason": (
        PROGRESS_2,
        put("    why: 주말 당번을 정하지 않고 날짜부터 걸었습니다\n", ""),
        "why",
    ),
    "no why it was wrong": (CORRECTION_1, without_section("왜 틀렸나"), "본문"),
    "a promise that the case does not know": (
        RESPONSE_1,
        put("promises: [P1, P2, P3]", "promises: [P1, P9]"),
        "promises",
    ),
}


@pytest.mark.parametrize(("path", "change", "rule"), BREAKS.values(), ids=BREAKS)
def test_a_break_is_caught_by_its_rule(path, change, rule):
    broken = change(texts()[path])
    assert broken != texts()[path]

    findings, _ = judged({path: broken})

    assert rule in {name for f in findings for name in (f.rule, f.category)}


@pytest.mark.parametrize(("path", "change", "field"), REFUSED.values(), ids=REFUSED)
def test_the_records_refuse_what_is_missing(path, change, field):
    _, problems = judged({path: change(texts()[path])})

    assert [p for p in problems if p.path == path and p.field.endswith(field)]


def test_the_unbroken_texts_raise_nothing_above_info():
    findings, problems = judged()

    assert [f"{f.rule} {f.korean}" for f in findings if f.level != "info"] == []
    assert not problems


CORRECTION_5 = "corrections/mg-2026-005-correction-1"


def test_a_corrected_post_that_cannot_be_read_is_not_another_text():
    response, correction = (f"content/{name}.md" for name in ("responses/mg-2026-005-response", CORRECTION_5))
    broken = {response: texts()[response].replace("stage: ", "stage: 없는")}

    findings, problems = judged(broken, only=[correction])

    assert [p.field for p in problems] == ["stage"]
    assert "COR-5" not in {f.rule for f in findings}


def test_an_approval_within_the_hour_of_the_post_is_in_time():
    times = "asked_at: 2026-10-06T09:00:00+09:00, approved_at: 2026-10-06T11:59:00+09:00"
    within = f"approvals:\n  - {{who: 서이든, {times}}}"

    findings, _ = judged({RESPONSE_1: key(within)(texts()[RESPONSE_1])})

    assert "APPROVAL-1" not in {f.rule for f in findings}


def test_there_are_breaks_enough():
    assert len(BREAKS) >= 40
