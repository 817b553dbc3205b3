"""Pictures: where and by whom they were taken is found in every format, and never repeated."""

import struct

import pytest

from plugins.core.personal_data import Allowed
from plugins.editorial.images import traces
from plugins.editorial.judge import findings_in_file, patterns_in_force
from plugins.editorial.model import Level

GPS, AUTHOR, SERIAL = 0x8825, 0x013B, 0xA431
NAME = b"Hong Gildong\0"


def exif(*tags, order="<", sub=()):
    """A TIFF block with one directory of tags: (tag, kind, bytes); ``sub`` stands in the Exif directory."""
    tags = [*tags, *([(0x8769, 4, None)] if sub else [])]
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 8)
    room = 8 + 2 + 12 * len(tags) + 4
    entries, rest = b"", b""
    for tag, kind, value in tags:
        if value is None:
            entries += struct.pack(f"{order}HHII", tag, kind, 1, room + len(rest))
            rest += directory(sub, order, room + len(rest))
        elif len(value) <= 4:
            entries += struct.pack(f"{order}HHI", tag, kind, len(value)) + value.ljust(4, b"\0")
        else:
            entries += struct.pack(f"{order}HHII", tag, kind, len(value), room + len(rest))
            rest += value
    return head + struct.pack(f"{order}H", len(tags)) + entries + b"\0\0\0\0" + rest


def directory(tags, order, at):
    entries, rest, room = b"", b"", at + 2 + 12 * len(tags) + 4
    for tag, kind, value in tags:
        entries += struct.pack(f"{order}HHII", tag, kind, len(value), room + len(rest))
        rest += value
    return struct.pack(f"{order}H", len(tags)) + entries + b"\0\0\0\0" + rest


def jpeg(*blocks):
    segments = b"".join(struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data for marker, data in blocks)
    return b"\xff\xd8" + segments + b"\xff\xda\0\x02\xff\xd9"


def png(*chunks):
    body = b"".join(struct.pack(">I4s", len(data), kind) + data + b"\0\0\0\0" for kind, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + body + struct.pack(">I4s", 0, b"IEND") + b"\0\0\0\0"


def webp(*chunks):
    body = b"".join(struct.pack("<4sI", kind, len(data)) + data + b"\0" * (len(data) % 2) for kind, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


GPS_TAG, AUTHOR_TAG = (GPS, 4, b"\x1a\0\0\0"), (AUTHOR, 2, NAME)
XMP = b"http://ns.adobe.com/xap/1.0/\0<rdf><dc:creator>Hong</dc:creator><exif:GPSLatitude>37</exif:GPSLatitude></rdf>"
PICTURES = {
    "jpeg gps": (jpeg((0xE1, b"Exif\0\0" + exif(GPS_TAG))), ("찍은 곳(GPS)",)),
    "jpeg author": (jpeg((0xE0, b"JFIF\0"), (0xE1, b"Exif\0\0" + exif(AUTHOR_TAG))), ("찍은 사람",)),
    "big-endian": (jpeg((0xE1, b"Exif\0\0" + exif(AUTHOR_TAG, order=">"))), ("찍은 사람",)),
    "serial number in the Exif directory": (
        jpeg((0xE1, b"Exif\0\0" + exif(sub=[(SERIAL, 2, NAME)]))),
        ("기기 번호",),
    ),
    "xmp": (jpeg((0xE1, XMP)), ("찍은 곳(GPS)", "찍은 사람")),
    "iptc": (jpeg((0xED, b"Photoshop 3.0\0\x1c\x02\x50\0\x04Hong")), ("찍은 사람",)),
    "comment": (jpeg((0xFE, b"taken by Hong")), ("적어 둔 말",)),
    "png exif": (png((b"eXIf", exif(GPS_TAG))), ("찍은 곳(GPS)",)),
    "png text": (png((b"tEXt", b"Author\0Hong")), ("찍은 사람",)),
    "webp exif": (webp((b"VP8 ", b"abc"), (b"EXIF", exif(GPS_TAG))), ("찍은 곳(GPS)",)),
    "webp xmp": (webp((b"XMP ", XMP)), ("찍은 곳(GPS)", "찍은 사람")),
    "tiff": (exif(GPS_TAG), ("찍은 곳(GPS)",)),
    "gif comment": (b"GIF89a\0\0\0\0\0\0\0\x21\xfe\x04Hong\0;", ("적어 둔 말",)),
    "heic": (b"\0\0\0\x18ftypheic", ("읽을 수 없는 사진",)),
    "broken jpeg": (b"\xff\xd8\0\0\0\0\0\0", ("읽을 수 없는 사진",)),
    "clean jpeg": (jpeg((0xE0, b"JFIF\0"), (0xE1, b"Exif\0\0" + exif((0x0112, 3, b"\1\0"))))),
    "an empty author": (jpeg((0xE1, b"Exif\0\0" + exif((AUTHOR, 2, b" \0"))))),
    "clean png": (png((b"IHDR", b"\0" * 13), (b"tEXt", b"Software\0draw"))),
    "clean webp": (webp((b"VP8 ", b"abc"))),
}


@pytest.mark.parametrize("case", PICTURES.values(), ids=PICTURES)
def test_a_picture_tells_what_it_carries(case):
    content, wanted = case if isinstance(case, tuple) else (case, ())

    assert traces(content) == wanted


def test_a_directory_that_points_at_itself_ends():
    loop = exif((0x8769, 4, struct.pack("<I", 8)))

    assert traces(loop) == ()


def test_a_picture_with_a_trace_blocks_and_the_trace_is_not_repeated():
    (finding,) = findings_in_file("images/a.jpg", PICTURES["jpeg author"][0], patterns_in_force(()), Allowed())

    assert (finding.rule, finding.level) == ("PII-IMG-EXIF", Level.BLOCK)
    assert "Hong" not in repr(finding)
