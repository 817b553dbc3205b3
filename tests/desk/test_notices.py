"""After publishing others are told over the one guarded way out; what fails is told to staff and undoes nothing."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest

from plugins.core.errors import SettingError
from plugins.core.site import Site
from plugins.desk.front import Desk
from plugins.desk.notices import tell_hub, tell_search_engines
from tests.listening import listening
from tests.nouns import NOW

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
SITE = "https://a.example"
KEY = "aabbccddeeff"
CHANGED = ("index.html", "feeds/all.atom.xml", "theme/css/site.css")


@contextmanager
def a_listener(status):
    """Somebody on loopback who answers every notice with one status, and what they were told."""
    told = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self):
            told.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_):
            pass

    with listening(HTTPServer(("127.0.0.1", 0), Listener)) as server:
        yield f"127.0.0.1:{server.server_port}", told


def a_desk(key="", **settings):
    plain = {"name": "답변", "brand": "답변", "description": "답", "case_prefix": "MG", "contact_email": "a@a.example"}
    site = Site(url=SITE, indexnow_key=key, **plain)
    return Desk(site=site, settings={"SITE": site, **settings}, now=NOW)


def a_desk_with_a_hub(host, **settings):
    return a_desk(SYNDICATION_HUB_URL=f"http://{host}/", **settings)


def a_desk_with_an_engine(host, key=KEY):
    return a_desk(key, METADATA_INDEXNOW_ENDPOINT=f"http://{host}/indexnow", EDGE_ALLOW=[host])


def test_the_hub_is_told_of_the_feed_that_changed(capsys):
    with a_listener(202) as (host, told):
        failed = tell_hub(a_desk_with_a_hub(host, EDGE_ALLOW=[host]), CHANGED)

    assert failed == ()
    assert [parse_qs(form)["hub.url"] for form in told] == [[f"{SITE}/feeds/all.atom.xml"]]
    assert capsys.readouterr().out == "허브에 알렸습니다: 피드 1개\n"


def test_a_hub_that_refuses_is_told_to_staff():
    with a_listener(400) as (host, _):
        failed = tell_hub(a_desk_with_a_hub(host, EDGE_ALLOW=[host]), CHANGED)

    assert failed == ("허브가 400으로 답했습니다.",)


def test_a_hub_inside_the_house_is_not_reached_unless_it_is_allowed():
    with a_listener(202) as (host, told):
        (failed,) = tell_hub(a_desk_with_a_hub(host), CHANGED)

    assert "EDGE_ALLOW" in failed
    assert told == []


@pytest.mark.parametrize("settings", [{}, {"SYNDICATION_HUB_URL": ""}])
def test_without_a_hub_nothing_is_said(settings, capsys):
    assert tell_hub(a_desk(**settings), CHANGED) == ()
    assert capsys.readouterr().out == ""


def test_a_hub_that_is_no_address_is_refused():
    with pytest.raises(SettingError):
        tell_hub(a_desk(SYNDICATION_HUB_URL="hub"), CHANGED)


def test_search_engines_are_told_of_the_pages_that_changed(capsys):
    with a_listener(202) as (host, told):
        failed = tell_search_engines(a_desk_with_an_engine(host), ["index.html", "theme/css/site.css"])

    assert (failed, capsys.readouterr().out) == ((), "검색 엔진에 알렸습니다(IndexNow).\n")
    assert [json.loads(notice)["urlList"] for notice in told] == [[f"{SITE}/"]]
    assert told[0].count(KEY) == 2


def test_a_search_engine_that_refuses_is_told_to_staff_with_its_reason(capsys):
    with a_listener(403) as (host, _):
        (failed,) = tell_search_engines(a_desk_with_an_engine(host), ["index.html"])

    assert "열쇠" in failed
    assert capsys.readouterr().out == ""


def test_a_site_without_a_key_tells_no_search_engine():
    with a_listener(200) as (host, told):
        tell_search_engines(a_desk_with_an_engine(host, key=""), ["index.html"])

    assert told == []
