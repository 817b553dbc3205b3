"""What a picture tells besides itself: where it was taken, by whom, with which device. Repeats nothing of it.

Looks at the metadata of JPEG, PNG, WebP, GIF and TIFF; another format, or one that cannot be read, is told as
such, since what could not be checked is not published. What a picture shows is for a person to look at.

Source: JPEG (ITU T.81, annex B), Exif 2.32, PNG 1.2 with the eXIf chunk, RIFF/WebP container.
"""

import struct
from collections.abc import Iterator

SUFFIXES = frozenset((".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".heic", ".heif", ".avif", ".bmp"))

# Exif tags that lead to a person or a place.
_TAGS = {
    0x8825: "찍은 곳(GPS)",
    0x013B: "찍은 사람",
    0x8298: "저작권자",
    0xA430: "기기 주인",
    0xA431: "기기 번호",
    0xA435: "렌즈 번호",
    0x9C9D: "글쓴이",
    0x9286: "적어 둔 말",
    0x9C9C: "적어 둔 말",
}
_XMP = {
    b"GPSLatitude": "찍은 곳(GPS)",
    b"dc:creator": "찍은 사람",
    b"photoshop:AuthorsPosition": "찍은 사람",
    b"SerialNumber": "기기 번호",
    b"OwnerName": "기기 주인",
}
_PNG_TEXT = {b"author": "찍은 사람", b"copyright": "저작권자", b"comment": "적어 둔 말", b"description": "적어 둔 말"}
_SUB_IFDS = frozenset((0x8769,))
_UNREADABLE = "읽을 수 없는 사진"


def traces(content: bytes) -> tuple[str, ...]:
    """Return in Korean what kinds of trace a picture carries, each once; a picture that cannot be read is one too."""
    try:
        found = tuple(dict.fromkeys(_traces(content)))
    except (struct.error, IndexError, ValueError):
        return (_UNREADABLE,)
    return found


def _traces(data: bytes) -> Iterator[str]:
    if data.startswith(b"\xff\xd8"):
        yield from _in_jpeg(data)
    elif data.startswith(b"\x89PNG\r\n\x1a\n"):
        yield from _in_png(data)
    elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        yield from _in_webp(data)
    elif data[:4] in (b"II*\0", b"MM\0*"):
        yield from _in_exif(data)
    elif data[:6] in (b"GIF87a", b"GIF89a"):
        # A GIF has no place for Exif; a comment extension and XMP are text that is searched as bytes.
        yield from _in_xmp(data)
        if b"\x21\xfe" in data:
            yield "적어 둔 말"
    else:
        yield _UNREADABLE


def _in_jpeg(data: bytes) -> Iterator[str]:
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise ValueError("no marker")
        marker, length = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        if marker in (0xDA, 0xD9):
            return
        if marker in (0xFF, 0x01) or 0xD0 <= marker <= 0xD7:
            at += 1 if marker == 0xFF else 2
            continue
        block = data[at + 4 : at + 2 + length]
        if marker == 0xE1 and block.startswith(b"Exif\0\0"):
            yield from _in_exif(block[6:])
        elif marker in (0xE1, 0xED):
            yield from _in_xmp(block)
            if marker == 0xED and (b"\x1c\x02\x50" in block or b"\x1c\x02\x74" in block):
                # IPTC: by-line, copyright notice
                yield "찍은 사람"
        elif marker == 0xFE and block.strip(b"\0 "):
            yield "적어 둔 말"
        at += 2 + length


def _in_png(data: bytes) -> Iterator[str]:
    at = 8
    while at + 8 <= len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        block = data[at + 8 : at + 8 + length]
        if kind == b"eXIf":
            yield from _in_exif(block)
        elif kind in (b"tEXt", b"zTXt", b"iTXt"):
            key = block.split(b"\0", 1)[0].lower()
            if key in _PNG_TEXT:
                yield _PNG_TEXT[key]
            yield from _in_xmp(block)
        at += 12 + length


def _in_webp(data: bytes) -> Iterator[str]:
    at = 12
    while at + 8 <= len(data):
        kind, length = struct.unpack("<4sI", data[at : at + 8])
        block = data[at + 8 : at + 8 + length]
        if kind == b"EXIF":
            yield from _in_exif(block.removeprefix(b"Exif\0\0"))
        elif kind == b"XMP ":
            yield from _in_xmp(block)
        at += 8 + length + length % 2


def _in_exif(data: bytes) -> Iterator[str]:
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None:
        raise ValueError("no byte order")
    offsets, seen = [struct.unpack(f"{order}I", data[4:8])[0]], set()
    while offsets:
        offset = offsets.pop()
        # A table that points at itself would never end.
        if offset in seen or not 0 < offset < len(data):
            continue
        seen.add(offset)
        (count,) = struct.unpack(f"{order}H", data[offset : offset + 2])
        for index in range(count):
            entry = data[offset + 2 + 12 * index : offset + 14 + 12 * index]
            tag, kind, number, value = struct.unpack(f"{order}HHI4s", entry)
            if tag in _SUB_IFDS:
                offsets.append(struct.unpack(f"{order}I", value)[0])
            elif tag in _TAGS and _is_said(data, order, kind, number, value):
                yield _TAGS[tag]


def _is_said(data: bytes, order: str, kind: int, number: int, value: bytes) -> bool:
    """Whether a tag holds more than blanks: cameras write an empty author."""
    if kind not in (1, 2, 7):
        return True
    text = value[:number] if number <= 4 else data[struct.unpack(f"{order}I", value)[0] :][:number]
    return bool(text.removeprefix(b"ASCII").strip(b"\0 "))


def _in_xmp(block: bytes) -> Iterator[str]:
    yield from (said for name, said in _XMP.items() if name in block)
