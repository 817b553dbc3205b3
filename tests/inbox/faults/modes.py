# ruff: noqa: E501
"""What a feed server can do wrong, and exactly what of it must be in the inbox afterwards.

A mode is a function of the server's request, or bytes, with what is expected: the entries by title with their dates,
in the end, and how each poll ended. Every entry names the brand, so that every entry that is read is kept.
"""

import asyncio
import codecs
import gzip
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from aiohttp import web

from plugins.core.korean import SEOUL

EVENING = datetime(2009, 7, 10, 20, 34, tzinfo=SEOUL).astimezone(UTC)
SEEN = datetime(2026, 11, 22, tzinfo=UTC)
MAIL_DATE = "Fri, 10 Jul 2009 20:34:00 +0900"
HARD = "모과나루 똠방각하 펲시 쀍"


@dataclass(frozen=True, kw_only=True, slots=True)
class Mode:
    """One way to be wrong.

    Attributes:
        serve: Bytes, a response, or an async function of (request, number of this request from 0).
        entries: (title, date) of everything that is stored in the end.
        outcomes: Of each poll; their number is how often it is polled.
        error: Stands in the last error.
        revisions: How many entries were edited.
    """

    id: str
    serve: Any
    entries: tuple[tuple[str, Any], ...] = ()
    outcomes: tuple[str, ...] = ("collected",)
    error: str = ""
    note: str = ""
    revisions: int = 0
    event: str = ""
    settings: dict[str, Any] = field(default_factory=dict)


def title(n):
    return f"모과나루 환불 {n}"


def good(*numbers, at=EVENING):
    return tuple((title(n), at) for n in numbers)


def item(n, *, name=None, guid="{n}", link="http://b.example/{n}", when=MAIL_DATE, text="본문 {n}번입니다", extra=""):
    parts = [f"<title>{name or title(n)}</title>"]
    parts += [f"<guid>{guid.format(n=n)}</guid>"] if guid else []
    parts += [f"<link>{link.format(n=n)}</link>"] if link else []
    parts += [f"<pubDate>{when}</pubDate>"] if when else []
    return f"<item>{''.join(parts)}<description>{text.format(n=n)}</description>{extra}</item>"


def rss(*items, label="utf-8", head="", attributes=""):
    return (
        f'<?xml version="1.0" encoding="{label}"?>{head}<rss version="2.0"{attributes}><channel><title>가게</title>'
        f"<link>http://b.example/</link>{''.join(items)}</channel></rss>"
    )


FEED = rss(item(1), item(2))
BYTES = FEED.encode()


def answer(body=BYTES, status=200, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return web.Response(body=body, status=status, headers=named)


def refused(status, error, **headers):
    return Mode(
        id=f"status {status} {' '.join(headers.values())}".strip(),
        serve=answer(b"", status, **headers),
        outcomes=("failed",),
        error=error,
    )


def encoded(name, body, entries=None, *, label="", note=""):
    kind = f"text/xml; charset={label}" if label else "text/xml"
    return Mode(id=name, serve=answer(body, Content_Type=kind), entries=entries or ((HARD, EVENING),), note=note)


def hard(label):
    return rss(item(1, name=HARD), label=label)


def dated(name, when, expected=EVENING, **more):
    return Mode(id=f"date {name}", serve=rss(item(1, when=when)).encode(), entries=((title(1), expected),), **more)


def sequence(*bodies):
    async def serve(request, number):
        body = bodies[min(number, len(bodies) - 1)]
        return web.Response(body=body.encode() if isinstance(body, str) else body)

    return serve


async def drip(request, number):
    response = web.StreamResponse()
    await response.prepare(request)
    for byte in BYTES:
        await response.write(bytes([byte]))
        await asyncio.sleep(0.02)
    return response


async def endless(request, number):
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b"<item>" * 10_000)


async def never(request, number):
    await asyncio.sleep(30)


