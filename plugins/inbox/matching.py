"""Where a text names one of our brands, and by which rule. Pure; knows Korean word endings, nothing of complaints.

A Korean noun is followed by its particle without a blank and preceded by what it is a part of, so a word boundary on
either side would miss 모과나루에서 and none at all would hit 정신세계. Names are looked for in a text without blanks
(신 세계 is 신세계), and what stands left and right of one decides. What may stand there is listed in ``words.toml``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from plugins.core.korean import quoted
from plugins.inbox.endings import LONG_NAME, Endings, endings_of
from plugins.inbox.model import Brand, Entry, Match
from plugins.inbox.squeezed import Squeezed, letters_only, squeezed
from plugins.inbox.words import any_of, load_words

CONTEXT = "ctx:"
NO_SPACE = "ctx:NOSPACE"

_LONGEST_RUN = 24
# Behind a name that ends in a digit these go on with the number.
_MONEY = ("만원", "천원", "백원", "억원", "원")


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """One watched spelling of a brand.

    Attributes:
        word: As it stands in ``sources.toml``.
        folded: As it is looked for: lower case, without blanks.
        blanks: Where the word itself has a blank, as places in ``folded``.
        brand: Number of its brand.
    """

    word: str
    folded: str
    blanks: frozenset[int]
    brand: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Voids:
    """What takes a brand's names away.

    Attributes:
        covering: Phrases that void the occurrences they cover.
        contexts: Words that void every occurrence in a text.
        is_one_word: Whether a blank inside a name voids it.
    """

    covering: tuple[str, ...]
    contexts: tuple[str, ...]
    is_one_word: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """Watched words made ready for searching; build once per run with ``watched_terms``.

    Attributes:
        any_word: Finds where one of them begins; the boundary rules are asked there only.
        by_first: By their first letter.
        endings: What may be written onto one of them.
        before: What may be written before one.
    """

    any_word: re.Pattern[str]
    by_first: Mapping[str, tuple[Term, ...]]
    voids: tuple[Voids, ...]
    endings: Endings
    before: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """One place where a name could stand, and what was made of it.

    Attributes:
        rule: In Korean, why it is a match or why it is none.
    """

    term: str
    start: int
    end: int
    is_match: bool
    rule: str


def watched_terms(brands: Iterable[Brand]) -> Terms:
    """Return the words of all brands, ready for ``find_terms``."""
    brands = tuple(brands)
    known = load_words()
    by_first: dict[str, list[Term]] = {}
    for number, brand in enumerate(brands):
        for word in dict.fromkeys((*brand.names, *brand.aliases, *brand.products)):
            term = _term(word, number)
            if term.folded:
                by_first.setdefault(term.folded[0], []).append(term)
    own = [suffix for brand in brands for suffix in brand.suffixes]
    return Terms(
        any_word=any_of(term.folded for terms in by_first.values() for term in terms),
        by_first={first: tuple(terms) for first, terms in by_first.items()},
        voids=tuple(_voids(brand) for brand in brands),
        endings=endings_of(known, own),
        before=frozenset((*known.prefixes, *known.places)),
    )


def find_in_entry(entry: Entry, terms: Terms) -> tuple[Match, ...]:
    """Return every place where the title or the text names us, the title first."""
    return (*find_terms(entry.title, terms, where="title"), *find_terms(entry.text, terms, where="text"))


def find_terms(text: str, terms: Terms, *, where: str = "text") -> tuple[Match, ...]:
    """Return every place where a watched word stands as a word of its own.

    Args:
        text: Without markup; any normal form.
        where: What kind of text it is; passed on.

    Returns:
        Matches sorted by ``start``, with places in ``text`` as given; they may overlap when words do. The particle is
        not part of a match. Names inside web and mail addresses do not count, nor those covered by an excluded word.
    """
    return tuple(
        Match(term=reading.term, where=where, start=reading.start, end=reading.end, rule=reading.rule)
        for reading in readings(text, terms)
        if reading.is_match
    )


def readings(text: str, terms: Terms) -> tuple[Reading, ...]:
    """Return every place where a name could stand, with what speaks for or against it, sorted by place."""
    # Most texts name nobody; they are not worth a way back.
    if next(_candidates(letters_only(text), terms), None) is None:
        return ()
    squeeze = squeezed(text)
    found = [_reading(term, start, squeeze, terms) for term, start in _candidates(squeeze.text, terms)]
    return tuple(sorted(found, key=lambda reading: (reading.start, reading.end, reading.term)))


def _candidates(text: str, terms: Terms) -> Iterator[tuple[Term, int]]:
    found = terms.any_word.search(text)
    while found:
        start = found.start()
        for term in terms.by_first[text[start]]:
            if text.startswith(term.folded, start):
                yield term, start
        found = terms.any_word.search(text, start + 1)


def _reading(term: Term, start: int, squeeze: Squeezed, terms: Terms) -> Reading:
    end = start + len(term.folded)
    inside = [place - start for place in range(start + 1, end) if place in squeeze.starts]
    against, rule = _void(term, start, squeeze.text, terms.voids[term.brand], is_split=bool(inside)), ""
    if not against:
        against, left = _left(term, start, squeeze, terms, is_split=bool(set(inside) - term.blanks))
        if not against:
            against, rule = _right(term, end, squeeze, terms, is_split=bool(set(inside) - term.blanks))
            rule = ", ".join(filter(None, (left, "띄어 쓴 이름" if inside else "", rule))) or "이름 그대로"
    place = squeeze.original_span(start, end)
    return Reading(term=term.word, start=place[0], end=place[1], is_match=not against, rule=against or rule)


def _void(term: Term, start: int, text: str, voids: Voids, *, is_split: bool) -> str:
    """Return why a brand's own exclusions take this place away, or ""."""
    end = start + len(term.folded)
    if voids.is_one_word and is_split:
        return "띄어 쓰면 우리 이름이 아님"
    for word in voids.contexts:
        if word in text:
            return f"글에 {quoted(word, '이')} 있음"
    for phrase in voids.covering:
        at = text.find(phrase, max(0, end - len(phrase)))
        while 0 <= at <= start:
            if at + len(phrase) >= end:
                return f"'{phrase}'의 일부"
            at = text.find(phrase, at + 1)
    if term.folded[0].isdigit() and start and text[start - 1].isdigit():
        return "앞에 숫자가 붙음"
    return ""


