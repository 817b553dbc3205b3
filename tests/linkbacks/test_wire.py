from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest
from lxml import etree

from plugins.core.http import Redirect
from plugins.linkbacks.model import Endpoint, Linkback, Outcome, Protocol
from plugins.linkbacks.saying import Saying
from plugins.linkbacks.wire import delivery_of, request_for
from tests.linkbacks.sending import XMLRPC_OK, a_fault, a_reply, trackback_error

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PAIR = Linkback(page_url="https://answers.example/답?a=1&b=<2>", target_url="https://blog.example/%eb%b0%b0?p=1&q=2")
SAYING = Saying(title="늦은 까닭 & 날짜", excerpt="고치겠습니다", blog_name="모과나루 답변")
BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def request_by(protocol):
    return request_for(PAIR, Endpoint(protocol=protocol, url="https://blog.example/end?x=1"), SAYING)


def outcome(protocol, body="", *, status=200, headers=(), redirects=()):
    from dataclasses import replace

    reply = replace(a_reply(body, status=status, headers=headers, media="text/xml"), redirects=redirects)
    return delivery_of(reply, Endpoint(protocol=protocol, url="https://blog.example/end"), now=NOW)


def test_a_webmention_is_a_form_of_two_fields_and_the_query_stays_in_the_address():
    request = request_by(Protocol.WEBMENTION)

    assert (request.method, request.url) == ("POST", "https://blog.example/end?x=1")
    assert parse_qs(request.body.decode()) == {"source": [PAIR.page_url], "target": [PAIR.target_url]}
    assert ("Content-Type", "application/x-www-form-urlencoded") in request.headers


def test_a_pingback_is_an_xml_rpc_call_of_source_and_target():
    call = etree.fromstring(request_by(Protocol.PINGBACK).body)

    assert call.findtext("methodName") == "pingback.ping"
    assert [value.text for value in call.iter("string")] == [PAIR.page_url, PAIR.target_url]


def test_a_trackback_says_its_charset_twice_and_its_words_in_utf_8():
    request = request_by(Protocol.TRACKBACK)

    assert ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8") in request.headers
    assert parse_qs(request.body.decode()) == {
        "title": ["늦은 까닭 & 날짜"],
        "url": [PAIR.page_url],
        "excerpt": ["고치겠습니다"],
        "blog_name": ["모과나루 답변"],
        "charset": ["utf-8"],
    }


@pytest.mark.parametrize(
    ("status", "wanted"),
    [
        (200, "delivered"),
        (201, "delivered"),
        (202, "delivered"),
        (204, "delivered"),
        (400, "refused"),
        (404, "refused"),
        (410, "refused"),
        (408, "later"),
        (425, "later"),
        (429, "later"),
        (500, "later"),
        (503, "later"),
        (304, "refused"),
    ],
)
def test_a_webmention_is_judged_by_its_status_alone(status, wanted):
    assert outcome(Protocol.WEBMENTION, "<b>", status=status).outcome == wanted


@pytest.mark.parametrize(
    ("fault", "wanted"),
    [
        (48, "delivered"),
        (0, "refused"),
        (17, "refused"),
        (32, "refused"),
        (33, "refused"),
        (49, "refused"),
        (16, "later"),
        (50, "later"),
        (429, "later"),
        (-32601, "refused"),
        (405, "refused"),
    ],
)
@pytest.mark.parametrize("kind", ["int", "i4"])
def test_a_pingback_fault_means_what_the_specification_says(fault, kind, wanted):
    delivery = outcome(Protocol.PINGBACK, a_fault(fault, kind))

    assert (delivery.outcome, delivery.fault) == (wanted, str(fault))


def test_a_string_is_a_pingback_delivered():
    assert outcome(Protocol.PINGBACK, XMLRPC_OK).outcome is Outcome.DELIVERED


def test_warnings_of_php_before_the_answer_are_passed_over():
    assert outcome(Protocol.PINGBACK, f"<br />\n<b>Warning</b>: x in y\n{XMLRPC_OK}").outcome is Outcome.DELIVERED


@pytest.mark.parametrize(("error", "wanted"), [("0", "delivered"), ("1", "refused"), (" 0 ", "delivered")])
def test_a_trackback_answers_with_its_error(error, wanted):
    assert outcome(Protocol.TRACKBACK, trackback_error(error)).outcome == wanted


@pytest.mark.parametrize("protocol", [Protocol.PINGBACK, Protocol.TRACKBACK])
@pytest.mark.parametrize(
    "body",
    [
        pytest.param("", id="nothing"),
        pytest.param("<html>thank you</html>", id="a page"),
        pytest.param(f"{BOMB}<response><error>&b;</error></response>", id="entities"),
        pytest.param(
            '<?xml version="1.0"?><!DOCTYPE r SYSTEM "file:///etc/passwd"><response><error>0</error></response>',
            id="dtd",
        ),
        pytest.param("<methodResponse></methodResponse>", id="empty"),
        pytest.param("<methodResponse><fault><value/></fault></methodResponse>", id="fault without code"),
    ],
)
def test_an_answer_that_is_none_leaves_it_unknown_and_is_never_a_reason_to_send_again(protocol, body):
    assert outcome(protocol, body).outcome is Outcome.UNKNOWN


def test_a_gateway_that_gave_up_leaves_a_trackback_unknown_and_a_webmention_for_later():
    assert outcome(Protocol.TRACKBACK, status=504).outcome is Outcome.UNKNOWN
    assert outcome(Protocol.WEBMENTION, status=504).outcome is Outcome.LATER


def test_an_answer_after_see_other_is_no_answer_of_a_pingback():
    redirects = (Redirect(status=303, url="https://blog.example/thanks"),)

    assert outcome(Protocol.PINGBACK, XMLRPC_OK, redirects=redirects).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        ("Sun, 22 Nov 2026 00:01:00 GMT", 60),
        ("Sun, 22 Nov 2020 00:01:00 GMT", 0),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_read_in_both_its_forms(said, seconds):
    assert outcome(Protocol.WEBMENTION, status=503, headers=(("Retry-After", said),)).retry_after_seconds == seconds
