"""Which decision may follow which. Pure: the case file is written elsewhere, before the decision is recorded."""

from datetime import date

from plugins.core.errors import DecisionError
from plugins.inbox.model import Attach, Decided, Decision, Dismiss, InboxState, Open, Undo, Watch


def check_decision(which: str, current: Decided | None, decision: Decision, *, who: str, today: date) -> None:
    """Refuse a decision that cannot be taken now.

    A watched or dismissed mention can be decided anew; one that is linked to a case cannot, because its citation
    already stands in a public file; that decision has to be undone first.

    Args:
        which: The mention's id, for the error.
        current: The decision that holds.
        today: The day in Korea.

    Raises:
        DecisionError: Nobody decides, something is missing, or the mention is linked already.
    """
    if not who.strip():
        raise DecisionError(which, "nobody decides", advice="누가 정했는지 적어 주세요.")
    if isinstance(decision, Undo):
        if current is None:
            raise DecisionError(which, "nothing to undo", advice="되돌릴 결정이 없습니다. 아직 기다리는 글입니다.")
        return
    if current and isinstance(current.decision, Open | Attach):
        case = current.decision.case_id
        raise DecisionError(
            which,
            f"already linked to {case}",
            advice=f"이미 {case}에 이어진 글입니다. 잘못 이었다면 `invoke undo {which}`로 되돌리세요.",
        )
    match decision:
        case Open() | Attach():
            if not decision.case_id:
                raise DecisionError(which, "no case", advice="어느 사건인지 사건 번호를 적어 주세요.")
        case Watch():
            if decision.until <= today:
                raise DecisionError(which, "watch until a day gone by", advice="지켜볼 날짜는 오늘보다 뒤여야 합니다.")
        case Dismiss():
            if not decision.reason.strip():
                raise DecisionError(which, "no reason", advice="접어 두는 까닭을 한 줄 적어 주세요.")
            if current and isinstance(current.decision, Dismiss):
                raise DecisionError(which, "already dismissed", advice="이미 접어 둔 글입니다.")


def state_after(decided: Decided | None, *, today: date) -> InboxState:
    """Return where a mention stands on a day, after the decision that holds."""
    # What holds is never an undo: ``model.standing`` looks behind it.
    match decided.decision if decided else None:
        case Open() | Attach():
            return InboxState.LINKED
        case Dismiss():
            return InboxState.DISMISSED
        case Watch(until=until) if until > today:
            return InboxState.WATCHED
        case _:
            return InboxState.WAITING
