"""After publishing: tell the WebSub hub which feeds are new, and search engines which pages changed.

The site is published already: nothing here undoes it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from plugins.core.http import Fetch, Request
from plugins.core.settings import read_settings
from plugins.desk.front import Desk
from plugins.edge.http import PREFIX as EDGE_PREFIX
from plugins.edge.http import EdgeConfig, open_fetch
from plugins.metadata import indexnow
from plugins.metadata.config import read_config
from plugins.syndication import hub
from plugins.syndication.config import PREFIX, SyndicationConfig, checked


def tell_hub(here: Desk, changed: Sequence[str]) -> tuple[str, ...]:
    """Tell the hub of every feed that changed, say so, and return why each notice failed that did.

    Args:
        changed: Paths that the publication brought or changed.
    """
    config = checked(read_settings(SyndicationConfig, PREFIX, here.settings))
    requests = hub.notices(config.hub_url, here.site.url, changed)
    failed = _told(here, requests, hub.tell)
    if requests:
        print(f"허브에 알렸습니다: 피드 {len(requests) - len(failed)}개")
    return failed


def tell_search_engines(here: Desk, changed: Sequence[str]) -> tuple[str, ...]:
    """Tell of every page that changed, say so, and return why each notice failed that did.

    Args:
        changed: Paths that the publication brought, changed or took away.
    """
    site, config = read_config(here.settings)
    requests = indexnow.notices(site, config.indexnow_endpoint, changed)
    failed = _told(here, requests, indexnow.tell)
    if len(failed) < len(requests):
        print("검색 엔진에 알렸습니다(IndexNow).")
    return failed


def _told(
    here: Desk, requests: Sequence[Request], tell: Callable[[Fetch, Sequence[Request]], Awaitable[tuple[str, ...]]]
) -> tuple[str, ...]:
    async def run() -> tuple[str, ...]:
        async with open_fetch(read_settings(EdgeConfig, EDGE_PREFIX, here.settings)) as fetch:
            return await tell(fetch, requests)

    return asyncio.run(run()) if requests else ()
