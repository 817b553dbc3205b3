"""`invoke triage, undo`: the staff's decision on one mention, and taking it back."""

from typing import Any

from invoke.context import Context

from plugins.core.korean import moment, with_object_particle
from plugins.desk.arguments import UsageError, cut_to_minute, day_of
from plugins.desk.commandline import command
from plugins.desk.front import ROOT, Desk, sit_down, whose
from plugins.desk.inbox_commands import STATES, inbox_store
from plugins.desk.terminal import is_agreed, say_next

# A second triage waits this long for the first to write its case file; a person's answer is never waited for.
WAIT_SECONDS = 10.0


# The topic that a new case is given where nobody names one, by what the mention is about.
TOPICS = {
    "refund": "refund", "delivery": "delivery", "personal-data": "personal-data", "safety": "safety",
    "rudeness": "communication", "price": "price", "outage": "outage",
}  # fmt: skip


def topic_of(told: Any) -> str:
    """Return the topic that a mention proposes, "" where it proposes none."""
    kinds = told.reasons.kinds if told.reasons else ()
    return next((TOPICS[kind] for kind in kinds if kind in TOPICS), "")


def said(decision: Any) -> str:
    """Return a decision in Korean words."""
    from plugins.inbox.model import Attach, Dismiss, Open, Undo, Watch

    match decision:
        case Open(case_id=case_id):
            return f"{case_id} 사건을 엶"
        case Attach(case_id=case_id):
            return f"{case_id} 사건에 이음"
        case Watch(until=until):
            return f"{until.isoformat()}까지 지켜봄"
        case Dismiss(reason=reason):
            return f"접어 둠: {reason}"
        case Undo(reason=reason):
            return f"앞의 결정을 되돌림: {reason}" if reason else "앞의 결정을 되돌림"
    raise TypeError(decision)


@command(
    "분류",
    help={
        "item": "접수함의 번호",
        "open": "새 사건을 엽니다",
        "title": "새 사건의 제목 (없으면 글의 제목)",
        "topic": "새 사건의 갈래 (없으면 접수함이 들은 갈래)",
        "severity": "1 불편, 2 손해, 3 여럿의 손해, 4 안전이나 개인정보",
        "owner": "새 사건을 맡을 사람 (없으면 정하는 사람)",
        "attach": "있는 사건에 잇습니다 (사건 번호)",
        "watch": "이날까지 지켜봅니다 (2026-11-30)",
        "dismiss": "접어 둡니다 (까닭)",
        "by": "정하는 사람 (없으면 git의 user.name)",
        "yes": "묻지 않고 씁니다",
    },
)
def triage(
    context: Context,
    item: str,
    open: bool = False,  # noqa: A002  the flag is --open
    title: str = "",
    topic: str = "",
    severity: int = 1,
    owner: str = "",
    attach: str = "",
    watch: str = "",
    dismiss: str = "",
    by: str = "",
    yes: bool = False,
) -> None:
    """글 하나를 분류합니다: --open, --attach, --watch, --dismiss 가운데 하나. / Decide what becomes of a mention.

    예: invoke triage m-3fa29c01 --open --owner 윤하람
    예: invoke triage m-3fa29c01 --watch 2026-11-30
    """
    from plugins.inbox.model import Dismiss, Watch
    from plugins.inbox.triage import triage as decide

    if sum(map(bool, (open, attach, watch, dismiss))) != 1:
        advice = "--open, --attach 사건번호, --watch 날짜, --dismiss 까닭 가운데 하나만 적어 주세요."
        raise UsageError(item, "one decision, please", advice=advice)
    here, who = sit_down(), whose(by)
    with inbox_store(here) as store:
        if watch or dismiss:
            decision = Watch(until=day_of(watch)) if watch else Dismiss(reason=dismiss)
            decided = decide(store, item, decision, who, here.now)
        elif attach:
            decided = attached(store, here, item, attach, who, yes=yes)
        else:
            facts = {"topic": topic, "severity": severity, "owner": owner}
            decided = opened(store, here, item, who, by=by, title=title, yes=yes, **facts)
    last = decided.history[-1]
    print(f"{decided.mention.id}: {said(last.decision)} ({last.who})")
    if key := getattr(last.decision, "citation_key", ""):
        answer = f"invoke draft response --case {decided.case_id}" + (f" --replies {key}" if attach else "")
        say_next("사건 파일의 물음에 답하고 답변을 시작해 주세요", answer)


