"""Who links to us, overheard while the desk does something else: collecting feeds, adding a page by hand.

Only taken down here; `invoke linkbacks --pull` looks. What takes down and what knows our pages is imported when a
first item names us: nearly no collection has one.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from plugins.core.http import Fetch, Reply, Request
from plugins.desk.front import ROOT, Desk


def our_pages_now(here: Desk, content: Path = ROOT / "content") -> Any:
    """Return the pages that a linkback may be to: posts and cases that readers find by now."""
    from plugins.cases.records import survey  # noqa: PLC0415
    from plugins.linkbacks.ours import our_pages  # noqa: PLC0415

    records, _ = survey(content)
    posts = [file.post for file in records.posts if file.post.published_at <= here.now]
    cases = [file.case for file in records.cases]
    told = {post.case_id for post in posts}
    # A case that only waits has no page.
    told |= {case.id for case in cases if any(event.at <= here.now for event in case.events)}

    def stands(thing: Any) -> bool:
        return thing.withdrawn is None or thing.withdrawn.at > here.now

    paths = [post.url for post in posts if stands(post)]
    paths += [f"cases/{case.id}/" for case in cases if case.id in told and stands(case)]
    return our_pages(here.site.url, paths)


def names_us(here: Desk) -> Callable[[bytes], bool]:
    """Return whether an item of a feed, or a page, as it came, holds the name of this site's host."""
    host = here.site.domain.lower().removeprefix("www.").encode()
    return lambda content: bool(host) and host in content.lower()


def overhear(here: Desk, way: str) -> Callable[[str], None]:
    """Return what takes down the address of a page that may link to us.

    Args:
        way: How we heard of it, a value of ``linkbacks.received.Way``.
    """
    pages: list[Any] = []

    def take_down(address: str) -> None:
        from plugins.linkbacks.pull import hear  # noqa: PLC0415
        from plugins.linkbacks.received import Heard, Way  # noqa: PLC0415
        from plugins.linkbacks.shelf import Shelf  # noqa: PLC0415

        if not pages:
            pages.append(our_pages_now(here))
        hear(Shelf(ROOT), pages[0], Heard(source=address, target="", way=Way(way), heard_at=here.now))

    return take_down


def listening_in(fetch: Fetch, here: Desk, heard: list[str]) -> Fetch:
    """Return a way out that also notes the addresses of fetched pages that name our host."""
    is_named = names_us(here)

    async def fetched(request: Request) -> Reply:
        reply = await fetch(request)
        if is_named(reply.body):
            heard.append(request.url)
        return reply

    return fetched