def raw(*pieces):
    """Write bytes to the wire as they are, and close."""

    async def serve(request, number):
        for piece in pieces:
            request.transport.write(piece)
        request.transport.close()
        return web.Response()

    return serve


def redirect(target, status=302):
    return web.Response(status=status, headers={"Location": target})


async def stale(request, number):
    """304 for ever once it has been asked with a validator, though there is more."""
    if request.headers.get("If-None-Match"):
        return web.Response(status=304)
    body = rss(item(1)) if number == 0 else rss(item(1), item(2))
    return web.Response(body=body.encode(), headers={"ETag": '"x"'})


def edited(n, text):
    return item(n, text=text)


CRLF = b"\r\n"
GIANT = "가나다라마바사 " * 200_000
BOMB = '<!DOCTYPE r [<!ENTITY a "하하하하하하하하하하">' + "".join(
    f'<!ENTITY {b} "&{a};&{a};&{a};&{a};&{a};&{a};&{a};&{a};">' for a, b in ["ab", "bc", "cd", "de", "ef", "fg"]
)
EXTERNAL = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><id>1</id><title type="html">모과나루 &lt;b&gt;'
    "환불&lt;/b&gt; 1</title><link href='/1'/><updated>2009-07-10T11:34:00Z</updated></entry></feed>"
)
NAVER = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Naver Open API - blog</title>'
    "<lastBuildDate>Mon, 26 Sep 2026 10:39:37 +0900</lastBuildDate><total>1</total><item>"
    "<title>&lt;b&gt;모과나루&lt;/b&gt; 환불 &amp;amp; 교환</title><link>http://b.example/1</link>"
    "<description>A &amp;quot;B&amp;quot; &lt;b&gt;모과나루&lt;/b&gt;</description><bloggername>보리네</bloggername>"
    "<bloggerlink>http://b.example</bloggerlink><postdate>20161208</postdate></item></channel></rss>"
)
JF2 = (
    '{"type":"feed","name":"m","children":[{"type":"entry","wm-id":7,"url":"http://b.example/1","author":{"name":"보리"},'
    '"published":"2009-07-10T20:34:00+09:00","content":{"text":"모과나루 환불"},"name":"모과나루 환불 1"}]}'
)
JSON_FEED = (
    '{"version":"https://jsonfeed.org/version/1.1","title":"t","items":['
    '{"id":"1","url":"http://b.example/1","title":"모과나루 환불 1","date_published":"2009-07-10T20:34:00+09:00",'
    '"content_html":"<p>a</p>"},'
    '{"id":"2","url":"http://b.example/2","title":"모과나루 환불 2","date_published":"2009-07-10T20:34:00+09:00"}]}'
)
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>t</title></channel><item rdf:about="http://b.example/1">'
    "<title>모과나루 환불 1</title><link>http://b.example/1</link><dc:date>2009-07-10T20:34:00+09:00</dc:date></item></rdf:RDF>"
)
ALERT = "http://a.example/url?rct=j&amp;url=http://b.example/{n}%3Futm_source%3Dx&amp;ct=ga"

INSIDE = (
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]",
    "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "10.0.0.1", "169.254.169.254", "100.64.0.1", "[fd00::1]", "①②⑦.0.0.1",
)  # fmt: skip

