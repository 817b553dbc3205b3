"""Telling search engines which pages are new or changed. Decides what to say; the way out comes in as an argument.

Source: IndexNow (indexnow.org/documentation); Naver and Bing take part and share what one of them is told.
"""

import json
from collections.abc import Iterable
from urllib.parse import quote

from plugins.core.errors import FetchError
from plugins.core.http import Fetch, Request
from plugins.core.site import Site

# Source: IndexNow, "Submitting set of URLs": no more in one request.
MOST_URLS = 10_000
# Told and taken; 202: taken, the key is still being looked up.
_TAKEN = (200, 202)
_WHY = {
    403: "열쇠 파일을 찾지 못했다고 합니다. 누리집이 그 주소에 올라갔는지 확인해 주세요.",
    422: "주소가 이 누리집의 것이 아니라고 합니다. site.toml의 url을 확인해 주세요.",
    429: "너무 자주 알렸다고 합니다. 나중에 다시 발행하면 됩니다.",
}


def key_file(key: str) -> tuple[str, bytes]:
    """Return the file that shows that the site is ours: its path and what it says."""
    return f"{key}.txt", key.encode()


def notices(site: Site, endpoint: str, changed: Iterable[str]) -> tuple[Request, ...]:
    """Return what to send after a publication; nothing for a site without a key.

    Args:
        changed: Paths of the files that a publication brought, changed or took away, relative to the site. A page that
            is gone is told as well, so that it is forgotten.
    """
    pages = [path for path in sorted(changed) if path.endswith(".html") and path != "404.html"]
    if not site.indexnow_key:
        return ()
    return tuple(_notice(site, endpoint, pages[first : first + MOST_URLS]) for first in range(0, len(pages), MOST_URLS))


async def tell(fetch: Fetch, requests: Iterable[Request]) -> tuple[str, ...]:
    """Send the notices and return why each of those failed that did, in Korean."""
    failed = []
    for request in requests:
        try:
            reply = await fetch(request)
        except FetchError as error:
            failed.append(error.advice)
            continue
        if reply.status not in _TAKEN:
            failed.append(_WHY.get(reply.status, f"검색 엔진의 답이 {reply.status}입니다."))
    return tuple(failed)


def _notice(site: Site, endpoint: str, pages: Iterable[str]) -> Request:
    path, _ = key_file(site.indexnow_key)
    said = {
        "host": site.domain,
        "key": site.indexnow_key,
        "keyLocation": f"{site.url}/{path}",
        "urlList": [f"{site.url}/{quote(page.removesuffix('index.html'))}" for page in pages],
    }
    headers = (("Content-Type", "application/json; charset=utf-8"),)
    return Request(url=endpoint, method="POST", headers=headers, body=json.dumps(said).encode())
