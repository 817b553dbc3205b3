"""Addresses: cleaned for showing, folded for comparing, redacted for telling. Opens none of them."""

import re
from urllib.parse import quote, urlsplit, urlunsplit

TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "hsa_", "_hs", "n_ad")
_TRACKING = (
    # The last line is what Korean platforms add: Naver's RSS and search advertising, Kakao, Daum.
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid li_fat_id igshid igsh mc_cid mc_eid mkt_tok"
    " _ga _gl ref_src ref_url vero_id oly_enc_id"
    " fromrss trackingcode n_media n_query n_rank n_keyword n_keyword_id n_campaign_type napm kaclid dmskw"
)
TRACKING_NAMES = frozenset(_TRACKING.split())
DEFAULT_PORTS = {"http": 80, "https": 443}
UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

_UNSAFE = re.compile(r"[\s\\\x00-\x1f\x7f]")
# What goes on the wire as it stands: no default port, no fragment, no empty query, nothing to escape.
_PLAIN = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::(?!80/|443/)[1-9][0-9]{0,4})?/(?:[!$-;=?-~]*[!$-;=@-~])?")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_LOOKS_SECRET = re.compile(r"(?=[^/]*\d)(?=[^/]*[A-Za-z])[A-Za-z0-9_-]{20,}")


def is_web_address(url: str) -> bool:
    """Return whether this is an absolute http or https address with a host, without credentials or blanks."""
    if _UNSAFE.search(url):
        return False
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it is what raises on a port that is no number
    except ValueError:
        return False
    return parts.scheme in DEFAULT_PORTS and bool(parts.hostname) and "@" not in parts.netloc


def ascii_host(host: str) -> str:
    """Return a host in lower case, as it stands in DNS; unchanged where it has no such form."""
    if host.isascii():
        return host.lower().rstrip(".")
    try:
        return host.lower().encode("idna").decode("ascii").rstrip(".")
    except UnicodeError:
        return host.lower().rstrip(".")


def ascii_url(url: str) -> str:
    """Return the address with everything outside ASCII escaped and nothing else touched: what goes on the wire."""
    if _PLAIN.fullmatch(url):
        return url
    parts = urlsplit(url)
    return urlunsplit(
        (parts.scheme.lower(), _netloc(url), *(_escaped(piece) for piece in (parts.path or "/", parts.query)), "")
    )


def canonical_url(url: str) -> str:
    """Return the address as we show and link it: host in lower case, no tracking parameters, no fragment.

    What is not a web address comes back unchanged.
    """
    url = url.strip()
    if not is_web_address(url):
        return url
    parts = urlsplit(url)
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    return urlunsplit((parts.scheme.lower(), _netloc(url), parts.path or "/", _without_tracking(parts.query), fragment))


def page_identity(url: str) -> str:
    """Return one text for all the spellings of one page's address. For comparing only, never for opening.

    http and https, ``www.`` and ``m.``, a closing slash, the order of parameters and the spelling of escapes make
    no difference.
    """
    url = canonical_url(url)
    if not is_web_address(url):
        return url
    parts = urlsplit(url)
    host = _netloc(url)
    if host.count(".") >= 2:
        host = re.sub(r"^(?:www|m)\.", "", host)
    path = _folded(parts.path).rstrip("/")
    query = "&".join(sorted(_folded(piece) for piece in parts.query.split("&") if piece))
    return host + path + (f"?{query}" if query else "") + (f"#{parts.fragment}" if parts.fragment else "")


def host_of(url: str) -> str:
    """Return the host as a reader knows it (an international name in its own letters), or ""."""
    try:
        host = urlsplit(url).hostname or ""
        return host.encode("ascii").decode("idna") if "xn--" in host else host
    except (ValueError, UnicodeError):
        return ""


def redacted(url: str) -> str:
    """Return the address for messages and logs: without credentials, parameter values and long random segments.

    Feed addresses carry secrets in their query (webmention.io, Reddit) or path (webhooks); no list of
    parameter names would be complete, so every value goes.
    """
    try:
        parts = urlsplit(url)
        netloc = parts.netloc.rpartition("@")[2]
    except ValueError:
        return "…"
    path = "/".join("…" if _LOOKS_SECRET.fullmatch(piece) else piece for piece in parts.path.split("/"))
    query = "&".join(
        piece.partition("=")[0] + "=…" if "=" in piece else "…" for piece in parts.query.split("&") if piece
    )
    return urlunsplit((parts.scheme, netloc, path, query, ""))


def _netloc(url: str) -> str:
    parts = urlsplit(url)
    host = ascii_host(parts.hostname or "")
    if ":" in host:
        host = f"[{host}]"
    return host if parts.port in (None, DEFAULT_PORTS.get(parts.scheme.lower())) else f"{host}:{parts.port}"


def _without_tracking(query: str) -> str:
    return "&".join(piece for piece in query.split("&") if piece and not _is_tracking(piece.partition("=")[0]))


def _is_tracking(name: str) -> bool:
    return name.lower() in TRACKING_NAMES or name.lower().startswith(TRACKING_PREFIXES)


def _escaped(piece: str) -> str:
    return "".join(
        char if "!" <= char <= "~" and char not in '"<>' else quote(char.encode("utf-8", "surrogateescape"), safe="")
        for char in piece
    )


def _folded(piece: str) -> str:
    def fold(match: re.Match[str]) -> str:
        byte = int(match[1], 16)
        return chr(byte) if byte in UNRESERVED else f"%{byte:02X}"

    return _ESCAPE.sub(fold, _escaped(piece))
