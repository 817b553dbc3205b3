"""After publishing the hub is told over the one guarded way out; what fails is told to staff and undoes nothing."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest

from plugins.core.errors import SettingError
from plugins.desk.front import Desk
from plugins.desk.hub_notice import tell_hub
from tests.syndication.builders import NOW, SITE, a_press

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
CHANGED = ("index.html", "feeds/all.atom.xml")


@contextmanager
def a_hub(status):
    """A hub on loopback that answers every notice with one status, and what it was told."""
    told = []

    class Hub(BaseHTTPRequestHandler):
        def do_POST(self):
            told.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Hub)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}", told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def a_desk(**settings):
    return Desk(site=a_press().site, settings=settings, now=NOW)


def test_the_hub_is_told_of_the_feed_that_changed(capsys):
    with a_hub(202) as (host, told):
        failed = tell_hub(a_desk(SYNDICATION_HUB_URL=f"http://{host}/", EDGE_ALLOW=[host]), CHANGED)

    assert failed == ()
    assert [form["hub.url"] for form in told] == [[f"{SITE}/feeds/all.atom.xml"]]
    assert capsys.readouterr().out == "허브에 알렸습니다: 피드 1개\n"


def test_a_hub_that_refuses_is_told_to_staff():
    with a_hub(400) as (host, _):
        failed = tell_hub(a_desk(SYNDICATION_HUB_URL=f"http://{host}/", EDGE_ALLOW=[host]), CHANGED)

    assert failed == ("허브가 400로 답했습니다.",)


def test_a_hub_inside_the_house_is_not_reached_unless_it_is_allowed():
    with a_hub(202) as (host, told):
        (failed,) = tell_hub(a_desk(SYNDICATION_HUB_URL=f"http://{host}/"), CHANGED)

    assert "EDGE_ALLOW" in failed
    assert told == []


@pytest.mark.parametrize("settings", [{}, {"SYNDICATION_HUB_URL": ""}])
def test_without_a_hub_nothing_is_said(settings, capsys):
    assert tell_hub(a_desk(**settings), CHANGED) == ()
    assert capsys.readouterr().out == ""


def test_a_hub_that_is_no_address_is_refused():
    with pytest.raises(SettingError):
        tell_hub(a_desk(SYNDICATION_HUB_URL="hub"), CHANGED)
