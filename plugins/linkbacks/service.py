"""The list of a service that receives Webmentions for us, read page by page."""

from plugins.core.errors import FetchError
from plugins.core.http import Fetch, Request
from plugins.linkbacks.jf2 import MOST_PAGES, Account, Listed, page_address, read_list


async def whole_list(account: Account, fetch: Fetch) -> tuple[Listed, ...]:
    """Return everything that the service lists for us, from its first page to its last.

    Raises:
        FetchError: A page is missing or no list: then nothing is known of what may be missing in the rest.
    """
    found: list[Listed] = []
    seen: set[str] = set()
    for number in range(MOST_PAGES):
        address = page_address(account, number)
        reply = await fetch(Request(url=address, headers=(("Accept", "application/jf2feed+json, application/json"),)))
        if reply.status != 200:
            advice = f"엮인글 목록을 받지 못했습니다(HTTP {reply.status}). 도메인과 토큰을 확인해 주세요."
            raise FetchError(account.domain, f"HTTP {reply.status}", advice=advice)
        page = read_list(reply.body, address)
        # A service that knows no paging shows the same page for ever.
        if not page.count or page.digest in seen:
            return tuple(found)
        seen.add(page.digest)
        found.extend(page.listed)
    advice = f"엮인글 목록이 {MOST_PAGES:,}쪽이 넘어도 끝나지 않아 쓰지 않았습니다."
    raise FetchError(account.domain, "endless list", advice=advice)
