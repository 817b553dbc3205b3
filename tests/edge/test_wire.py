import gzip
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.edge.inflate import DamagedError, UnaskedError
from plugins.edge.wire import Answer, TooBigError, WireError, request_bytes
from tests.edge.answers import ANSWERS, EXCEEDING, FAULTY


def read(*pieces, method="GET", limit=100_000, is_prefix=False, closes=False):
    """Feed the pieces to an answer and return it, and whether it has ended."""
    answer = Answer(method, limit=limit, is_prefix=is_prefix)
    has_ended = False
    for piece in pieces:
        has_ended = answer.feed(piece)
    if closes:
        answer.close()
    return answer, has_ended


def seen(answer):
    return answer.status, answer.headers, answer.body, answer.is_reusable


@pytest.mark.parametrize("name", ANSWERS)
@settings(max_examples=25)
@given(cuts=st.lists(st.integers(min_value=0, max_value=400), max_size=8))
def test_an_answer_reads_the_same_however_it_is_cut_on_the_way(name, cuts):
    whole, closes = ANSWERS[name]
    places = sorted({0, len(whole), *(min(cut, len(whole)) for cut in cuts)})
    pieces = [whole[start:end] for start, end in pairwise(places)]

    answer, _ = read(*pieces, closes=closes)

    assert seen(answer) == seen(read(whole, closes=closes)[0])


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_read_byte_by_byte_ends_with_its_last_byte(name):
    whole, closes = ANSWERS[name]
    answer = Answer("GET", limit=100_000)

    ended = [answer.feed(bytes([byte])) for byte in whole]

    assert ended == [False] * (len(whole) - 1) + [not closes]


@pytest.mark.parametrize("name", EXCEEDING)
def test_a_line_end_too_much_costs_the_connection_and_not_the_answer(name):
    answer, has_ended = read(EXCEEDING[name])

    assert (has_ended, answer.body, answer.is_reusable) == (True, b"hi", False)


@pytest.mark.parametrize("name", FAULTY)
def test_what_cannot_be_read_for_certain_is_refused(name):
    with pytest.raises((WireError, DamagedError, UnaskedError)):
        read(FAULTY[name], closes=True)


@pytest.mark.parametrize(
    "endless", [b"x", b"HTTP/1.1 200 OK\r\nA: " + b"x" * 1000, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"]
)
def test_a_head_or_a_line_without_end_is_refused(endless):
    with pytest.raises(WireError):
        read(endless, *[b"1" * 1000] * 100)


def test_trailers_without_end_are_refused():
    with pytest.raises(WireError, match="trailer too long"):
        read(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", *[b"A: b\r\n" * 1000] * 20)


@pytest.mark.parametrize(
    ("head", "method", "is_reusable"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "GET", True),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", "HEAD", True),
        (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", "GET", True),
        (b"HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n", "GET", False),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", "GET", False),
        (b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n", "GET", True),
        (b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 9\r\n\r\n", "GET", False),
        (b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n", "GET", True),
        (b"HTTP/1.1 304 Not Modified\r\n\r\nmore than there may be", "GET", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "GET", False),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nHTTP/1.1 200 OK", "GET", False),
    ],
)
def test_a_connection_is_used_again_only_after_an_answer_whose_end_is_certain(head, method, is_reusable):
    answer, has_ended = read(head, method=method)

    assert (has_ended, answer.is_reusable) == (True, is_reusable)


def test_a_body_that_is_too_big_is_refused_before_it_is_read():
    with pytest.raises(TooBigError):
        read(b"HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\n")


def test_the_beginning_of_a_body_is_enough_where_no_more_is_wanted():
    packed = gzip.compress(b"x" * 1_000_000)

    answer, has_ended = read(
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed) + packed,
        limit=10,
        is_prefix=True,
    )

    assert (has_ended, answer.body, answer.is_reusable) == (True, b"x" * 10, False)


def test_a_request_says_whom_it_asks_and_how_long_its_body_is():
    said = request_bytes("POST", "b.example:81", "/a?b=c", (("Accept", "*/*"),), b"x=1")

    assert said == (b"POST /a?b=c HTTP/1.1\r\nHost: b.example:81\r\nAccept: */*\r\nContent-Length: 3\r\n\r\nx=1")


@pytest.mark.parametrize(
    ("target", "headers"),
    [
        ("/a b", ()),
        ("/a\r\nX: y", ()),
        ("http://b.example/", ()),
        ("/", (("X", "a\r\nY: b"),)),
        ("/", (("X", "a\nb"),)),
        ("/", (("X", "a\0b"),)),
        ("/", (("X: y\r\nZ", "a"),)),
        ("/", (("", "a"),)),
    ],
)
def test_nothing_breaks_out_of_its_line(target, headers):
    with pytest.raises(WireError):
        request_bytes("GET", "b.example", target, headers)
