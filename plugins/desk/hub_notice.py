"""After publishing: tell the WebSub hub which feeds are new, where the site names one."""

import asyncio
from collections.abc import Iterable

from plugins.core.settings import read_settings
from plugins.desk.front import Desk
from plugins.edge.http import PREFIX as EDGE_PREFIX
from plugins.edge.http import EdgeConfig, open_fetch
from plugins.syndication.config import PREFIX, SyndicationConfig, checked
from plugins.syndication.hub import notices, tell


def tell_hub(here: Desk, changed: Iterable[str]) -> tuple[str, ...]:
    """Tell the hub of every feed that changed, say so, and return why each notice failed that did.

    Args:
        changed: Paths that the publication brought or changed. The site is published already: nothing here undoes it.
    """
    config = checked(read_settings(SyndicationConfig, PREFIX, here.settings))
    requests = notices(config.hub_url, here.site.url, changed)
    if not requests:
        return ()

    async def told() -> tuple[str, ...]:
        async with open_fetch(read_settings(EdgeConfig, EDGE_PREFIX, here.settings)) as fetch:
            return await tell(fetch, requests)

    failed = asyncio.run(told())
    print(f"허브에 알렸습니다: 피드 {len(requests) - len(failed)}개")
    return failed
