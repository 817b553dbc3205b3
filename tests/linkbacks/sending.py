"""A complaining page, our answer, and the command that sends, on loopback; nouns of sending as tests want them."""

import html
import json
import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from plugins.core.http import Reply

REPOSITORY = Path(__file__).resolve().parents[2]
TARGET = "https://blog.example/1"


def an_answer(*targets, title="배송 지연에 대한 답변", words="하루 늦었습니다. 고치겠습니다.", head=""):
    """Our page as other software reads it well."""
    links = "".join(
        f'<p>이 글은 <a class="u-in-reply-to" href="{html.escape(t)}">글</a>에 답합니다.</p>' for t in targets
    )
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f'<meta property="og:site_name" content="모과나루 답변"></head><body><article class="h-entry">'
        f'<h1 class="p-name">{title}</h1>{links}<p class="p-summary">늦은 까닭과 고칠 날짜</p>'
        f'<div class="e-content"><p>{words}</p></div></article></body></html>'
    )


def a_reply(page="", *, url=TARGET, status=200, headers=(), media="text/html; charset=utf-8"):
    body = page.encode() if isinstance(page, str) else page
    return Reply(url=url, status=status, headers=(("Content-Type", media), *headers), body=body)


class Web:
    """Pages by path; a page is text, bytes, or (status, headers, body), or a function of the handler giving one."""

    def __init__(self, base, pages):
        self.base, self.pages = base, pages
        self.posts, self.asked = [], []

    def posted(self, path=None):
        """What was posted, in order: (path, body, headers)."""
        return [post for post in self.posts if path in (None, post[0])]


@contextmanager
def serving(pages=(), *, host="127.0.0.1"):
    """Serve pages from threads of this process, so that commands in other processes can be waited for."""
    web = Web("", dict(pages))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            web.asked.append(self.path)
            self._answer(web.pages.get(self.path, web.pages.get(self.path.partition("?")[0])))

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            web.posts.append((self.path, body.decode(), dict(self.headers)))
            self._answer(web.pages.get(f"POST {self.path}", web.pages.get("POST", (202, (), ""))))

        def _answer(self, page):
            if callable(page):
                page = page(self)
            status, headers, body = page if isinstance(page, tuple) else (200, (), page)
            if page is None:
                status, body = 404, ""
            raw = body.encode() if isinstance(body, str) else body
            self.send_response(status)
            names = {name.lower() for name, _ in headers}
            for name, value in headers:
                self.send_header(name, value)
            if "content-type" not in names:
                self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer((host, 0), Handler)
    server.daemon_threads = True
    web.base = f"http://{host}:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()


def command(source, target, *webs, ledger, root=REPOSITORY):
    """The command line and the environment that send one pair."""
    allow = " ".join(web.base.removeprefix("http://") for web in webs)
    environment = {**os.environ, "EDGE_ALLOW": allow, "LINKBACK_LEDGER": str(ledger), "PYTHONUTF8": "1"}
    return [sys.executable, "-m", "plugins.linkbacks.send", source, target, "--json"], {"env": environment, "cwd": root}


def sent(source, target, *webs, ledger, root=REPOSITORY):
    """Send one pair in a process of its own; return (exit code, what it said)."""
    words, options = command(source, target, *webs, ledger=ledger, root=root)
    done = subprocess.run(words, capture_output=True, text=True, check=False, **options)
    assert done.returncode != 1, done.stderr
    return done.returncode, json.loads(done.stdout)


XMLRPC_OK = (
    '<?xml version="1.0"?><methodResponse><params><param><value><string>ok</string></value></param></params>'
    "</methodResponse>"
)


def a_fault(code, kind="int"):
    return (
        '<?xml version="1.0"?><methodResponse><fault><value><struct>'
        f"<member><name>faultCode</name><value><{kind}>{code}</{kind}></value></member>"
        "<member><name>faultString</name><value><string>no</string></value></member>"
        "</struct></value></fault></methodResponse>"
    )


def trackback_error(error):
    return f'<?xml version="1.0" encoding="utf-8"?><response><error>{error}</error><message>no</message></response>'


def rdf(identifier, ping):
    return (
        '<!-- <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:trackback="http://madskills.com/public/xml/rss/module/trackback/">'
        f'<rdf:Description rdf:about="{identifier}" dc:identifier="{identifier}" dc:title="글"'
        f' trackback:ping="{ping}" />'
        "</rdf:RDF> -->"
    )
