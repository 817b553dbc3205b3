"""The bench's feeds: RSS and Atom, a tenth of them in EUC-KR, with validators; a share of them changes on request."""

import asyncio
import hashlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

WORDS = (
    "배송이 늦어서 다시 물어보았더니 접수되었다는 답만 왔습니다 어제 산 견과를 오늘 받았는데 봉투가 터져 있었고 사진을"
    " 찍어 보냈지만 답이 없네요 주말에 다녀온 산길이 참 좋았다 커피는 진하고 빵은 따뜻했다 새로 연 가게 앞에 줄이 길다"
    " 정산이 사흘 밀렸는데 아무도 까닭을 말해 주지 않는다 고객 센터 전화는 스무 번 만에 연결되었다"
).split()
BRAND = "모과나루"
START = datetime(2026, 11, 1, tzinfo=UTC)


def serve(port, options):
    """Serve until the process is ended. Plain asyncio: the server's own work should cost as little as can be."""
    feeds = Feeds(options)

    async def answer(reader, writer):
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                if options.latency:
                    await asyncio.sleep(options.latency)
                writer.write(feeds.reply(head))
                await writer.drain()
                if b"connection: close" in head.lower():
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        writer.close()

    async def run():
        server = await asyncio.start_server(answer, "127.0.0.1", port)
        await server.serve_forever()

    asyncio.run(run())


class Feeds:
    """All feeds as bytes, and which of them have changed."""

    def __init__(self, options):
        self.options = options
        self.bodies = [self._feed(n, first=0) for n in range(options.feeds)]
        self.first, self.edition = list(self.bodies), 0

    def reply(self, head):
        line, _, headers = head.partition(b"\r\n")
        path = line.split(b" ")[1].decode()
        if path.startswith("/_"):
            self._control(path)
            return b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        body, etag, kind = self.bodies[int(path.strip("/").partition(".")[0])]
        if etag in headers:
            return b"HTTP/1.1 304 Not Modified\r\nETag: " + etag + b"\r\n\r\n"
        return (
            b"HTTP/1.1 200 OK\r\nContent-Type: " + kind + b"\r\nETag: " + etag
            + b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )  # fmt: skip

    def _control(self, path):
        if path == "/_reset":
            self.bodies, self.edition = list(self.first), 0
        elif path == "/_change":
            self.edition += 1
            count = max(int(self.options.feeds * self.options.changed), 1)
            for n in range(0, self.options.feeds, max(self.options.feeds // count, 1)):
                self.bodies[n] = self._feed(n, first=5 * self.edition)

    def _feed(self, n, *, first):
        items = [self._item(n, number) for number in range(first + self.options.entries - 1, first - 1, -1)]
        is_atom, is_korean = n % 2 == 1, n % 10 == 4
        form = _atom if is_atom else _rss
        text = form(n, items, "euc-kr" if is_korean else "utf-8")
        body = text.encode("cp949" if is_korean else "utf-8")
        kind = b"application/atom+xml" if is_atom else b"application/rss+xml"
        return body, b'"' + hashlib.sha1(body).hexdigest().encode() + b'"', kind

    def _item(self, n, number):
        seed = n * 7919 + number * 104729
        words = [WORDS[(seed + k * (1 + seed % 13)) % len(WORDS)] for k in range(90)]
        if (n * self.options.entries + number) % self.options.named == 0:
            words[20] = BRAND + "에서"
        title = " ".join(words[:7]) + f" {n}-{number}"
        paragraphs = "".join(f"&lt;p&gt;{' '.join(words[k : k + 18])}&lt;/p&gt;" for k in range(0, 90, 18))
        return number, title, paragraphs, START + timedelta(minutes=n % 60, hours=number)


def _rss(n, items, encoding):
    inner = "".join(
        f"<item><title>{title}</title><link>http://blog{n}.example/{number}</link>"
        f'<guid isPermaLink="false">tag:{n}:{number}</guid><author>글쓴이{n}</author>'
        f"<pubDate>{format_datetime(at)}</pubDate><description>{text}</description></item>"
        for number, title, text, at in items
    )
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>가게 {n}</title>'
        f"<link>http://blog{n}.example/</link><description>-</description>{inner}</channel></rss>"
    )


def _atom(n, items, encoding):
    inner = "".join(
        f'<entry><title>{title}</title><link href="http://blog{n}.example/{number}"/><id>tag:{n}:{number}</id>'
        f"<author><name>글쓴이{n}</name></author><updated>{at.isoformat()}</updated>"
        f'<content type="html">{text}</content></entry>'
        for number, title, text, at in items
    )
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><feed xmlns="http://www.w3.org/2005/Atom"><title>가게 {n}</title>'
        f'<id>tag:{n}</id><updated>{START.isoformat()}</updated><link href="http://blog{n}.example/"/>{inner}</feed>'
    )
