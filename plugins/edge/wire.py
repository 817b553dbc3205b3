"""HTTP/1.1 as bytes: a request to send, and an answer read piece by piece, however it was cut on the way. Pure.

Strict where an answer says how long it is: what is ambiguous is refused, and a connection is used again only after an
answer that ended exactly where it said it would.
Source: RFC 9112 (HTTP/1.1), 2 to 7; RFC 9110 (HTTP), 5.5 and 6.4.1.
"""

import re
from collections.abc import Callable

from plugins.core.http import Headers
from plugins.edge.inflate import Inflater

HEAD_LIMIT = 64 * 1024
LINE_LIMIT = 4 * 1024
# Answers whose body nobody reads: they lead elsewhere.
REDIRECTS = frozenset({301, 302, 303, 307, 308})

_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_SENT_NAME = re.compile(_NAME)
_SENT_VALUE = re.compile(r"[\t -~\x80-\U0010ffff]*")
_SENT_TARGET = re.compile(r"/[!-~]*")
_STATUS = re.compile(rb"HTTP/1\.([01])[ \t]+([1-9]\d\d)(?:[ \t][^\0\r]*)?")
_FIELD = re.compile(rf"({_NAME})[ \t]*:([^\0\r]*)".encode())
_END = re.compile(rb"\r?\n\r?\n")
_FOLD = re.compile(rb"\r?\n[ \t]+")
_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\0]*)?\r?\n")
_DIGITS = re.compile(r"\d{1,18}", re.ASCII)


class WireError(ValueError):
    """Not HTTP, or not whole."""


class TooBigError(Exception):
    """The body is longer than wanted."""


def request_bytes(method: str, host: str, target: str, headers: Headers, body: bytes = b"") -> bytes:
    """Return a request.

    Args:
        host: As ``Host`` says it, with a port where it is not the usual one.
        headers: Sent as they are; the length of the body is told by itself.

    Raises:
        WireError: Something would break out of its line.
    """
    fields = (("Host", host), *headers)
    if body or method == "POST":
        fields += (("Content-Length", str(len(body))),)
    for name, value in fields:
        if not _SENT_NAME.fullmatch(name) or not _SENT_VALUE.fullmatch(value):
            raise WireError("header")
    if not _SENT_NAME.fullmatch(method) or not _SENT_TARGET.fullmatch(target):
        raise WireError("target")
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields), "", ""]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + body


