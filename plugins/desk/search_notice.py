"""After publishing: tell search engines which pages changed, where ``site.toml`` has an IndexNow key."""

import asyncio
from collections.abc import Iterable

from plugins.core.settings import read_settings
from plugins.desk.front import Desk
from plugins.edge.http import PREFIX as EDGE_PREFIX
from plugins.edge.http import EdgeConfig, open_fetch
from plugins.metadata.config import read_config
from plugins.metadata.indexnow import notices, tell


def tell_search_engines(here: Desk, changed: Iterable[str]) -> tuple[str, ...]:
    """Tell of every page that changed, say so, and return why each notice failed that did.

    Args:
        changed: Paths that the publication brought, changed or took away. The site is published already: nothing here
            undoes it.
    """
    site, config = read_config(here.settings)
    requests = notices(site, config.indexnow_endpoint, changed)
    if not requests:
        return ()

    async def told() -> tuple[str, ...]:
        async with open_fetch(read_settings(EdgeConfig, EDGE_PREFIX, here.settings)) as fetch:
            return await tell(fetch, requests)

    failed = asyncio.run(told())
    if len(failed) < len(requests):
        print("검색 엔진에 알렸습니다(IndexNow).")
    return failed
