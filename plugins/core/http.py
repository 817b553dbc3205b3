"""The words for one HTTP exchange, so that pure modules and tests never see a client library.

``Fetch`` is the product's one way out: ``plugins.edge.http`` makes the real one, tests hand in another.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """One request.

    Attributes:
        url: http or https, without credentials; non-ASCII is allowed.
        secret_headers: Sent to the host of ``url`` only, never on to the target of a redirect to another host.
        keeps_method: Whether a redirect by 301 or 302 sends the same request again instead of a GET (RFC 9110 allows
            both): a GET that is answered says nothing of what should have been delivered.
        prefix_bytes: Read so much of the body and leave the rest, instead of refusing a body that is too big; 0: all.
    """

    url: str
    method: str = "GET"
    headers: Headers = ()
    body: bytes = b""
    secret_headers: Headers = field(default=(), repr=False)
    keeps_method: bool = False
    prefix_bytes: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Redirect:
    """One redirect that was followed; 301 and 308 mean that the address has moved for good."""

    status: int
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What came back, whatever its status.

    Attributes:
        url: Where the reply came from, after redirects.
        body: Decompressed.
        redirects: In the order followed; each names the address it led to.
    """

    url: str
    status: int
    headers: Headers = ()
    body: bytes = b""
    redirects: tuple[Redirect, ...] = ()

    def header(self, name: str) -> str:
        """The first header of that name in any case, or ""."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def charset(self) -> str:
        """The encoding the sender declares in ``Content-Type``, or ""."""
        for part in self.header("Content-Type").split(";")[1:]:
            key, _, value = part.partition("=")
            if key.strip().lower() == "charset":
                return value.strip().strip("\"'")
        return ""


Fetch = Callable[[Request], Awaitable[Reply]]
"""Returns the reply of any status; raises ``FetchError`` when there is none."""