class Answer:
    """One answer, read as its bytes arrive.

    Args:
        limit: Of the body, unpacked; one that is longer is ``TooBigError``.
        is_prefix: Whether to stop at the limit instead.

    Attributes:
        is_reusable: At its end: whether another request may be sent over the same connection.
        has_begun: Whether any byte has arrived.
    """

    def __init__(self, method: str, *, limit: int, is_prefix: bool = False) -> None:
        self.status = 0
        self.headers: Headers = ()
        self.is_reusable = self.has_begun = False
        self._body = bytearray()
        self._method, self._limit, self._is_prefix = method, limit, is_prefix
        self._rest = bytearray()
        self._seen = self._left = 0
        self._inflater: Inflater | None = None
        # What reads on from here; None at the end. Each says whether it got any further.
        self._reads: Callable[[], bool] | None = self._read_head
        self._is_until_close = False

    @property
    def body(self) -> bytes:
        """What has arrived of the body, unpacked."""
        return bytes(self._body)

    def feed(self, piece: bytes) -> bool:
        """Take in what has arrived; return whether the answer has ended.

        Raises:
            WireError: It cannot be read.
            TooBigError, DamagedError, UnaskedError: Its body is not wanted.
        """
        self.has_begun = True
        self._rest += piece
        while self._reads is not None and self._reads():
            pass
        return self._reads is None

    def close(self) -> None:
        """Take in that the connection was closed in good order, which ends some answers.

        Raises:
            WireError: There was more to come.
            DamagedError: Likewise, within the packing.
        """
        if self._reads is not None and not self._is_until_close:
            raise WireError("ends too early")
        if self._reads is not None:
            self._finish()

    def _read_head(self) -> bool:
        if self._rest.startswith((b"\r", b"\n")):
            # Some servers send a line end too much after the answer before.
            self._rest = self._rest.lstrip(b"\r\n")
            self._seen = 0
        end = _END.search(self._rest, max(self._seen - 3, 0))
        if end is None:
            self._seen = len(self._rest)
            if self._seen > HEAD_LIMIT:
                raise WireError("head too long")
            return False
        if end.end() > HEAD_LIMIT:
            raise WireError("head too long")
        head = bytes(self._rest[: end.start()])
        del self._rest[: end.end()]
        self._seen = 0
        first, _, lines = head.partition(b"\n")
        status = _STATUS.fullmatch(first.rstrip(b"\r"))
        if not status:
            raise WireError("no HTTP")
        if 100 <= int(status[2]) < 200:
            if status[2] == b"101":
                raise WireError("another protocol")
            return True
        self.status, self.headers = int(status[2]), _fields(lines)
        self._begin_body(is_newer=status[1] == b"1")
        return True

    def _begin_body(self, *, is_newer: bool) -> None:
        connection = {word.strip().lower() for value in self._values("connection") for word in value.split(",")}
        self.is_reusable = "close" not in connection and (is_newer or "keep-alive" in connection)
        if self._method == "HEAD" or self.status in (204, 304):
            self._end()
            return
        length = self._length()
        if self.status in REDIRECTS:
            self.is_reusable = self.is_reusable and length == 0
            self._end()
            return
        if length is not None and length > self._limit and not self._is_prefix:
            raise TooBigError
        self._inflater = Inflater(", ".join(self._values("content-encoding")))
        if length is not None:
            self._reads, self._left = self._read_length, length
        elif "chunked" in self._codings()[-1:]:
            self._reads = self._read_size
        else:
            self._reads, self._is_until_close = self._read_on, True

    def _codings(self) -> list[str]:
        told = (coding.strip().lower() for value in self._values("transfer-encoding") for coding in value.split(","))
        return [coding for coding in told if coding not in ("", "identity")]

    def _length(self) -> int | None:
        if self._codings():
            # They count; but where a length is told too, somebody on the way may have counted otherwise.
            self.is_reusable = self.is_reusable and not self._values("content-length")
            return None
        told = {length.strip() for value in self._values("content-length") for length in value.split(",")}
        if not told:
            return None
        if len(told) > 1 or not _DIGITS.fullmatch(next(iter(told))):
            raise WireError("length")
        return int(told.pop())

    def _read_length(self) -> bool:
        self._left -= self._take(self._left)
        if self._reads is None or self._left:
            return False
        if self._rest.strip(b"\r\n"):
            raise WireError("longer than it says")
        self._finish()
        return False

    def _read_on(self) -> bool:
        self._take(len(self._rest))
        return False

    def _read_size(self) -> bool:
        line = self._line()
        if line is None:
            return False
        size = _SIZE.fullmatch(line)
        if not size:
            raise WireError("chunk")
        self._left = int(size[1], 16)
        self._reads = self._read_chunk if self._left else self._read_trailer
        return True

    def _read_chunk(self) -> bool:
        if not self._rest:
            return False
        self._left -= self._take(self._left)
        if not self._left and self._reads is not None:
            self._reads = self._read_chunk_end
        return self._reads is not None

    def _read_chunk_end(self) -> bool:
        line = self._line()
        if line is None:
            return False
        if line.strip(b"\r\n"):
            raise WireError("chunk")
        self._reads = self._read_size
        return True

    def _read_trailer(self) -> bool:
        line = self._line()
        if line is None:
            return False
        # Trailers are for nobody here; they are counted like a head.
        self._seen += len(line)
        if self._seen > HEAD_LIMIT:
            raise WireError("trailer too long")
        if not line.strip(b"\r\n"):
            self._finish()
        return self._reads is not None

    def _line(self) -> bytes | None:
        end = self._rest.find(b"\n") + 1
        if end > LINE_LIMIT or (not end and len(self._rest) > LINE_LIMIT):
            raise WireError("line too long")
        if not end:
            return None
        line = bytes(self._rest[:end])
        del self._rest[:end]
        return line

    def _take(self, most: int) -> int:
        """Unpack at most so many of the bytes that have arrived; return how many."""
        piece = bytes(self._rest[:most])
        del self._rest[:most]
        if piece and self._inflater:
            self._body += self._inflater.feed(piece, self._limit + 1 - len(self._body))
            if len(self._body) > self._limit:
                if not self._is_prefix:
                    raise TooBigError
                del self._body[self._limit :]
                self.is_reusable = False
                self._end()
        return len(piece)

    def _finish(self) -> None:
        if self._inflater:
            self._inflater.finish()
        self._end()

    def _end(self) -> None:
        self.is_reusable = self.is_reusable and not self._rest and not self._is_until_close
        self._reads = None

    def _values(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name]


def _fields(lines: bytes) -> Headers:
    if b"\n " in lines or b"\n\t" in lines:
        lines = _FOLD.sub(b" ", lines)
    found: list[tuple[str, str]] = []
    for line in lines.split(b"\n") if lines else ():
        field = _FIELD.fullmatch(line.rstrip(b"\r"))
        if not field:
            raise WireError("header")
        found.append((field[1].decode("ascii"), field[2].strip(b" \t").decode("utf-8", "surrogateescape")))
    return tuple(found)
