"""Tags and topics: words that gather posts and cases, and the addresses of their pages.

A Korean word stays Korean in its address: a reader can read it, and every browser can open it.
"""

import re
import unicodedata
from functools import cache

from plugins.cases.frontmatter import Fields
from plugins.core.korean import quoted

# 40 syllables are 120 bytes of UTF-8: a file name may have 255.
NAME_CHARACTERS = 40
_BETWEEN = re.compile(r"[\W_]+")


@cache
def slug_of(word: str) -> str:
    """Return the word as one part of an address: small letters and digits of any script, joined by ``-``.

    "" where a word has neither. Nothing of it can leave its folder or needs quoting in a shell.
    """
    return _BETWEEN.sub("-", unicodedata.normalize("NFC", word).lower()).strip("-")


def tag_url(tag: str) -> str:
    """Return the address of the page that lists a tag."""
    return f"tags/{slug_of(tag)}/"


def topic_url(topic: str) -> str:
    """Return the address of the page that lists a topic."""
    return f"cases/topic/{slug_of(topic)}/"


def read_tags(fields: Fields) -> tuple[str, ...]:
    """Return ``tags:``, a list or one line with commas, as Pelican reads it; each once."""
    found: dict[str, str] = {}
    for text in fields.texts("tags"):
        for tag in filter(None, (part.strip() for part in text.split(","))):
            if not slug_of(tag):
                fields.fault("tags", f"'{tag}'에는 글자가 없습니다. 태그는 낱말로 적어 주세요. 예: 환불")
            elif len(tag) > NAME_CHARACTERS:
                told = f"{quoted(tag, '은')} {len(tag)}자입니다."
                fields.fault("tags", f"{told} 태그는 {NAME_CHARACTERS}자까지 적습니다.")
            else:
                found.setdefault(slug_of(tag), tag)
    return tuple(found.values())
