"""Telling a WebSub hub what is new, once it can be fetched. Decides what to say; the way out comes in as an argument.

Source: W3C WebSub, 6 ("how the publisher notifies the hub ... is left up to the publisher and the hub"); the form that
public hubs take is PubSubHubbub Core 0.4, 7.1: ``hub.mode=publish`` and the feed's address.
"""

from collections.abc import Iterable
from urllib.parse import urlencode

from plugins.core.errors import FetchError
from plugins.core.http import Fetch, Request
from plugins.core.korean import particle
from plugins.syndication import atom, jsonfeed, rss
from plugins.syndication.markup import wire

_SUFFIXES = (atom.SUFFIX, rss.SUFFIX, jsonfeed.SUFFIX)


def notices(hub_url: str, site_url: str, changed: Iterable[str]) -> tuple[Request, ...]:
    """Return what to send to the hub: one request a feed, in the order of the paths.

    Args:
        changed: Paths of the files that a publication brought or changed, relative to the site. Archives are no
            feeds that anybody subscribes to.
    """
    feeds = [path for path in sorted(changed) if _is_feed(path)] if hub_url else []
    return tuple(_notice(hub_url, wire(f"{site_url}/{path}")) for path in feeds)


async def tell(fetch: Fetch, requests: Iterable[Request]) -> tuple[str, ...]:
    """Send the notices one after the other and return why each of those failed that did, in Korean."""
    failed = []
    for request in requests:
        try:
            reply = await fetch(request)
        except FetchError as error:
            failed.append(error.advice)
            continue
        if not 200 <= reply.status < 300:
            failed.append(f"허브가 {reply.status}{particle(str(reply.status), '으로')} 답했습니다.")
    return tuple(failed)


def _is_feed(path: str) -> bool:
    return path.startswith("feeds/") and "/archive/" not in path and path.endswith(_SUFFIXES)


def _notice(hub_url: str, feed: str) -> Request:
    # Hubs differ in which of the two names they read.
    form = urlencode({"hub.mode": "publish", "hub.url": feed, "hub.topic": feed})
    headers = (("Content-Type", "application/x-www-form-urlencoded"),)
    return Request(url=hub_url, method="POST", headers=headers, body=form.encode())
