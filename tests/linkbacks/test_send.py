"""One pair by itself, over loopback: what is sent, what never is, and what the ledger remembers."""

import asyncio
import gzip
import json
import subprocess
import time
from datetime import UTC, datetime, timedelta

import pytest

from plugins.edge.http import EdgeConfig
from plugins.linkbacks.config import LinkbackConfig
from plugins.linkbacks.ledger import Ledger
from plugins.linkbacks.model import Linkback, Outcome, Protocol
from plugins.linkbacks.office import Office, send_pair
from plugins.linkbacks.send import main
from plugins.linkbacks.telling import Consent
from tests.linkbacks.sending import XMLRPC_OK, a_fault, an_answer, command, rdf, serving, trackback_error

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2", "127.0.0.3"])
NOW = datetime(2026, 11, 22, tzinfo=UTC)


class Desk:
    """Our site and a complaining blog, and one machine that sends between them."""

    def __init__(self, folder, ours, blog):
        self.folder, self.ours, self.blog = folder, ours, blog
        self.now = NOW
        self.slept = []

    @property
    def source(self):
        return f"{self.ours.base}/answer/"

    def target(self, page="/post/"):
        return f"{self.blog.base}{page}"

    def answer(self, *targets, **facts):
        self.ours.pages["/answer/"] = an_answer(*(targets or (self.target(),)), **facts)

    def office(self, **config):
        async def sleep(seconds):
            self.slept.append(seconds)
            self.now += timedelta(seconds=seconds)
            await asyncio.sleep(0)

        settings = {"timeout_seconds": 5.0} | config
        return Office(
            ledger=Ledger(self.folder / "ledger"),
            desk=self.folder / "desk",
            edge=EdgeConfig(
                allow=tuple(web.base.removeprefix("http://") for web in (self.ours, self.blog)),
                timeout_seconds=settings["timeout_seconds"],
            ),
            config=LinkbackConfig(**settings),
            clock=lambda: self.now,
            sleep=sleep,
        )

    def send(self, target=None, *, consent=Consent.ALL, **config):
        linkback = Linkback(page_url=self.source, target_url=target or self.target())
        return send_pair(linkback, self.office(**config), consent=consent)

    def kinds(self):
        lines = [line for file in (self.folder / "ledger").glob("*.jsonl") for line in file.read_text().splitlines()]
        return [json.loads(line)["event"] + ":" + json.loads(line).get("outcome", "") for line in lines]


@pytest.fixture
def desk(tmp_path):
    with serving() as ours, serving(host="127.0.0.2") as blog:
        yield Desk(tmp_path, ours, blog)


def with_webmention(desk, answer=(202, (), "")):
    desk.blog.pages |= {"/post/": '<link rel="webmention" href="/end?x=1">', "POST /end?x=1": answer}


def with_pingback(desk, answer=XMLRPC_OK):
    desk.blog.pages |= {"/post/": f'<link rel="pingback" href="{desk.blog.base}/rpc">', "POST /rpc": answer}


def with_trackback(desk, answer=None):
    desk.blog.pages |= {"/post/": rdf(desk.target(), "/tb"), "POST /tb": answer or trackback_error(0)}


@pytest.mark.parametrize(
    ("advertise", "protocol"),
    [(with_webmention, "webmention"), (with_pingback, "pingback"), (with_trackback, "trackback")],
)
def test_a_target_is_told_once_however_often_it_is_sent(desk, advertise, protocol):
    advertise(desk)
    desk.answer()

    tellings = [desk.send() for _ in range(3)]

    assert [(t.delivery.outcome, t.was_sent) for t in tellings] == [("delivered", True)] + [("delivered", False)] * 2
    assert tellings[0].delivery.endpoint.protocol == protocol
    assert len(desk.blog.posts) == 1


def test_the_address_of_the_target_goes_out_byte_for_byte(desk):
    page = "/%eb%b0%b0%EC%86%A1/?p=1&q=%20"
    desk.blog.pages[page] = '<link rel="webmention" href="/end">'
    desk.answer(desk.target(page))

    telling = desk.send(desk.target(page))

    assert telling.delivery.outcome is Outcome.DELIVERED
    assert "%25eb%25b0%25b0%25EC%2586%25A1%2F%3Fp%3D1%26q%3D%2520" in desk.blog.posts[0][1]
    assert page in desk.blog.asked


