"""One round of everything that is to be told: four hosts at a time, each one request at a time."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

from plugins.edge.alone import BusyError
from plugins.linkbacks.model import Delivery, Outcome
from plugins.linkbacks.office import Office, told_in_turn
from plugins.linkbacks.outbox import Errand, host_of_target
from plugins.linkbacks.telling import Consent, Means, Telling


def send_round(errands: Sequence[Errand], office: Office, *, is_dry: bool) -> tuple[Telling, ...]:
    """Run the errands and return what became of each, in their order.

    Args:
        is_dry: Only find out what would be sent.

    Raises:
        DeskError: The ledger cannot be read or written; what was sent by then is written down.
    """
    return asyncio.run(_round(errands, office, is_dry=is_dry))


async def _round(errands: Sequence[Errand], office: Office, *, is_dry: bool) -> tuple[Telling, ...]:
    by_host: defaultdict[str, list[int]] = defaultdict(list)
    for number, errand in enumerate(errands):
        by_host[host_of_target(errand.linkback)].append(number)
    places = asyncio.Semaphore(office.config.hosts_at_once)
    pages: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
    done: dict[int, Telling] = {}

    async def told_at(numbers: list[int], means: Means) -> None:
        async with places:
            for number in numbers:
                errand = errands[number]
                # The ledger of a page is one file: two hosts that it names take turns.
                async with pages[errand.linkback.page_url]:
                    done[number] = await _told(errand, office, means, is_dry=is_dry)

    async with office.means() as means, asyncio.TaskGroup() as tasks:
        for numbers in by_host.values():
            tasks.create_task(told_at(numbers, means))
    return tuple(done[number] for number in range(len(errands)))


async def _told(errand: Errand, office: Office, means: Means, *, is_dry: bool) -> Telling:
    built = errand.announcement.built
    if is_dry:
        return await told_in_turn(errand.linkback, office, means, consent=Consent.LOOK, built=built)
    try:
        with office.ledger.alone_with(errand.linkback.page_url):
            return await told_in_turn(errand.linkback, office, means, consent=errand.consent, built=built)
    except BusyError:
        return Telling(linkback=errand.linkback, delivery=Delivery(outcome=Outcome.LATER, why="another run has it"))
