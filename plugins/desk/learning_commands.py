"""`invoke match, learn`: why a sentence is ours and a complaint, and what the staff's decisions taught."""

from invoke.context import Context

from plugins.desk.commandline import command
from plugins.desk.front import sit_down
from plugins.desk.inbox_commands import inbox_store, listening_of


@command("맞춰보기", help={"sentence": "살펴볼 문장. 따옴표로 감쌉니다"})
def match(context: Context, sentence: str) -> None:
    """문장이 우리 이야기인지, 불만인지, 왜 그런지 설명합니다. / Explain the verdict on a sentence.

    예: invoke match "모과나루에서 환불을 안 해 줘요"
    """
    from plugins.core.text import clean
    from plugins.desk.showing import said_reasons
    from plugins.inbox.learn import learned_of
    from plugins.inbox.matching import readings, watched_terms
    from plugins.inbox.reasons import scored

    text, desk = clean(sentence), sit_down()
    found = readings(text, watched_terms(listening_of(desk).brands))
    for each in found:
        verdict = "우리 이름" if each.is_match else "아님"
        print(f"{verdict}: '{text[each.start : each.end]}' ({each.start}-{each.end}) {each.rule}")
    if not found:
        print("우리 이름이 없습니다.")
    with inbox_store(desk) as store:
        # As the inbox would have it: with what the staff's decisions taught.
        told = scored("", text, staff=learned_of(store).log_odds)
    print(f"불만 점수: {told.value:.2f}")
    for name, value in said_reasons(told.reasons):
        print(f"{name}: {value}")
    for reason in told.reasons.evidence:
        _, start, end = reason.place
        print(f"근거: {text[start:end]} {reason.weight:+.2f} {reason.why or '배운 글자'}")


@command("배우기", help={"report": "무엇을 배웠는지 보기만 합니다"})
def learn(context: Context, report: bool = False) -> None:
    """분류에서 배운 것으로 기다리는 글의 점수를 다시 매깁니다. / Score again with what decisions taught.

    예: invoke learn --report
    """
    from plugins.inbox.learn import learn_now, learn_report

    with inbox_store(sit_down()) as store:
        if not report:
            print(f"점수를 다시 매겼습니다: 바뀐 글 {learn_now(store)}건")
            return
        told = learn_report(store)
    print(f"결정: 불만 {told.complaints}건, 불만 아님 {told.others}건 (모형 {told.model})")
    if not told.is_ready:
        print("아직 점수에 쓰지 않습니다: 두 가지 모두 스무 건부터 씁니다.")
    else:
        parts = zip(("배운 글자", "낱말", "보도 말투"), told.factors, strict=True)
        print("무게: " + ", ".join(f"{name} {factor:.2f}배" for name, factor in parts))
    right, missed, needless = told.verdicts
    if decided := right + missed + needless:
        print(f"최근 {decided}건: 맞음 {right}, 놓친 불만 {missed}, 헛걸음 {needless}")
    for name, signs in (("불만 쪽", told.towards), ("불만 아닌 쪽", told.against)):
        for sign, shift, seen in signs:
            print(f"{name}: {sign} {shift:+.2f} ({seen}번)")
