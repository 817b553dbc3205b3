"""Answers as servers send them: whole bytes, and whether the connection has to be closed for them to end."""

import gzip

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n"
PACKED = gzip.compress("모과나루 ".encode() * 40)

ANSWERS = {
    "with a length": (OK + b"Content-Type: text/xml\r\nContent-Length: 5\r\n\r\nhello", False),
    "without a length": (OK + b"A: b\r\n\r\nhello", True),
    "empty": (OK + b"Content-Length: 0\r\n\r\n", False),
    "of the old version": (b"HTTP/1.0 200 OK\r\n\r\nhello", True),
    "without a reason": (b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nhi", False),
    "with a Korean reason": ("HTTP/1.1 404 없음\r\nContent-Length: 2\r\n\r\nhi".encode(), False),
    "with bare line ends": (b"HTTP/1.1 200 OK\nContent-Length: 2\nA:b\n\nhi", False),
    "not modified": (b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n', False),
    "nothing to say": (b"HTTP/1.1 204 No Content\r\n\r\n", False),
    "in chunks": (CHUNKED + b"\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", False),
    "in chunks with extensions and trailers": (CHUNKED + b"\r\n5;a=b\r\nhello\r\n0\r\nX: y\r\nZ: w\r\n\r\n", False),
    "in chunks of capital size": (CHUNKED + b"\r\n0A\r\n0123456789\r\n0\r\n\r\n", False),
    "in chunks, packed": (
        CHUNKED + b"Content-Encoding: gzip\r\n\r\n%x\r\n" % len(PACKED) + PACKED + b"\r\n0\r\n\r\n",
        False,
    ),
    "packed": (OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(PACKED) + PACKED, False),
    "after a hint": (b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK + b"Content-Length: 2\r\n\r\nhi", False),
    "after a stray line end": (b"\r\n" + OK + b"Content-Length: 2\r\n\r\nhi", False),
    "with two equal lengths": (OK + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\nhi", False),
    "with raw Korean in a header": ("HTTP/1.1 200 OK\r\nX: 글\r\nContent-Length: 2\r\n\r\nhi".encode(), False),
    "with EUC-KR in a header": (OK + "X: 글\r\n".encode("euc-kr") + b"Content-Length: 2\r\n\r\nhi", False),
    "with a folded header": (OK + b"X: a\r\n b\r\nContent-Length: 2\r\n\r\nhi", False),
    "with a blank before the colon": (OK + b"Content-Length : 2\r\n\r\nhi", False),
    "with bare line ends in chunks": (CHUNKED + b"\r\n2\nhi\n0\n\n", False),
    "of a coding that ends with it": (OK + b"Transfer-Encoding: foo\r\n\r\nhi", True),
    "of no coding at all": (OK + b"Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nhi", False),
    "in chunks, said twice": (CHUNKED + b"Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", False),
    "in chunks, with a length too": (CHUNKED + b"Content-Length: 2\r\n\r\n2\r\nhi\r\n0\r\n\r\n", False),
    "with an empty header": (OK + b"X:\r\nY:  z \t\r\nContent-Length: 2\r\n\r\nhi", False),
}
# They end before their last byte.
EXCEEDING = {
    "with a line end too much behind it": OK + b"Content-Length: 2\r\n\r\nhi\r\n",
    "in chunks, with a line end too much behind it": CHUNKED + b"\r\n2\r\nhi\r\n0\r\n\r\n\r\n",
}
FAULTY = {
    "nothing": b"",
    "no HTTP": b"\x00\x01nonsense\r\n\r\n",
    "of another version": b"HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n",
    "a radio": b"ICY 200 OK\r\n\r\n",
    "a status of two digits": b"HTTP/1.1 20 OK\r\n\r\n",
    "another protocol": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
    "a cut head": OK + b"Content-Le",
    "a cut body": OK + b"Content-Length: 9\r\n\r\nhello",
    "a body longer than said": OK + b"Content-Length: 3\r\n\r\nhello",
    "a cut chunk": CHUNKED + b"\r\n9\r\nhello",
    "no last chunk": CHUNKED + b"\r\n5\r\nhello\r\n",
    "a chunk longer than said": CHUNKED + b"\r\n2\r\nhello\r\n0\r\n\r\n",
    "a chunk of no size": CHUNKED + b"\r\nzz\r\nhello\r\n0\r\n\r\n",
    "a chunk of negative size": CHUNKED + b"\r\n-5\r\nhello\r\n0\r\n\r\n",
    "a chunk of endless size": CHUNKED + b"\r\n" + b"f" * 40 + b"\r\nhello",
    "two lengths": OK + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi",
    "a length with a sign": OK + b"Content-Length: +2\r\n\r\nhi",
    "a length of no number": OK + b"Content-Length: two\r\n\r\nhi",
    "a header without a colon": OK + b"nonsense\r\nContent-Length: 2\r\n\r\nhi",
    "a header without a name": OK + b": x\r\nContent-Length: 2\r\n\r\nhi",
    "a zero in a header": OK + b"X: a\0b\r\nContent-Length: 2\r\n\r\nhi",
    "damaged packing": OK + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
    "unknown packing": OK + b"Content-Encoding: lzma\r\nContent-Length: 5\r\n\r\nhello",
}
# Where we know better than aiohttp. We read: what RFC 9112, 6.3 and 5.1, and 2.2 allow a recipient to make sense of.
# We refuse: what we cannot speak, and what would be handed on packed.
UNLIKE_AIOHTTP = frozenset(
    {
        "with two equal lengths",
        "with a blank before the colon",
        "with bare line ends in chunks",
        "of no coding at all",
        "in chunks, with a length too",
        "of another version",
        "another protocol",
        "unknown packing",
    }
)