@pytest.mark.parametrize(
    ("page", "why"),
    [
        pytest.param(None, "our page answers 404", id="not there"),
        pytest.param((302, (("Location", "/elsewhere/"),), ""), "our page leads elsewhere", id="redirect"),
        pytest.param((503, (), ""), "our page answers 503", id="ill"),
        pytest.param("<p>no link</p>", "the link is not there", id="no link"),
        pytest.param((200, (("Content-Type", "text/plain"),), "x"), "our page is no HTML", id="no page"),
    ],
)
def test_nothing_is_announced_that_is_not_live(desk, page, why):
    with_webmention(desk)
    desk.ours.pages |= {"/answer/": page, "/elsewhere/": an_answer(desk.target())}

    telling = desk.send()

    assert (telling.delivery.outcome, telling.delivery.why) == (Outcome.WAITING, why)
    assert (desk.blog.posts, desk.blog.asked) == ([], [])


def test_a_link_after_150_kib_or_in_a_comment_or_in_another_spelling_is_not_shown(desk):
    with_webmention(desk)
    target, whys = desk.target(), []
    for page in (
        "<p>" + "가" * 60_000 + f'<a href="{target}">x</a>',
        f'<!-- <a href="{target}">x</a> -->',
        f'<a href="{target}?utm_source=a">x</a>',
    ):
        desk.ours.pages["/answer/"] = page
        whys.append(desk.send().delivery.why)

    assert whys == [
        "the link stands after the first 150 KiB",
        "the link is not there",
        f"the link is spelt otherwise there: {target}?utm_source=a",
    ]
    assert desk.blog.posts == []


def test_a_changed_answer_is_told_again_and_a_changed_theme_is_not(desk):
    with_webmention(desk)
    desk.answer()
    desk.send()

    desk.answer(head='<link rel="stylesheet" href="new.css">')
    theme = desk.send()
    desk.answer(words="하루가 아니라 이틀 늦었습니다.")
    words = desk.send()
    desk.answer(words='하루가 아니라 이틀 <a href="https://proof.example/">늦었습니다</a>.')
    link = desk.send()

    assert [t.was_sent for t in (theme, words, link)] == [False, True, True]
    assert len(desk.blog.posts) == 3


def test_a_target_that_is_not_linked_any_more_is_told_so_once(desk):
    with_webmention(desk)
    desk.answer()
    desk.send()
    desk.ours.pages["/answer/"] = "<p>다른 글</p>"

    tellings = [desk.send() for _ in range(2)]

    assert [t.was_sent for t in tellings] == [True, False]
    assert len(desk.blog.posts) == 2


@pytest.mark.parametrize(
    "tombstone",
    [
        pytest.param((410, (), "gone"), id="410"),
        pytest.param('<meta http-equiv="Status" content="410 Gone"><p>거두었습니다', id="said by the page"),
    ],
)
def test_a_withdrawn_answer_is_told_once_to_whom_it_was_announced(desk, tombstone):
    with_webmention(desk)
    desk.answer()
    desk.send()
    desk.ours.pages["/answer/"] = tombstone

    tellings = [desk.send() for _ in range(2)]

    assert [(t.delivery.outcome, t.was_sent) for t in tellings] == [("delivered", True), ("delivered", False)]


def test_a_receiver_that_looks_at_once_and_finds_no_link_any_more_has_learnt_it(desk):
    with_webmention(desk)
    desk.answer()
    desk.send()
    with_webmention(desk, answer=(400, (), "target_not_found"))
    desk.ours.pages["/answer/"] = (410, (), "")

    tellings = [desk.send() for _ in range(2)]

    assert [(t.delivery.outcome, t.was_sent) for t in tellings] == [("delivered", True), ("delivered", False)]


def test_a_withdrawn_answer_that_nobody_was_told_of_is_told_to_nobody(desk):
    with_webmention(desk)
    desk.ours.pages["/answer/"] = (410, (), "")

    assert desk.send().delivery.outcome is Outcome.WAITING
    assert desk.blog.posts == []


@pytest.mark.parametrize("advertise", [with_pingback, with_trackback])
def test_a_pingback_and_a_trackback_have_no_updates(desk, advertise):
    advertise(desk)
    desk.answer()
    desk.send()
    desk.answer(words="다른 말")

    telling = desk.send()

    assert (telling.delivery.outcome, telling.was_sent, len(desk.blog.posts)) == (Outcome.DELIVERED, False, 1)