def opened(store: Any, here: Desk, item: str, who: str, *, by: str, title: str, yes: bool, **facts: Any) -> Any:
    """Open a case with the mention as its first citation."""
    from plugins.cases.draft import check_severity, draft_case
    from plugins.cases.takeback import digest_of
    from plugins.desk.writing_commands import owner_of
    from plugins.inbox.model import Attach, Open
    from plugins.inbox.triage import check as may_decide
    from plugins.inbox.triage import propose
    from plugins.inbox.triage import triage as decide

    check_severity(facts["severity"])
    found = may_decide(store, item, Open(case_id="new", citation_key="c1"), who, here.now)
    facts["topic"] = facts["topic"] or topic_of(found.mention)
    facts["owner"] = owner_of(facts["owner"], by, flag="--owner")
    disclosure = propose(store, item, citation_key="c1")
    if not cited_already(disclosure.citation):
        agree(disclosure, yes=yes)
    with writing_cases():
        may_decide(store, item, Open(case_id="new", citation_key="c1"), who, here.now)
        # Written by a triage that was killed before it could put its decision on record, or left by an undo.
        if there := cited_already(disclosure.citation):
            kind = Open if there.is_first else Attach
            print(f"벌써 인용한 사건 파일이 있어 결정만 적습니다: {there.path}:{there.line}")
            return decide(store, item, kind(case_id=there.case_id, citation_key=there.key), who, here.now)
        path = draft_case(
            ROOT,
            prefix=here.site.case_prefix,
            title=title or disclosure.citation.title,
            now=cut_to_minute(here.now),
            citation=disclosure.citation,
            **facts,
        )
        print(f"사건 파일을 썼습니다: {path.relative_to(ROOT)}")
        if not disclosure.citation.published_on:
            print("글이 올라온 때를 몰라 opened_at을 비워 두었습니다. 적기 전에는 이 사건의 글을 올릴 수 없습니다.")
        written = Open(case_id=path.stem, citation_key="c1", written=digest_of(path))
        return decide(store, item, written, who, here.now)


def attached(store: Any, here: Desk, item: str, case: str, who: str, *, yes: bool) -> Any:
    """Attach the mention to a case."""
    from plugins.cases.draft import attach_citation, next_citation_key
    from plugins.cases.takeback import digest_of
    from plugins.inbox.model import Attach
    from plugins.inbox.triage import check as may_decide
    from plugins.inbox.triage import propose
    from plugins.inbox.triage import triage as decide

    case, today = case.upper(), here.today
    key = next_citation_key(ROOT, case)
    may_decide(store, item, Attach(case_id=case, citation_key=key), who, here.now)
    shown = propose(store, item, citation_key=key, attached_on=today)
    if not cited_already(shown.citation, case):
        agree(shown, yes=yes)
    with writing_cases():
        # Asked again: somebody else may have decided, or taken the key, while the question stood.
        key = next_citation_key(ROOT, case)
        may_decide(store, item, Attach(case_id=case, citation_key=key), who, here.now)
        if there := cited_already(shown.citation, case):
            print(f"벌써 인용한 사건 파일이라 결정만 적습니다: {there.path}:{there.line}")
            return decide(store, item, Attach(case_id=case, citation_key=there.key), who, here.now)
        citation = propose(store, item, citation_key=key, attached_on=today).citation
        path = attach_citation(ROOT, case, citation, on=today)
        print(f"사건 파일에 적었습니다: {path.relative_to(ROOT)}")
        written = Attach(case_id=path.stem, citation_key=key, written=digest_of(path))
        return decide(store, item, written, who, here.now)


def cited_already(citation: Any, case: str = "") -> Any:
    """Return where a case file (or this one) cites the page already, or None."""
    from plugins.cases.cited import citing

    found = citing(ROOT, url=citation.url, title=citation.title, author=citation.author, excerpt=citation.excerpt)
    return next((cited for cited in found if case in ("", cited.case_id)), None)


def writing_cases() -> Any:
    """Return a context in which no other command of this project writes a case file."""
    from contextlib import ExitStack

    from plugins.edge.alone import alone
    from plugins.edge.files import sweep

    with ExitStack() as stack:
        advice = "다른 분류가 사건 파일을 쓰고 있습니다. 잠시 뒤에 다시 해 주세요."
        lock = ROOT / ".desk" / "cases.lock"
        stack.enter_context(alone(lock, which="triage", advice=advice, wait_seconds=WAIT_SECONDS))
        sweep(ROOT / "content" / "cases")
        return stack.pop_all()


