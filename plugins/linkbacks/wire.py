"""What goes over the wire in each protocol, and what its answer means. Pure.

Source: W3C Webmention, 3.1.3; Pingback 1.0, 4 and 5, over XML-RPC; TrackBack 1.2.
"""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from plugins.core.http import Reply, Request
from plugins.linkbacks.model import Delivery, Endpoint, Linkback, Outcome, Protocol
from plugins.linkbacks.saying import Saying
from plugins.linkbacks.xmlanswers import UnreadableError, pingback_answer, trackback_answer

# An answer is a sentence; what is longer is no answer.
ANSWER_BYTES = 64 * 1024
FORM = "application/x-www-form-urlencoded"
_LATER = frozenset({408, 425, 429})
# Source: Pingback 1.0, 3: 48 is already registered, 16 the source does not exist, 50 an upstream error. 429 is what
# WordPress says in an answer of status 200 when comments come too quickly.
_REGISTERED = 48
_SOURCE_UNSEEN = 16
_FAULTS_LATER = frozenset({50, 429})


def request_for(linkback: Linkback, endpoint: Endpoint, saying: Saying) -> Request:
    """Return the request that tells a target.

    Args:
        saying: What a TrackBack says besides the address; the other protocols let the receiver read our page.
    """
    source, target = linkback.page_url, linkback.target_url
    if endpoint.protocol is Protocol.PINGBACK:
        body, kind = _pingback_call(source, target), "text/xml; charset=utf-8"
    elif endpoint.protocol is Protocol.TRACKBACK:
        fields = {"title": saying.title, "url": source, "excerpt": saying.excerpt, "blog_name": saying.blog_name}
        # Some receivers read the field, some the header. Source: WordPress, wp-trackback.php.
        body = urlencode({**fields, "charset": "utf-8"}).encode("ascii")
        kind = f"{FORM}; charset=utf-8"
    else:
        body, kind = urlencode({"source": source, "target": target}).encode("ascii"), FORM
    return Request(
        url=endpoint.url,
        method="POST",
        headers=(("Content-Type", kind), ("Accept", "*/*")),
        body=body,
        keeps_method=True,
        prefix_bytes=ANSWER_BYTES,
    )


def delivery_of(reply: Reply, endpoint: Endpoint, *, now: datetime) -> Delivery:
    """Return what an endpoint's answer means.

    Args:
        now: For a ``Retry-After`` that names an instant.
    """
    outcome, fault, why = _meaning(reply, endpoint.protocol)
    return Delivery(
        outcome=outcome,
        endpoint=endpoint,
        status=reply.status,
        fault=fault,
        why=why,
        retry_after_seconds=retry_after(reply, now=now) if outcome is Outcome.LATER else None,
    )


def outcome_of_status(status: int) -> Outcome:
    """Return what an HTTP status says by itself."""
    if 200 <= status < 300:
        return Outcome.DELIVERED
    return Outcome.LATER if status >= 500 or status in _LATER else Outcome.REFUSED


def retry_after(reply: Reply, *, now: datetime) -> float | None:
    """Return how many seconds the other side asks us to wait, or None. Source: RFC 9110, 10.2.3."""
    said = reply.header("Retry-After").strip()
    if re.fullmatch(r"[0-9]{1,9}", said):
        return float(said)
    try:
        when = parsedate_to_datetime(said)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())


def _meaning(reply: Reply, protocol: Protocol) -> tuple[Outcome, str, str]:
    if any(redirect.status == 303 for redirect in reply.redirects) and protocol is not Protocol.WEBMENTION:
        # What came back is some other page's text, not the protocol's answer.
        return Outcome.UNKNOWN, "", "answered with another page"
    by_status = outcome_of_status(reply.status)
    if protocol is Protocol.WEBMENTION:
        return by_status, "", f"status {reply.status}"
    if reply.status == 504:
        # A gateway gave up waiting: the receiver may well have taken it.
        return Outcome.UNKNOWN, "", "status 504"
    if by_status is not Outcome.DELIVERED:
        return by_status, "", f"status {reply.status}"
    try:
        return _pingback_meaning(reply) if protocol is Protocol.PINGBACK else _trackback_meaning(reply)
    except UnreadableError as error:
        # It was received by somebody who does not answer as the protocol says: sending again might tell twice.
        return Outcome.UNKNOWN, "", f"unreadable answer: {error}"


def _pingback_meaning(reply: Reply) -> tuple[Outcome, str, str]:
    fault = pingback_answer(reply.body)
    if fault is None:
        return Outcome.DELIVERED, "", "accepted"
    if fault == _REGISTERED:
        return Outcome.DELIVERED, str(fault), "registered before"
    if fault in _FAULTS_LATER or fault == _SOURCE_UNSEEN:
        return Outcome.LATER, str(fault), f"fault {fault}"
    return Outcome.REFUSED, str(fault), f"fault {fault}"


def _trackback_meaning(reply: Reply) -> tuple[Outcome, str, str]:
    error = trackback_answer(reply.body)
    if error == "0":
        return Outcome.DELIVERED, "", "accepted"
    return Outcome.REFUSED, error, f"error {error}"


def _pingback_call(source: str, target: str) -> bytes:
    values = "".join(f"<param><value><string>{escape(url)}</string></value></param>" for url in (source, target))
    call = f"<methodCall><methodName>pingback.ping</methodName><params>{values}</params></methodCall>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{call}'.encode()