def test_who_was_told_by_pingback_is_not_told_again_when_it_learns_webmention(desk):
    with_pingback(desk)
    desk.answer()
    desk.send()
    with_webmention(desk)

    assert (desk.send().was_sent, len(desk.blog.posts)) == (False, 1)


def test_who_was_told_by_webmention_is_not_told_again_by_another_protocol(desk):
    with_webmention(desk)
    desk.answer()
    desk.send()
    with_pingback(desk)
    desk.answer(words="다른 말")

    telling = desk.send()

    assert (telling.delivery.outcome, len(desk.blog.posts)) == (Outcome.NONE, 1)


@pytest.mark.parametrize("advertise", [with_pingback, with_trackback])
def test_an_intent_without_an_outcome_is_never_sent_again(desk, advertise):
    advertise(desk)
    desk.answer()
    desk.send()
    (file,) = (desk.folder / "ledger").glob("*.jsonl")
    intent, _outcome = file.read_text(encoding="utf-8").splitlines(keepends=True)
    # As a run leaves it that was killed while it waited for the answer; its last line may be torn.
    file.write_text(intent + _outcome[:40], encoding="utf-8")

    telling = desk.send()

    assert (telling.delivery.outcome, telling.was_sent) == (Outcome.UNKNOWN, False)
    assert len(desk.blog.posts) == 1


def test_the_trace_of_an_unknown_delivery_is_seen_on_the_target(desk):
    with_pingback(desk, answer=(200, (), "no xml"))
    desk.answer()
    unknown = desk.send()
    desk.blog.pages["/post/"] += f'<a href="{desk.source}">배송 지연에 대한 답변</a>'

    seen = desk.send()

    assert (unknown.delivery.outcome, seen.delivery.outcome, seen.was_sent) == ("unknown", "delivered", False)
    assert len(desk.blog.posts) == 1


def test_a_pingback_that_is_not_answered_is_unknown_and_a_webmention_comes_later(desk):
    def silent(_handler):
        time.sleep(1.5)
        return 200, (), XMLRPC_OK

    desk.answer()
    with_pingback(desk, answer=silent)
    pingback = desk.send(timeout_seconds=1.0)
    desk.blog.pages |= {"/other/": '<link rel="webmention" href="/slow">', "POST /slow": silent}
    desk.answer(desk.target("/other/"))
    webmention = desk.send(desk.target("/other/"), timeout_seconds=1.0)

    assert (pingback.delivery.outcome, webmention.delivery.outcome) == (Outcome.UNKNOWN, Outcome.LATER)


def test_the_intent_is_on_the_disk_before_the_request_leaves(desk):
    seen = []

    def answer(_handler):
        seen.extend(desk.kinds())
        return 200, (), XMLRPC_OK

    with_pingback(desk, answer=answer)
    desk.answer()
    desk.send()

    assert seen == ["intent:"]
    assert desk.kinds() == ["intent:", "outcome:delivered"]


def test_two_pingbacks_to_one_host_are_16_seconds_apart_and_webmentions_are_not(desk):
    desk.answer(*(desk.target(page) for page in ("/a/", "/b/", "/c/", "/d/")))
    for page in ("/a/", "/b/"):
        desk.blog.pages[page] = f'<link rel="pingback" href="{desk.blog.base}/rpc">'
    for page in ("/c/", "/d/"):
        desk.blog.pages[page] = '<link rel="webmention" href="/end">'
    desk.blog.pages["POST /rpc"] = XMLRPC_OK

    for page in ("/c/", "/d/"):
        desk.send(desk.target(page))
    webmentions = list(desk.slept)
    for page in ("/a/", "/b/"):
        desk.send(desk.target(page))

    # The throttle of a blog counts what it was told by any protocol.
    assert (webmentions, desk.slept) == ([], [16.0, 16.0])
    assert len(desk.blog.posts) == 4


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        pytest.param(a_fault(33), Outcome.REFUSED, id="target takes none"),
        pytest.param(a_fault(48), Outcome.DELIVERED, id="registered before"),
        pytest.param((503, (), ""), Outcome.LATER, id="ill"),
        pytest.param((404, (), ""), Outcome.REFUSED, id="no such endpoint"),
    ],
)
def test_the_answer_of_a_pingback_decides(desk, answer, outcome):
    with_pingback(desk, answer=answer)
    desk.answer()

    assert desk.send().delivery.outcome is outcome