def agree(disclosure: Any, *, yes: bool) -> None:
    """Show what would become public and go on only with a yes."""
    shown = disclosure.citation
    print("아래 내용이 사건 파일에 적혀 공개됩니다.")
    for name, value in (
        ("주소", shown.url or "없음"),
        ("제목", shown.title),
        ("글쓴이", shown.author or "없음"),
        ("곳", shown.place),
        ("쓴 날", moment(shown.published_on) if shown.published_on else "모름"),
        ("옮긴 글", shown.excerpt or "없음"),
        ("수와 낱말", ", ".join(shown.facts) or "없음"),
    ):
        print(f"  {name}: {value}")
    for note in disclosure.notes:
        print(f"  ! {note}")
    if not yes and not is_agreed("이대로 적을까요?"):
        raise UsageError("triage", "not agreed", advice="적지 않았습니다.")


@command(
    "되돌리기",
    help={
        "item": "접수함의 번호",
        "why": "되돌리는 까닭",
        "by": "되돌리는 사람 (없으면 git의 user.name)",
    },
)
def undo(context: Context, item: str, why: str = "", by: str = "") -> None:
    """글에 내린 마지막 결정을 되돌립니다. 누가 언제 되돌렸는지 남습니다. / Undo the last decision on a mention.

    예: invoke undo m-3fa29c01 --why "다른 회사 이야기였음"
    """
    here, who = sit_down(), whose(by)
    with inbox_store(here) as store:
        undone(store, here, item, who, why=why)


def undone(store: Any, here: Desk, item: str, who: str, *, why: str) -> None:
    """Undo the decision that holds, in the case file and on record, and say what became of both."""
    from plugins.inbox.model import Attach, Open, Undo
    from plugins.inbox.triage import triage as decide
    from plugins.inbox.triage import undoable

    with writing_cases():
        held, last = undoable(store, item, who, here.now)
        decision = last.decision
        # The file first: an undo that is killed in between is completed by the next one.
        told = taken_back(held, decision) if isinstance(decision, Open | Attach) else ""
        done = decide(store, held.mention.id, Undo(reason=why), who, here.now)
    print(f"{done.mention.id}: 되돌렸습니다: {said(decision)} ({last.who}, {moment(last.at)})")
    print(f"지금 상태: {STATES[done.state]} {done.case_id}".rstrip())
    if told:
        print(told)


def taken_back(item: Any, decision: Any) -> str:
    """Take back what a decision wrote into a case file and return what became of it, with what to do next."""
    from plugins.cases.cited import citing
    from plugins.cases.takeback import Fate, take_back
    from plugins.edge.history import staged_text
    from plugins.inbox.model import Open

    case, path = decision.case_id, f"content/cases/{decision.case_id}.md"
    key = decision.citation_key
    if not key and item.mention.url:
        # Git attached it: only the file knows the key.
        there = citing(ROOT, url=item.mention.url, title="", author="", excerpt="")
        key = next((cited.key for cited in there if cited.case_id == case), "")
    fate, line = take_back(
        ROOT,
        case_id=case,
        key=key,
        written=decision.written,
        opened=isinstance(decision, Open),
        staged=staged_text(ROOT, path),
    )
    again = " 그대로 두면 다음 수집 때 다시 이어집니다." if item.mention.url else ""
    this = with_object_particle(key or "이 글")
    match fate:
        case Fate.REMOVED:
            return f"손대지 않은 뼈대여서 사건 파일을 지웠습니다: {path}"
        case Fate.RESTORED:
            return f"사건 파일에서 인용 {this} 뺐습니다: {path}"
        case Fate.COMMITTED:
            why = "git에 올라 있는 기록이라"
            then = f"잘못 이었다면 인용 {this} 지워 커밋하세요. 사건도 거두려면 withdrawn_reason을 적습니다."
        case Fate.TOUCHED:
            why = "누군가 손을 댔거나 글이 딸려 있어"
            then = f"잘못 이었다면 인용 {this} 직접 지우고, 사건이 필요 없으면 파일을 지우세요."
        case Fate.MISSING:
            return f"사건 파일에는 이 글의 인용이 없어 고칠 것이 없습니다: {path}"
    return f"{why} 사건 파일은 그대로 둡니다: {path}:{line}. {then}{again}"
