"""Somebody else's text made safe to show: nothing invisible in it, nothing that turns it round, cut between characters.

A character is what a reader takes for one (a grapheme cluster): jamo that make one syllable, a letter with its marks,
a family of emoji. Source: Unicode Standard Annex 29, 3.1.1, rules GB3 to GB13; without the conjuncts of Indic scripts
(GB9c) and prepended marks (GB9b), which the standard library cannot tell: such text is counted a little too long.
"""

import unicodedata
from collections.abc import Iterator

ZWJ = "\u200d"
ELLIPSIS = "…"
# Marks heaped on one letter cover the lines around it; real text never needs as many.
MOST_IN_CLUSTER = 16

# Letters that are drawn as nothing: Hangul fillers, and the blank of braille.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5")
_EMOJI_STYLES = frozenset("\ufe0e\ufe0f")
# Emoji outside the planes that hold almost nothing else. Source: Unicode emoji-data.txt, Extended_Pictographic.
_EARLY_EMOJI = frozenset("\u00a9\u00ae\u203c\u2049\u2122\u2139\u3030\u303d\u3297\u3299")


def graphemes(text: str) -> Iterator[str]:
    """Yield the grapheme clusters of a text, in order; joined they are the text."""
    start = 0
    for at in range(1, len(text)):
        if _is_boundary(text, start, at):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def safe_line(text: str) -> str:
    """Return a text as one NFC line without controls, bidirectional and zero-width characters, and heaps of marks."""
    text = "".join(" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    kept = "".join(char for at, char in enumerate(text) if _is_shown(text, at))
    # Once more: what stood around a character that is gone may be one letter now.
    line = " ".join(unicodedata.normalize("NFC", kept).split())
    return "".join(cluster[:MOST_IN_CLUSTER] for cluster in graphemes(line))


def cut(text: str, limit: int) -> str:
    """Return at most ``limit`` grapheme clusters, cut after a word with ``…``."""
    clusters = list(graphemes(text))
    if len(clusters) <= limit:
        return text
    head = clusters[: limit - 1]
    space = max((at for at, cluster in enumerate(head) if cluster == " "), default=0)
    if clusters[limit - 1] != " " and space > limit // 3:
        head = head[:space]
    return "".join(head).rstrip() + ELLIPSIS


def _is_shown(text: str, at: int) -> bool:
    char = text[at]
    category = unicodedata.category(char)
    if char == ZWJ:
        # Only where it makes one picture of two: everywhere else it hides in a word.
        before = next((c for c in reversed(text[max(0, at - 3) : at]) if not _extends(c)), "")
        return _is_pictograph(before) and _is_pictograph(text[at + 1 : at + 2])
    if char in _EMOJI_STYLES:
        return at > 0 and (_is_pictograph(text[at - 1]) or text[at - 1] in "0123456789#*")
    if "\ufe00" <= char <= "\ufe0d" or "\U000e0000" <= char <= "\U000e0fff":
        return False
    return category not in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"} and char not in _BLANK_LETTERS


def _is_boundary(text: str, start: int, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if before == "\r" and after == "\n":
        return False
    if _is_control(before) or _is_control(after):
        return True
    if _joins_syllable(_hangul(before), _hangul(after)):
        return False
    if after == ZWJ or _extends(after) or unicodedata.category(after) == "Mc":
        return False
    if before == ZWJ and _is_pictograph(after):
        return not _is_pictograph(text[start])
    if _is_flag_letter(before) and _is_flag_letter(after):
        # Flags are pairs: the third letter begins the next one.
        return (at - start) % 2 == 0
    return True


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Zl", "Zp"} or char in "\u200b\u2060\ufeff"


def _extends(char: str) -> bool:
    is_mark = unicodedata.category(char) in {"Mn", "Me"}
    return is_mark or char in "\u200c\uff9e\uff9f" or "\U0001f3fb" <= char <= "\U0001f3ff" or _is_tag(char)


def _is_tag(char: str) -> bool:
    return "\U000e0020" <= char <= "\U000e007f"


def _is_flag_letter(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _is_pictograph(char: str) -> bool:
    if not char or _is_flag_letter(char):
        return False
    return char in _EARLY_EMOJI or "\u2190" <= char <= "\u2bff" or "\U0001f000" <= char <= "\U0001faff"


def _hangul(char: str) -> str:
    """L, V or T for a jamo, LV or LVT for a syllable, "" for everything else. Source: UAX 29, Hangul_Syllable_Type."""
    if "가" <= char <= "힣":
        return "LV" if (ord(char) - 0xAC00) % 28 == 0 else "LVT"
    if "\u1100" <= char <= "\u115f" or "\ua960" <= char <= "\ua97c":
        return "L"
    if "\u1160" <= char <= "\u11a7" or "\ud7b0" <= char <= "\ud7c6":
        return "V"
    if "\u11a8" <= char <= "\u11ff" or "\ud7cb" <= char <= "\ud7fb":
        return "T"
    return ""


def _joins_syllable(before: str, after: str) -> bool:
    match before:
        case "L":
            return after in {"L", "V", "LV", "LVT"}
        case "LV" | "V":
            return after in {"V", "T"}
        case "LVT" | "T":
            return after == "T"
    return False