def test_what_was_put_off_is_told_when_it_is_asked_for_again(desk):
    with_trackback(desk, answer=(503, (), ""))
    desk.answer()
    first = desk.send()
    with_trackback(desk)

    second = desk.send()

    assert (first.delivery.outcome, second.delivery.outcome) == (Outcome.LATER, Outcome.DELIVERED)


def test_who_names_a_time_is_not_asked_before(desk):
    with_webmention(desk, answer=(429, (("Retry-After", "600"),), ""))
    desk.answer()
    desk.send()
    asked = len(desk.blog.asked)

    early = desk.send()
    with_webmention(desk)
    desk.now += timedelta(seconds=601)
    late = desk.send()

    assert (early.delivery.outcome, early.delivery.why) == (Outcome.LATER, "too early")
    assert (late.delivery.outcome, len(desk.blog.posts), asked) == (Outcome.DELIVERED, 2, 1)


def test_a_page_that_cannot_be_found_twice_is_not_asked_a_third_time(desk):
    with_pingback(desk, answer=a_fault(16))
    desk.answer()

    assert [desk.send().delivery.outcome for _ in range(2)] == [Outcome.LATER, Outcome.REFUSED]


def test_a_target_that_advertises_nothing_is_not_written_down_twice(desk):
    desk.blog.pages["/post/"] = "<p>글</p>"
    desk.answer()

    outcomes = [desk.send().delivery.outcome for _ in range(2)]

    assert (outcomes, desk.kinds()) == ([Outcome.NONE] * 2, ["outcome:none"])


def test_looking_sends_nothing_and_writes_nothing(desk):
    with_trackback(desk)
    desk.answer()

    telling = desk.send(consent=Consent.LOOK)

    assert (telling.needs_approval, desk.blog.posts, desk.kinds()) == (True, [], [])
    assert telling.payload.startswith("title=")


def test_only_a_webmention_goes_out_where_more_was_not_approved(desk):
    with_trackback(desk)
    desk.answer()

    assert desk.send(consent=Consent.WEBMENTION).needs_approval
    with_webmention(desk)
    assert desk.send(consent=Consent.WEBMENTION).was_sent


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_an_endpoint_that_moved_is_told_there_and_not_merely_looked_at(desk, status):
    with_webmention(desk, answer=(status, (("Location", "/new"),), ""))
    desk.blog.pages |= {"POST /new": (202, (), ""), "/new": "a form for people"}
    desk.answer()

    telling = desk.send()

    assert telling.delivery.outcome is Outcome.DELIVERED
    assert [path for path, _, _ in desk.blog.posts] == ["/end?x=1", "/new"]
    assert desk.blog.posts[0][1] == desk.blog.posts[1][1]


def refused_detour(private):
    return [
        pytest.param({"/post/": (302, (("Location", private),), "")}, id="target leads there"),
        pytest.param(
            {"/post/": (302, (("Location", "/b"),), ""), "/b": (302, (("Location", private),), "")}, id="second hop"
        ),
        pytest.param({"/post/": f'<link rel="webmention" href="{private}">'}, id="webmention endpoint"),
        pytest.param({"/post/": (200, (("X-Pingback", private),), "")}, id="pingback endpoint"),
        pytest.param({"/post/": f'<a rel="trackback" href="{private}">x</a>'}, id="trackback endpoint"),
        pytest.param(
            {"/post/": '<link rel="webmention" href="/end">', "POST /end": (307, (("Location", private),), "")},
            id="endpoint leads there",
        ),
    ]


@pytest.mark.parametrize("pages", refused_detour("PRIVATE"))
def test_a_private_service_is_never_contacted(desk, pages):
    with serving({"/": "secret", "POST": (200, (), "")}, host="127.0.0.3") as private:
        text = {path: _replaced(page, private.base + "/") for path, page in pages.items()}
        desk.blog.pages |= text
        desk.answer()
        telling = desk.send()

    assert telling.delivery.outcome is Outcome.REFUSED
    assert (private.asked, private.posts) == ([], [])


def _replaced(page, address):
    if isinstance(page, str):
        return page.replace("PRIVATE", address)
    status, headers, body = page
    return status, tuple((name, value.replace("PRIVATE", address)) for name, value in headers), body


