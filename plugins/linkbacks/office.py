"""What sending works with: the ledger, this machine's clocks, the way out; and one pair, from lock to ledger."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from plugins.edge.http import EdgeConfig, open_fetch
from plugins.linkbacks.clocks import NextTry, RetryClocks
from plugins.linkbacks.config import LinkbackConfig
from plugins.linkbacks.history import pair_id, standing_of
from plugins.linkbacks.ledger import Ledger
from plugins.linkbacks.manners import Clock, Manners, Sleep
from plugins.linkbacks.model import Delivery, Linkback, Outcome
from plugins.linkbacks.retries import next_try
from plugins.linkbacks.sources import Built
from plugins.linkbacks.telling import Consent, Means, Telling, tell

# Below the project, never in git.
FOLDER = Path(".desk") / "linkbacks"
# Another run for the same page may itself be waiting for a host's pause.
WAIT_SECONDS = 180.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Office:
    """What sending works with.

    Attributes:
        desk: Folder for what only this machine knows.
        blog_name: Of a TrackBack, where our page names no site.
    """

    ledger: Ledger
    desk: Path
    edge: EdgeConfig
    config: LinkbackConfig
    clock: Clock
    blog_name: str = ""
    sleep: Sleep = field(default=asyncio.sleep)

    @property
    def clocks(self) -> RetryClocks:
        """When this machine tries again what it put off, for this ledger."""
        mark = hashlib.sha256(str(self.ledger.folder.resolve()).encode()).hexdigest()[:12]
        return RetryClocks(self.desk / f"retries-{mark}.json")

    @asynccontextmanager
    async def means(self) -> AsyncIterator[Means]:
        """Yield the way out, with manners."""
        manners = Manners(
            self.desk / "hosts", spacing_seconds=self.config.spacing_seconds, clock=self.clock, sleep=self.sleep
        )
        async with open_fetch(self.edge) as fetch:
            yield Means(
                fetch=manners.one_at_a_time(fetch),
                look_at_ours=fetch,
                turn=manners.turn,
                note=manners.note,
                record=self.ledger.add,
                clock=self.clock,
                blog_name=self.blog_name,
            )


def send_pair(linkback: Linkback, office: Office, *, consent: Consent) -> Telling:
    """Tell one target, now, because somebody asks for just this pair.

    Raises:
        BusyError: Another run for the same page does not end.
        DeskError: The ledger cannot be read or written; then nothing is sent.
    """

    async def run() -> Telling:
        async with office.means() as means:
            return await told_in_turn(linkback, office, means, consent=consent, again=True)

    # Looking leaves nothing behind and keeps nobody away.
    if consent is Consent.LOOK:
        return asyncio.run(run())
    with office.ledger.alone_with(linkback.page_url, wait_seconds=WAIT_SECONDS):
        return asyncio.run(run())


async def told_in_turn(
    linkback: Linkback,
    office: Office,
    means: Means,
    *,
    consent: Consent,
    again: bool = False,
    built: Built | None = None,
) -> Telling:
    """Tell one target unless it is too early; the caller holds the lock of the page. See ``telling.tell``."""
    pair = pair_id(linkback)
    planned = office.clocks.all().get(pair)
    if planned and office.clock() < planned.at and (planned.was_asked or not again):
        wait = (planned.at - office.clock()).total_seconds()
        delivery = Delivery(outcome=Outcome.LATER, why="too early", retry_after_seconds=wait)
        return Telling(linkback=linkback, delivery=delivery)
    standing = standing_of(office.ledger.events_of(linkback.page_url), linkback)
    telling = await tell(linkback, standing, means, consent=consent, again=again, built=built)
    if consent is not Consent.LOOK:
        office.clocks.put(pair, _next(telling, len(standing.failures) + 1, office))
    return telling


def _next(telling: Telling, failures: int, office: Office) -> NextTry | None:
    delivery = telling.delivery
    if delivery.outcome is not Outcome.LATER:
        return None
    at = next_try(failures, delivery, now=office.clock())
    return NextTry(at=at, was_asked=delivery.retry_after_seconds is not None)
