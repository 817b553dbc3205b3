"""The picture of a post: what it is, its title, whose it is and when, in 1200 by 630. The same facts, the same bytes.

Sixteen colours are enough for two inks on paper and keep a picture near 13 KB. Metadata stands in it only as far as
PNG needs it.

Source: Open Graph protocol; the size is what messengers and search engines cut nothing from.
"""

import zlib
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import PIL
from PIL import Image, ImageChops, ImageDraw, ImageFont

from plugins.metadata.layout import fitted

WIDTH, HEIGHT = 1200, 630
# Counts up when the drawing changes: a picture that was kept is of another drawing then.
DRAWING = 1
_PAPER, _INK, _MEND = (251, 249, 244), (33, 31, 27), (156, 43, 27)
_LEFT, _RIGHT = 84, WIDTH - 84
_SIZES = ((96, 2), (78, 3), (68, 3), (60, 4), (50, 5))
_LEADING = 1.36
_LEVELS = 8
_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
_SOFT = 176


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """What stands on a picture.

    Attributes:
        kind: Above the title; ``aside`` follows it more softly.
        mended: In red beside the kind; "" where nothing was corrected.
        whose, when: Below the title, left and right.
    """

    kind: str
    aside: str
    mended: str
    title: str
    whose: str
    when: str


class Pen:
    """A font file, and what of a text it can write."""

    def __init__(self, font: Path) -> None:
        self._path = str(font)
        self.digest = sha256(font.read_bytes()).hexdigest()
        self._missing = bytes(self.font(24).getmask("\uffff"))

    @cache  # noqa: B019 - lives as long as the build
    def font(self, size: int) -> ImageFont.FreeTypeFont:
        """Return the font in a size. Basic layout: the better one is not on every machine."""
        return ImageFont.truetype(self._path, size, layout_engine=ImageFont.Layout.BASIC)

    @cache  # noqa: B019
    def measure(self, text: str, size: int) -> float:
        """Return how wide a text is."""
        return float(self.font(size).getlength(text))

    def writable(self, text: str) -> str:
        """Return the text without what the font has no shape for, such as emoji, blanks as one."""
        return " ".join("".join(char for char in text if char.isspace() or self._has(char)).split())

    @cache  # noqa: B019
    def _has(self, char: str) -> bool:
        return bytes(self.font(24).getmask(char)) != self._missing


def name_of(card: Card, pen: Pen) -> str:
    """Return the name of a picture before it is drawn: another for every other content, drawing and font.

    Letters only: digits might read as somebody's number to who searches the finished files.
    """
    words = (card.kind, card.aside, card.mended, card.title, card.whose, card.when)
    said = "\0".join((*words, str(DRAWING), pen.digest, PIL.__version__))
    return sha256(said.encode()).hexdigest()[:20].translate(_LETTERS)


def drawn(card: Card, pen: Pen) -> bytes:
    """Return the picture as PNG."""
    ink, mend = Image.new("L", (WIDTH, HEIGHT)), Image.new("L", (WIDTH, HEIGHT))
    black, red = ImageDraw.Draw(ink), ImageDraw.Draw(mend)
    black.rectangle((0, 0, WIDTH, 14), fill=255)

    x: float = _LEFT
    for draw, text, fill in ((black, card.kind, 255), (black, card.aside, _SOFT), (red, card.mended, 255)):
        if shown := pen.writable(text):
            draw.text((x, 112), shown, font=pen.font(34), fill=fill, anchor="ls")
            x += pen.measure(shown, 34) + 26

    block = fitted(pen.writable(card.title) or pen.writable(card.whose), _RIGHT - _LEFT, _SIZES, pen.measure)
    step = round(block.size * _LEADING)
    # In the middle of what is between the kind and the line below, a little above it as the eye has it.
    top = 150 + max(0, (500 - 150 - step * len(block.lines)) // 2)
    for number, line in enumerate(block.lines):
        baseline = top + step * number + round(block.size * 0.98)
        black.text((_LEFT, baseline), line, font=pen.font(block.size), fill=255, anchor="ls")

    black.rectangle((_LEFT, 530, _RIGHT, 531), fill=_SOFT)
    when = pen.writable(card.when)
    room = _RIGHT - _LEFT - pen.measure(when, 30) - 40
    whose = fitted(pen.writable(card.whose), round(room), ((30, 1),), pen.measure).lines
    black.text((_LEFT, 580), "".join(whose), font=pen.font(30), fill=255, anchor="ls")
    black.text((_RIGHT, 580), when, font=pen.font(30), fill=_SOFT, anchor="rs")
    return _png(ink, mend)


def _png(ink: Image.Image, mend: Image.Image) -> bytes:
    top = _LEVELS - 1
    levels = ink.point([(value * top + 127) // 255 for value in range(256)])
    # Few posts are mended: the layer of the others would be empty.
    if mend.getbbox():
        reds = mend.point([(value * top + 127) // 255 + _LEVELS if value > 18 else 0 for value in range(256)])
        levels = ImageChops.lighter(levels, reds)
    picture = Image.frombytes("P", (WIDTH, HEIGHT), levels.tobytes())
    picture.putpalette(
        [value for colour in (_INK, _MEND) for level in range(_LEVELS) for value in _mixed(colour, level)]
    )
    out = BytesIO()
    # Run lengths suit flat colours: 3 ms where the search for matches takes 50 and saves nothing.
    picture.save(out, "PNG", bits=4, compress_level=6, compress_type=zlib.Z_RLE)
    return out.getvalue()


def _mixed(colour: tuple[int, ...], level: int) -> list[int]:
    return [round(p + (c - p) * level / (_LEVELS - 1)) for p, c in zip(_PAPER, colour, strict=True)]
