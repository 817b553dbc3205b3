"""What staff type to choose mentions, as what the inbox is asked. Pure; what nobody knows is refused."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from plugins.core.errors import suggestion
from plugins.core.korean import end_of, start_of
from plugins.desk.arguments import UsageError, day_of, instant

ALL = "all"
# Korean first name of each state is the one we show; the others are what people type.
STATE_WORDS: Mapping[str, tuple[str, ...]] = {
    "waiting": ("기다림", "대기"),
    "watched": ("지켜봄", "지켜보기"),
    "linked": ("이어짐", "이음"),
    "dismissed": ("접어 둠", "접어둠", "접음"),
    ALL: ("모두", "전부"),
}


def state_named(text: str) -> str:
    """Return the state that a word names, in English or Korean: ``waiting`` … or ``all``.

    Raises:
        UsageError: There is none.
    """
    known = {word: state for state, words in STATE_WORDS.items() for word in (state, *words)}
    word = " ".join(text.split()).lower()
    if word in known:
        return known[word]
    names = ", ".join(f"{state} {words[0]}" for state, words in STATE_WORDS.items())
    hint = suggestion(word, known) or f" 있는 것: {names}."
    raise UsageError(text, "unknown state", advice=f"없는 상태입니다.{hint}")


def source_named(text: str, sources: Mapping[str, str], seen: Iterable[str]) -> str:
    """Return the key of the source that a key or a name names.

    Args:
        sources: Key and name of each source of ``sources.toml``.
        seen: Keys that the inbox remembers, of sources that are gone too.

    Raises:
        UsageError: There is none.
    """
    known = dict.fromkeys(seen) | dict.fromkeys(sources)
    if text in known:
        return text
    named = [key for key, name in sources.items() if name.casefold() == text.casefold()]
    if len(named) == 1:
        return named[0]
    if named:
        raise UsageError(text, "several sources", advice=f"이름이 같은 수집처가 여럿입니다: {', '.join(named)}.")
    there = ", ".join(f"{key} {sources[key]}" if key in sources else key for key in known)
    hint = suggestion(text, (*known, *sources.values())) or f" 있는 것: {there}."
    raise UsageError(text, "unknown source", advice=f"없는 수집처입니다.{hint}")


def brand_words(text: str, brands: Collection[Iterable[str]]) -> frozenset[str]:
    """Return every name of the brand that one of its names names.

    Args:
        brands: For each brand all its names, other spellings and products.

    Raises:
        UsageError: No brand is called so.
    """
    wanted = "".join(text.split()).casefold()
    names = [tuple(brand) for brand in brands]
    for words in names:
        if wanted in {"".join(word.split()).casefold() for word in words}:
            return frozenset(words)
    known = [word for words in names for word in words]
    hint = suggestion(text, known) or f" 있는 것: {', '.join(known) or '없음'}."
    raise UsageError(text, "unknown brand", advice=f"감시하지 않는 이름입니다.{hint}")


def first_instant(text: str) -> datetime | None:
    """Return the first instant of a day or time that staff typed; None for "".

    Raises:
        UsageError: Neither a day nor a time.
    """
    if not text:
        return None
    return instant(text) if "T" in text or ":" in text else start_of(day_of(text))


def last_instant(text: str) -> datetime | None:
    """Return the instant before which a day, or a time itself, ends; None for "".

    Raises:
        UsageError: Neither a day nor a time.
    """
    if not text:
        return None
    return instant(text) if "T" in text or ":" in text else end_of(day_of(text))


def refuse_backwards(since: datetime | None, until: datetime | None, typed: str) -> None:
    """Refuse an end before the beginning.

    Raises:
        UsageError: It is.
    """
    if since and until and until <= since:
        raise UsageError(typed, "ends before it begins", advice="끝나는 날이 시작하는 날보다 앞입니다.")