MODES = (
    Mode(id="nothing wrong", serve=BYTES, entries=good(1, 2)),
    # What a server answers.
    refused(400, "HTTP 400"), refused(401, "권한"), refused(403, "권한"), refused(404, "없다고"),
    Mode(id="status 410", serve=answer(b"", 410), outcomes=("failed", "not-due"), error="영영", event="parked"),
    refused(429, "자주", Retry_After="120"), refused(429, "자주", Retry_After="Sun, 22 Nov 2026 09:00:00 GMT"),
    refused(429, "자주", Retry_After="-1"), refused(503, "HTTP 503", Retry_After="soon"), refused(500, "HTTP 500"),
    refused(502, "HTTP 502"), refused(204, "HTTP 204"), refused(304, "HTTP 304"),
    Mode(id="back-off", serve=answer(b"", 500), outcomes=("failed", "not-due"), error="HTTP 500"),
    # Redirects.
    Mode(id="redirect", serve=redirect("/good"), entries=good(1, 2)),
    Mode(id="moved", serve=redirect("/good", 301), entries=good(1, 2), event="moved"),
    Mode(id="redirect loop", serve=redirect("/fault"), outcomes=("failed",), error="넘깁니다"),
    Mode(id="redirect nowhere", serve=answer(b"", 302), outcomes=("failed",), error="HTTP 302"),
    Mode(id="redirect to a file", serve=redirect("file:///etc/passwd"), outcomes=("failed",), error="http나 https"),
    *(Mode(id=f"redirect to {inside}", serve=redirect(f"http://{inside}/"), outcomes=("failed",), error="않")
      for inside in INSIDE),
    # The wire.
    Mode(id="slow drip", serve=drip, outcomes=("failed",), error="초 안에"),
    Mode(id="never answers", serve=never, outcomes=("failed",), error="초 안에"),
    Mode(id="endless body", serve=endless, outcomes=("failed",), error="너무 큽니다"),
    Mode(id="gzip bomb", serve=answer(gzip.compress(b"<item>" * 900_000), Content_Encoding="gzip"),
         outcomes=("failed",), error="너무 큽니다"),
    Mode(id="gzip cut", serve=answer(gzip.compress(BYTES)[:-9], Content_Encoding="gzip"), outcomes=("failed",),
         error="압축이 망가진"),
    Mode(id="gzip unsaid", serve=gzip.compress(BYTES), entries=good(1, 2)),
    Mode(id="gzip said but not so", serve=answer(BYTES, Content_Encoding="gzip"), outcomes=("failed",), error="압축"),
    Mode(id="unknown packing", serve=answer(BYTES, Content_Encoding="lzma"), outcomes=("failed",), error="압축"),
    Mode(id="length too long", serve=raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n" + BYTES),
         outcomes=("failed",), error="끊겼거나"),
    Mode(id="length too short", serve=raw(b"HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n" + BYTES),
         outcomes=("failed",), error="끊겼거나"),
    Mode(id="no HTTP", serve=raw(b"\x00\x01nonsense\r\n\r\n"), outcomes=("failed",), error="HTTP로 읽을 수 없습니다"),
    Mode(id="closed at once", serve=raw(), outcomes=("failed",), error="끊겼거나"),
    Mode(id="bad chunk", serve=raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
         outcomes=("failed",), error="끊겼거나"),
    # Not a feed, or not a whole one.
    Mode(id="HTML instead", serve=b"<!DOCTYPE html><html><p>login</p></html>", outcomes=("failed",), error="웹 페이지"),
    Mode(id="HTML after a comment", serve=b"<!-- x --><html><rss/></html>", outcomes=("failed",), error="웹 페이지"),
    Mode(id="plain text", serve=b"moved to a new house", outcomes=("failed",), error="읽을 수 없는 문서"),
    Mode(id="nothing at all", serve=b"", outcomes=("failed",), error="읽을 수 없는 문서"),
    Mode(id="other JSON", serve=b'{"error": "quota"}', outcomes=("failed",), error="JSON"),
    Mode(id="a feed without entries", serve=rss().encode(), outcomes=("empty",), note="하나도 없습니다", event="note"),
    Mode(id="cut in an item", serve=BYTES[: BYTES.rindex(b"</pubDate>")], entries=good(1), note="망가져"),
    Mode(id="cut, then whole", serve=sequence(BYTES[: BYTES.rindex(b"</pubDate>")], BYTES), entries=good(1, 2),
         outcomes=("collected", "collected")),
    Mode(id="rubbish before", serve=b"\n\n<br/> warning: x\n" + BYTES, entries=good(1, 2)),
    Mode(id="rubbish after", serve=BYTES + b"<!-- 0.3s --><script>x</script>", entries=good(1, 2)),
    # The XML.
    Mode(id="stray ampersands", serve=rss(item(1, text="A & B &nbsp; &copy; R&D"), item(2)).encode(), entries=good(1, 2)),
    Mode(id="unknown entity", serve=rss(item(1, text="&nosuch; 글"), item(2)).encode(), entries=good(1, 2)),
    Mode(id="control characters", serve=rss(item(1, text="a\x00\x08\x0b\x1fb"), item(2)).encode(), entries=good(1, 2)),
    Mode(id="forbidden references", serve=rss(item(1, text="&#0;&#x1F;&#xD800;&#99999999999;"), item(2)).encode(),
         entries=good(1, 2)),
    Mode(id="tags that do not match", serve=rss(item(1, text="<p>a<b>b</p>"), item(2), item(3)).encode(),
         entries=good(1, 2, 3), note="망가져"),
    Mode(id="an item never closed", serve=rss(item(1), item(2).replace("</item>", ""), item(3)).encode(),
         entries=good(1, 3), note="망가져"),
    Mode(id="markup not escaped", serve=rss(item(1, text="<p>가<br>나</p>"), item(2)).encode(), entries=good(1, 2),
         note="망가져"),
    Mode(id="undeclared prefixes", serve=rss(item(1, extra="<dc:creator>보리</dc:creator>"), item(2)).encode(),
         entries=good(1, 2)),
    Mode(id="a doctype bomb", serve=rss(item(1, text="&g;"), item(2), head=BOMB + "]>").encode(), entries=good(1, 2)),
    Mode(id="an external entity", serve=rss(item(1, text="&x;"), item(2), head=EXTERNAL).encode(), entries=good(1, 2)),
    Mode(id="a giant entry", serve=rss(item(1, text=GIANT), item(2)).encode(), entries=good(1, 2),
         settings={"body_limit_bytes": 9_000_000}),
    Mode(id="a body over the limit", serve=rss(item(1, text=GIANT)).encode(), outcomes=("failed",), error="너무 큽니다"),
    Mode(id="deep nesting", serve=rss(item(1, text="<x>" * 5000 + "</x>" * 5000), item(2)).encode(), entries=good(1, 2),
         note="망가져"),
    # Encodings.
    encoded("euc-kr", hard("euc-kr").encode("cp949")),
    encoded("euc-kr without a label", hard("").replace(' encoding=""', "").encode("cp949")),
    encoded("euc-kr labelled utf-8", hard("utf-8").encode("cp949")),
    encoded("euc-kr labelled latin", hard("iso-8859-1").encode("cp949"), label="iso-8859-1"),
    encoded("utf-8 labelled euc-kr", hard("euc-kr").encode(), label="euc-kr"),
    encoded("utf-8 labelled nonsense", hard("x-nonsense").encode(), label="x-nonsense"),
    encoded("utf-8 with a mark", codecs.BOM_UTF8 + hard("utf-8").encode()),
    encoded("utf-16", hard("utf-16").encode("utf-16")),
    encoded("utf-16 without a mark", hard("utf-16").encode("utf-16-le")),
    encoded("utf-32", hard("utf-32").encode("utf-32")),
    encoded("a broken byte in utf-8", hard("utf-8").replace("본문", "본\x00문").encode().replace(b"\0", b"\xff"),
            note="읽을 수 없는 글자가 1개"),
    encoded("a broken byte in euc-kr", hard("euc-kr").encode("cp949").replace("본문".encode("cp949"), b"\xff \xba\xbb"),
            note="읽을 수 없는 글자"),
    # Identity.
    Mode(id="one guid for all", serve=rss(item(1, guid="x"), item(2, guid="x")).encode(), entries=good(1, 2)),
    Mode(id="a new guid each time", serve=sequence(*(rss(item(1, guid=f"{n}"), item(2, guid=f"q{n}")) for n in "abc")),
         entries=good(1, 2), outcomes=("collected",) * 3),
    Mode(id="no guid", serve=rss(item(1, guid=""), item(2, guid="")).encode(), entries=good(1, 2)),
    Mode(id="neither guid nor link", serve=rss(item(1, guid="", link=""), item(2, guid="", link="")).encode(),
         entries=good(1, 2)),
    Mode(id="an edit in place", serve=sequence(rss(edited(1, "처음")), rss(edited(1, "고침")), rss(edited(1, "고침"))),
         entries=good(1), outcomes=("collected", "collected", "unchanged"), revisions=1),
    Mode(id="an edit and back", serve=sequence(*(rss(edited(1, text)) for text in ("처음", "고침", "처음"))),
         entries=good(1), outcomes=("collected",) * 3, revisions=2),
    Mode(id="a session in the link", serve=sequence(*(rss(item(1, guid="", link=f"http://b.example/a?s={n}")) for n in "ab")),
         entries=good(1), outcomes=("collected",) * 2),
    Mode(id="a rolling window", serve=sequence(*(rss(*(item(k) for k in range(n, n + 4))) for n in (1, 3, 5))),
         entries=good(*range(1, 9)), outcomes=("collected",) * 3),
    Mode(id="a gap", serve=sequence(*(rss(*(item(k) for k in range(n, n + 6))) for n in (1, 20))),
         entries=good(*range(1, 7), *range(20, 26)), outcomes=("collected",) * 2, note="놓쳤을", event="gap"),
    Mode(id="an empty answer in between", serve=sequence(FEED, rss(), FEED), entries=good(1, 2),
         outcomes=("collected", "empty", "collected")),
    Mode(id="an error in between", serve=sequence(FEED, "<html>", FEED), entries=good(1, 2),
         outcomes=("collected", "failed", "unchanged"), event="recovered"),
    Mode(id="an alert's wrapped link", serve=rss(item(1, guid="", link=ALERT), item(1, guid="z")).encode(), entries=good(1)),
    # Dates.
    dated("missing", "", None), dated("unreadable", "어제", None), dated("of the future", "2031-01-01 10:00", SEEN,
                                                                     note="앞날로 적힌 글 1개", event="note"),
    dated("dotted", "2009. 7. 10. 20:34"), dated("day", "2009.07.10", date(2009, 7, 10)),
    dated("in words", "2009년 7월 10일 오후 8:34"), dated("with a half", "2009-07-10 오후 8:34:00"),
    dated("digits", "20090710", date(2009, 7, 10)), dated("slashed", "2009/07/10 20:34"),
    dated("Korean mail", "금, 10 7월 2009 20:34:00 +0900"), dated("KST", "Fri, 10 Jul 2009 20:34:00 KST"),
    dated("epoch", "1247225640"), dated("zoneless", "2009-07-10T20:34:00"), dated("no such day", "2009-02-30", None),
    # Formats.
    Mode(id="Atom with escaped title", serve=ATOM.encode(), entries=good(1)),
    Mode(id="RDF", serve=RDF.encode(), entries=good(1)), Mode(id="JSON Feed", serve=JSON_FEED.encode(), entries=good(1, 2)),
    Mode(id="JSON Feed cut", serve=JSON_FEED.encode()[:-40], entries=good(1), note="망가져"),
    Mode(id="JF2", serve=JF2.encode(), entries=good(1)),
    Mode(id="Naver search", serve=NAVER.encode(), entries=(("모과나루 환불 & 교환", date(2016, 12, 8)),)),
    # Validators.
    Mode(id="304 for ever", serve=stale, entries=good(1, 2), outcomes=("collected", "unchanged", "collected")),
)  # fmt: skip
