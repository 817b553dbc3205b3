"""Where a text names one of our brands. Pure; knows Korean particles and nothing of complaints.

A Korean noun is followed by its particle without a space, so a word boundary after the name would miss 모과나루에서,
and no boundary at all would hit 모과나루터. What may follow is listed in ``words.toml``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from plugins.core.text import Folded, folded
from plugins.inbox.model import Brand, Entry, Match
from plugins.inbox.words import load_words


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """Watched words made ready for searching; build once per run with ``watched_terms``."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    excluded: re.Pattern[str] | None


def _alternatives(words: Iterable[str]) -> str:
    # Longest first: 에서 must win over 에.
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


_AROUND = re.compile(r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def watched_terms(brands: Iterable[Brand]) -> Terms:
    """Return the words of all brands, ready for ``find_terms``."""
    brands = tuple(brands)
    known = load_words()
    tail = f"(?:{_alternatives(known.suffixes)})?(?:{_alternatives(known.particles)}){{0,2}}(?![가-힣])"
    words = dict.fromkeys(word for brand in brands for word in (*brand.names, *brand.aliases, *brand.products))
    excluded = [_spelling(word) for brand in brands for word in brand.exclude]
    return Terms(
        patterns=tuple((word, _pattern(word, tail)) for word in words),
        excluded=re.compile("|".join(sorted(excluded, key=len, reverse=True))) if excluded else None,
    )


def find_in_entry(entry: Entry, terms: Terms) -> tuple[Match, ...]:
    """Return every place where the title or the text names us, the title first."""
    return (*find_terms(entry.title, terms, where="title"), *find_terms(entry.text, terms, where="text"))


def find_terms(text: str, terms: Terms, *, where: str = "text") -> tuple[Match, ...]:
    """Return every place where a watched word stands as a word of its own.

    Args:
        text: NFC text without markup.
        where: What kind of text it is; passed on.

    Returns:
        Matches sorted by ``start``, with places in ``text`` as given; they may overlap when words do. The particle is
        not part of a match. Names inside web and mail addresses do not count, nor those covered by an excluded word.
    """
    fold = folded(text)
    # Same length, so that places stay true; a letter would create boundaries that are not there.
    searched = _AROUND.sub(lambda match: "\x00" * len(match[0]), fold.text)
    voided = [match.span() for match in terms.excluded.finditer(searched)] if terms.excluded else []
    found = [
        _match(word, where, fold, hit)
        for word, pattern in terms.patterns
        for hit in pattern.finditer(searched)
        if not any(start <= hit.start(1) and hit.end(1) <= end for start, end in voided)
    ]
    return tuple(sorted(found, key=lambda match: (match.start, match.end)))


def _match(word: str, where: str, fold: Folded, hit: re.Match[str]) -> Match:
    start, end = fold.original_span(hit.start(1), hit.end(1))
    return Match(term=word, where=where, start=start, end=end)


def _pattern(word: str, tail: str) -> re.Pattern[str]:
    # \w would take the Hangul before a Latin name for part of it: 나도Mogwanaru is rare, xMogwanaru is another word.
    last_is_hangul = "가" <= word[-1] <= "힣"
    before = r"(?<![가-힣a-z0-9_])" if "가" <= word[0] <= "힣" else r"(?<![a-z0-9_])"
    after = r"(?![a-z0-9_])" if not last_is_hangul else ""
    return re.compile(f"{before}({_spelling(word)}){after}(?={tail})")


def _spelling(word: str) -> str:
    """A word as a pattern over folded text, with any or no blank where it has one."""
    return r"\s*".join(re.escape(piece) for piece in folded(word).text.split())
