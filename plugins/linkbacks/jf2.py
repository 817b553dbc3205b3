"""Webmentions that a service received for us, as it lists them: one page of its list to what was heard. Pure.

Source: JF2 Post Serialization Format (W3C Note), 3; webmention.io, "Find links of a specific type", paging.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from plugins.core.errors import FetchError
from plugins.core.urls import is_web_address, redacted

PER_PAGE = 100
# A list that never ends is no list; 100,000 linkbacks are.
MOST_PAGES = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """Where our Webmentions are listed; the token stays out of every message and file."""

    url: str
    domain: str
    token: str

    def __repr__(self) -> str:
        return f"Account({redacted(self.url)!r})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """One linkback as the service tells it.

    Attributes:
        digest: Of everything the service says of it; a new one means that it was edited.
    """

    source: str
    target: str
    digest: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ListPage:
    """One page of the list.

    Attributes:
        count: Entries on it, the unusable ones included; a page without any is the last.
        digest: Of the whole page, to notice a service that shows the same page for every number.
    """

    listed: tuple[Listed, ...]
    count: int
    digest: str


def page_address(account: Account, number: int) -> str:
    """Return the address of a page of the list; the first is number 0."""
    parts = urlsplit(account.url)
    query = [*parse_qsl(parts.query, keep_blank_values=True), ("domain", account.domain)]
    if account.token:
        query.append(("token", account.token))
    query += [("per-page", str(PER_PAGE)), ("page", str(number))]
    return urlunsplit(parts._replace(query=urlencode(query)))


def read_list(body: bytes, address: str) -> ListPage:
    """Return what a page of the list says.

    Raises:
        FetchError: It is no JF2 feed. An answer that cannot be read must not pass for an empty list: then everything
            would count as deleted.
    """
    try:
        whole = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _no_list(address) from error
    children = whole.get("children") if isinstance(whole, dict) else None
    if not isinstance(children, list):
        raise _no_list(address)
    found = (_listed(child) for child in children if isinstance(child, dict))
    return ListPage(
        listed=tuple(each for each in found if each),
        count=len(children),
        digest=hashlib.sha256(body).hexdigest(),
    )


def _listed(child: Mapping[str, Any]) -> Listed | None:
    # Whoever sent it asked for it to be kept private.
    if child.get("wm-private") is True:
        return None
    source = _string(child, "wm-source") or _string(child, "url")
    target = _string(child, "wm-target")
    if not is_web_address(source) or not is_web_address(target):
        return None
    # When the service got it changes nothing of what it says.
    told = {key: value for key, value in child.items() if key not in ("wm-received", "wm-id")}
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]
    return Listed(source=source, target=target, digest=digest)


def _string(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    if isinstance(value, list) and value:
        value = value[0]
    return value.strip() if isinstance(value, str) else ""


def _no_list(address: str) -> FetchError:
    advice = "엮인글 목록(JF2)이 아닌 것이 왔습니다. 주소와 토큰을 확인해 주세요."
    return FetchError(redacted(address), "no JF2 list", advice=advice)
