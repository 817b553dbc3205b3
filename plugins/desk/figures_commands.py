"""`invoke count`: how much was heard, as numbers that may be published."""

import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta

from invoke.context import Context

from plugins.desk.arguments import UsageError
from plugins.desk.commandline import command
from plugins.desk.front import ROOT, sit_down
from plugins.desk.inbox_commands import inbox_store
from plugins.desk.terminal import print_json

WORDS = {
    "mentions": "저희를 말한 글",
    "complaints": "불만으로 본 글",
    "linked": "사건에 이음",
    "watched": "지켜봄",
    "dismissed": "접어둠",
    "waiting": "기다림",
    "copies": "옮긴 글(따로)",
    "sources": "들은 곳",
}


def last_month(today: date) -> str:
    """Return the month before the one that runs."""
    last = today.replace(day=1) - timedelta(days=1)
    return f"{last.year:04}-{last.month:02}"


@command(
    "세기",
    help={
        "month": "이 달만 (2026-10). 처음 값: 지난달",
        "every": "글이 있는 모든 달",
        "json": "JSON으로 보여 줍니다",
    },
)
def count(context: Context, month: str = "", every: bool = False, json: bool = False) -> None:
    """접수함을 세어 공개할 수만 content/figures/에 적습니다. 글은 옮기지 않습니다. / Count the inbox for the public.

    예: invoke count --month 2026-10
    """
    from plugins.inbox.numbers import first_month, numbers_by_month
    from plugins.transparency.count import write_counts
    from plugins.transparency.months import MONTH, MonthCounts, is_silent

    here = sit_down()
    wanted = month or last_month(here.today)
    if not MONTH.fullmatch(wanted):
        raise UsageError(wanted, "not a month", advice="달로 읽을 수 없습니다. 예: --month 2026-10")
    if wanted > f"{here.today:%Y-%m}":
        raise UsageError(wanted, "not yet", advice="아직 오지 않은 달입니다. 지난달까지 셀 수 있습니다.")
    with inbox_store(here) as store:
        numbers = dict(numbers_by_month(store, today=here.today))
        begun = {first_month(store) or f"{here.today:%Y-%m}", *_begun()}
    if not every and is_silent(wanted, heard=numbers, begun=begun):
        numbers = {}
    elif not every:
        nothing = asdict(MonthCounts.sum_of(()))
        numbers = {wanted: numbers.get(wanted, nothing)}
    done = write_counts(ROOT / "content", numbers)
    if json:
        print_json([asdict(each) for each in done], sys.stdout)
        return
    for each in done:
        changed = "그대로" if each.counts == each.before else "고침" if each.before else "새로"
        said = ", ".join(f"{WORDS[name]} {value}" for name, value in asdict(each.counts).items())
        print(f"{each.path} ({changed}): {said}")
    if not done and not every:
        print(
            f"{wanted}: 아직 듣는 곳도 사건도 없던 달이라 적지 않았습니다. 처음 달이 지난 뒤에 세어 주세요.",
            file=sys.stderr,
        )
    elif not done:
        print("접수함에 글이 없습니다. 먼저 `invoke collect`로 모아 주세요.", file=sys.stderr)
    elif any(each.counts != each.before for each in done):
        # Staged first: of a file that git does not know yet, its diff shows nothing.
        shown = "git add content/figures && git diff --cached content/figures"
        print(f"글처럼 다른 사람이 확인한 뒤 커밋해 주세요: {shown}")


def _begun() -> Iterator[str]:
    """Yield the months in which we knew of a case, and those that were counted before."""
    from plugins.cases.records import survey
    from plugins.transparency.facts import month_of
    from plugins.transparency.months import FOLDER

    yield from (path.stem for path in (ROOT / "content" / FOLDER).glob("*.json"))
    records, _ = survey(ROOT / "content")
    yield from (month_of(file.case.known_at) for file in records.cases)
