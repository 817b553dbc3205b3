"""``calendar.ics``: when the next word of each case is owed, and which promises are due. For readers and for staff.

Source: RFC 5545. An entry's DTSTAMP is the last word about it, not the build's instant: without a METHOD the two mean
the same (3.8.7.2), and a calendar that nobody changed stays the same file.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from icalendar import Calendar, Event

from plugins.core.korean import start_of
from plugins.core.recurrence import read_rhythm
from plugins.transparency.model import CaseFacts, PromiseFacts
from plugins.transparency.opendata import Publisher


@dataclass(frozen=True, kw_only=True, slots=True)
class Owed:
    """One deadline; ``due`` is a day or an instant."""

    name: str
    summary: str
    due: date | datetime
    facts: CaseFacts
    page: str
    who: str


def calendar_bytes(facts: Iterable[CaseFacts], publisher: Publisher, *, host: str) -> bytes:
    """Return the calendar of everything that is owed, in the order of its time.

    Args:
        host: The site's, for ids that stay when an entry moves.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Sinmungo//transparency//KO")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", publisher.site)
    calendar.add("x-wr-timezone", "Asia/Seoul")
    owed = [each for one in facts if one.is_shown for each in _owed(one, publisher)]
    for each in sorted(owed, key=lambda each: (start_of(each.due), each.name)):
        calendar.add_component(_event(each, publisher, host))
    return bytes(calendar.to_ical())


def _owed(one: CaseFacts, publisher: Publisher) -> Iterator[Owed]:
    if one.timeline.next_update_by:
        yield Owed(
            name=f"next-update-{one.case.id}",
            summary=f"다음 소식: {one.case.title}",
            due=one.timeline.next_update_by,
            facts=one,
            page=one.url,
            who=publisher.names[one.case.owner],
        )
    for promise in one.promises:
        if promise.record.state.is_owed:
            yield Owed(
                name=f"promise-{promise.id.replace('/', '-')}",
                summary=f"약속: {promise.record.promise.what}",
                due=_due(promise),
                facts=one,
                page=f"{one.url}#{promise.record.promise.id}",
                who=publisher.names[promise.record.promise.who],
            )


def _due(promise: PromiseFacts) -> date | datetime:
    rhythm, due = read_rhythm(promise.record.promise.recurring), promise.record.due
    return rhythm.instant(due) if rhythm and rhythm.at else due


def _event(owed: Owed, publisher: Publisher, host: str) -> Event:
    event, due, case = Event(), owed.due, owed.facts.case
    event.add("uid", f"{owed.name}@{host}")
    event.add("dtstamp", owed.facts.timeline.updated_at.astimezone(UTC))
    # Without an end a day lasts the day, and an instant no time (3.6.1).
    event.add("dtstart", due.astimezone(UTC) if isinstance(due, datetime) else due)
    event.add("summary", owed.summary)
    event.add("description", f"{case.id} {case.title}\n답하는 사람: {owed.who}")
    event.add("url", publisher.address(owed.page))
    # A deadline, not an appointment: nobody is busy because of it.
    event.add("transp", "TRANSPARENT")
    return event
