"""Bytes to text, for feeds and pages of the Korean web, whose labels are often wrong.

Valid UTF-8 wins over any label; every Korean label means cp949; else the reading with the fewest holes wins.
"""

import codecs
import re
from dataclasses import dataclass

from plugins.core.text import clean

HOLE = "\ufffd"

# The labels say KS X 1001, the bytes are what Windows writes: 똠, 펲 and 쀍 are missing in the former.
_KOREAN = (
    "euc-kr euckr euc_kr cp949 ms949 uhc ks_c_5601-1987 ksc5601 ksc_5601 ks_c_5601 ks_c_5601-1989 ks-c-5601"
    " x-windows-949 windows-949 korean csksc56011987 iso-ir-149"
)
KOREAN_LABELS = frozenset(_KOREAN.split())
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    # Before UTF-16: its little-endian mark begins with the one of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ASCII = bytes(range(128))
_LABEL = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Decoded:
    """A readable document.

    Attributes:
        holes: Characters that could not be read and stand as U+FFFD.
    """

    text: str
    encoding: str
    holes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Recoded:
    """A document as UTF-8, whatever it came in.

    Attributes:
        holes: Characters that could not be read and stand as U+FFFD.
    """

    content: bytes
    encoding: str
    holes: int


def decode(body: bytes, *, declared: str = "") -> Decoded:
    """Return the text of a feed or page, clean; never fails, counts what it could not read.

    Args:
        declared: The charset of ``Content-Type``; the document's own label is looked up here.
    """
    read = _decoded(body, declared)
    return Decoded(text=clean(read.text.removeprefix("\ufeff")), encoding=read.encoding, holes=read.holes)


def recode(body: bytes, *, declared: str = "") -> Recoded:
    """Return a document as UTF-8 and otherwise as it came; sound UTF-8 is not even copied."""
    if body[:2] not in (b"\xff\xfe", b"\xfe\xff") and b"\0" not in body[:4] and b"\x1b$)C" not in body[:4096]:
        try:
            body.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return Recoded(content=body.removeprefix(codecs.BOM_UTF8), encoding="utf-8", holes=0)
    read = _decoded(body, declared)
    content = read.text.removeprefix("\ufeff").encode("utf-8", "replace")
    return Recoded(content=content, encoding=read.encoding, holes=read.holes)


def _decoded(body: bytes, declared: str) -> Decoded:
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return _read(body[len(mark) :], encoding)
    if body[:4] in (b"<\0?\0", b"<\0!\0", b"<\0h\0", b"<\0r\0"):
        return _read(body, "utf-16-le")
    if body[:4] in (b"\0<\0?", b"\0<\0!", b"\0<\0h", b"\0<\0r"):
        return _read(body, "utf-16-be")
    labels = [_codec(label) for label in (declared, _own_label(body)) if label]
    if b"\x1b$)C" in body[:4096]:
        # ISO-2022-KR is seven bits wide and would pass as UTF-8.
        return _read(body, "iso2022_kr")
    try:
        return Decoded(text=body.decode("utf-8"), encoding="utf-8", holes=0)
    except UnicodeDecodeError:
        pass
    named = [label for label in labels if label and not _reads_anything(label)]
    # Only as many as are needed: nothing surpasses a reading without a hole, and one full of them takes long.
    readings = (_read(body, encoding) for encoding in dict.fromkeys((*named, "cp949", "utf-8")))
    best = next(readings)
    while best.holes and (other := next(readings, None)):
        best = min(best, other, key=lambda reading: reading.holes)
    # A Western label reads any bytes without a hole, so it is believed only where Korean and UTF-8 clearly fail.
    wide = len(body.translate(None, _ASCII))
    western = next((label for label in labels if label and _reads_anything(label)), "")
    return _read(body, western) if western and best.holes * 10 > wide else best


def _read(body: bytes, encoding: str) -> Decoded:
    text = body.decode(encoding, errors="replace")
    return Decoded(text=text, encoding=encoding, holes=text.count(HOLE))


def _own_label(body: bytes) -> str:
    match = _LABEL.search(body[:2048])
    return match[1].decode("ascii") if match else ""


def _codec(label: str) -> str:
    label = label.strip().lower()
    if label in KOREAN_LABELS:
        return "cp949"
    try:
        codec = codecs.lookup(label)
    except (LookupError, ValueError):
        return ""
    # Python also names byte transformations (hex, zlib) by codec; those read no text.
    return codec.name if getattr(codec, "_is_text_encoding", True) else ""


def _reads_anything(codec: str) -> bool:
    return codec.startswith(("iso8859", "cp125", "latin", "koi8", "mac")) or codec == "ascii"