def _left(term: Term, start: int, squeeze: Squeezed, terms: Terms, *, is_split: bool) -> tuple[str, str]:
    """Return (why not, by which rule) for what stands before a name."""
    if start == 0 or start in squeeze.starts:
        return "", ""
    before = squeeze.text[start - 1]
    if _is_latin(term.folded[0]):
        return ("로마자 낱말의 일부", "") if _is_latin(before) or before.isdigit() else ("", "")
    if not _is_hangul(term.folded[0]) or not _is_hangul(before):
        return "", ""
    run = _run_before(squeeze, start)
    if run in terms.before and not is_split and not (len(run) == 1 and _is_doubtful(term, start, squeeze, terms)):
        return "", f"앞에 붙은 말 '{run}'"
    return f"앞말 '{run}'에 붙음", ""


def _is_doubtful(term: Term, start: int, squeeze: Squeezed, terms: Terms) -> bool:
    """Return whether what stands after a name is no better a sign of it than one letter before."""
    run = _run_after(squeeze, start + len(term.folded))
    return len(term.folded) < LONG_NAME and not terms.endings.is_sure(run)


def _right(term: Term, end: int, squeeze: Squeezed, terms: Terms, *, is_split: bool) -> tuple[str, str]:
    """Return (why not, by which rule) for what stands after a name."""
    if end == len(squeeze.text):
        return "", ""
    after = squeeze.text[end]
    last = term.folded[-1]
    is_next_word = end in squeeze.starts
    if _is_latin(last):
        return ("로마자 낱말의 일부", "") if not is_next_word and _is_latin(after) else ("", "")
    if last.isdigit():
        if is_next_word:
            return "", ""
        # 모아24만원: money, and no particle behind a name.
        is_amount = after.isdigit() or _run_after(squeeze, end).startswith(_MONEY)
        return ("숫자의 일부", "") if is_amount else ("", "")
    if is_next_word or not _is_hangul(last) or not _is_hangul(after):
        return "", ""
    run = _run_after(squeeze, end)
    if is_split and end - 1 in squeeze.starts and len(run) == 1:
        # 버스 11번 가요: two letters by themselves are a word that happens to follow.
        return f"뒷말 '{last + run}'의 일부", ""
    if is_split and len(term.folded) == 2 and not (len(run) > 1 and terms.endings.are_particles(run)):
        # 한 화가, 한 화면: two letters with a blank between are too easily something else.
        return f"뒷말 '{run}'에 붙음", ""
    if known := terms.endings.known(run):
        return "", known
    if not is_split and terms.endings.may_be_unlisted(term.folded, run):
        return "", f"긴 이름에 붙은 말 '{run}'"
    return f"뒷말 '{run}'에 붙음", ""


def _run_before(squeeze: Squeezed, start: int) -> str:
    first = start
    while first > 0 and first not in squeeze.starts and start - first < _LONGEST_RUN:
        if not _is_hangul(squeeze.text[first - 1]):
            break
        first -= 1
    return squeeze.text[first:start]


def _run_after(squeeze: Squeezed, end: int) -> str:
    last = end
    while last < len(squeeze.text) and last - end < _LONGEST_RUN and _is_hangul(squeeze.text[last]):
        if last in squeeze.starts:
            break
        last += 1
    return squeeze.text[end:last]


def _term(word: str, brand: int) -> Term:
    squeeze = squeezed(word)
    return Term(word=word, folded=squeeze.text, blanks=squeeze.starts - {0}, brand=brand)


def _voids(brand: Brand) -> Voids:
    names = [squeezed(word).text for word in (*brand.names, *brand.aliases, *brand.products)]
    phrases = [squeezed(word).text for word in brand.exclude if not word.startswith(CONTEXT)]
    contexts = [word.removeprefix(CONTEXT) for word in brand.exclude if word.startswith(CONTEXT) and word != NO_SPACE]
    return Voids(
        covering=tuple(phrase for phrase in phrases if any(name in phrase for name in names)),
        contexts=tuple(squeezed(word).text for word in contexts),
        is_one_word=NO_SPACE in brand.exclude,
    )


def _is_hangul(char: str) -> bool:
    return "가" <= char <= "힣"


def _is_latin(char: str) -> bool:
    return "a" <= char <= "z"