def test_endless_pages_and_chains_and_bombs_end(desk):
    def endless(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        try:
            handler.wfile.write(b'<link rel="webmention" href="/end">')
            while True:
                handler.wfile.write(b"x" * 65536)
        except OSError:
            handler.close_connection = True
        return 200, (), ""

    bomb = gzip.compress(b'<link rel="webmention" href="/end">' + b"\0" * 50_000_000)
    desk.blog.pages |= {
        "/endless/": endless,
        "/chain/": (302, (("Location", "/chain/"),), ""),
        "/bomb/": (200, (("Content-Encoding", "gzip"),), bomb),
        "/deep/": '<link rel="webmention" href="/end">' + "<div>" * 100_000,
    }
    pages = ("/endless/", "/chain/", "/bomb/", "/deep/")
    desk.answer(*(desk.target(page) for page in pages))

    outcomes = [desk.send(desk.target(page)).delivery.outcome for page in pages]

    assert outcomes == ["delivered", "later", "delivered", "delivered"]


def test_a_page_that_drips_runs_out_of_time(desk):
    def drip(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        try:
            for _ in range(30):
                handler.wfile.write(b"<p>")
                time.sleep(0.1)
        except OSError:
            pass
        handler.close_connection = True
        return 200, (), ""

    desk.blog.pages["/post/"] = drip
    desk.answer()

    assert desk.send(timeout_seconds=1.0).delivery.outcome is Outcome.LATER


def run(desk, *words, capsys, ledger="ledger"):
    environment = {
        "EDGE_ALLOW": " ".join(web.base.removeprefix("http://") for web in (desk.ours, desk.blog)),
        "LINKBACK_LEDGER": str(desk.folder / ledger),
    }
    code = main(words, environment, desk.folder)
    return code, capsys.readouterr()


def test_the_command_ends_with_0_and_one_line_of_json(desk, capsys):
    with_webmention(desk)
    desk.answer()

    code, said = run(desk, desk.source, desk.target(), "--json", capsys=capsys)

    assert (code, said.out.count("\n")) == (0, 1)
    plain = json.loads(said.out)
    assert (plain["outcome"], plain["protocol"], plain["sent"]) == ("delivered", "webmention", True)


@pytest.mark.parametrize(
    ("page", "code", "sentence"),
    [
        pytest.param("<p>글</p>", 0, "알릴 방법이 없는 글입니다", id="none"),
        pytest.param((404, (), ""), 2, "받지 않았습니다", id="refused"),
        pytest.param((503, (), ""), 75, "지금은 받지 못합니다", id="later"),
    ],
)
def test_the_exit_code_says_what_to_do_next(desk, capsys, page, code, sentence):
    desk.blog.pages["/post/"] = page
    desk.answer()

    ended, said = run(desk, desk.source, desk.target(), capsys=capsys)

    assert (ended, sentence in said.out) == (code, True)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("ftp://a.example/", "https://b.example/"),
        ("https://a.example/", "not an address"),
        ("https://a.example/x", "https://a.example/x/"),
        ("https://user:pass@a.example/", "https://b.example/"),
    ],
)
def test_wrong_use_is_one_korean_sentence_and_code_2(desk, capsys, source, target):
    code, said = run(desk, source, target, capsys=capsys)

    assert (code, said.out, said.err.count("\n")) == (2, "", 1)


def test_a_ledger_that_cannot_be_read_stops_everything(desk, capsys):
    with_webmention(desk)
    desk.answer()
    run(desk, desk.source, desk.target(), capsys=capsys)
    (file,) = (desk.folder / "ledger").glob("*.jsonl")
    file.write_text("<<<<<<< HEAD\n" + file.read_text(encoding="utf-8"), encoding="utf-8")

    code, said = run(desk, desk.source, desk.target(), capsys=capsys)

    assert (code, len(desk.blog.posts)) == (2, 1)
    assert "읽을 수 없는 줄" in said.err


def test_runs_at_the_same_time_send_one_trackback(desk):
    with_trackback(desk)
    desk.answer()
    words, options = command(desk.source, desk.target(), desk.ours, desk.blog, ledger=desk.folder / "ledger")

    runs = [subprocess.Popen(words, stdout=subprocess.DEVNULL, **options) for _ in range(3)]

    assert [run.wait() for run in runs] == [0, 0, 0]
    assert [path for path, _, _ in desk.blog.posts] == ["/tb"]


def test_protocols_are_told_apart_by_whether_telling_twice_is_harmless():
    assert [protocol.is_repeatable for protocol in Protocol] == [True, False, False]
