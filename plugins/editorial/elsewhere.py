"""Where else what a correction calls wrong still stands. Looks only into texts that hold its longest word."""

from collections.abc import Callable, Container, Iterable, Mapping

from plugins.core.memo import Memo, key_of
from plugins.editorial.mending import lines_still_wrong, telling_word
from plugins.editorial.sheets import Source, Told

_KEPT = "editorial.elsewhere"
_Kept = tuple[Mapping[str, bytes], Mapping[str, bytes], Mapping[str, Mapping[str, int]]]


def wrong_elsewhere(
    posts: Iterable[Told], sources: Mapping[str, Source], memo: Memo
) -> dict[str, tuple[tuple[str, int], ...]]:
    """Return for each correction path and line of the other texts that still say what it calls wrong, by slug."""
    told = {t.post.slug: t.post.correction for t in posts}
    corrections = {slug: correction for slug, correction in told.items() if correction and correction.wrong}
    if not corrections:
        # While a response is typed no text is looked into, and no key of any is made.
        return {}
    askers: dict[str, list[str]] = {}
    for slug, correction in corrections.items():
        askers.setdefault(telling_word(correction.wrong), []).append(slug)

    def lines_in(path: str, asking: Container[str]) -> dict[str, int]:
        text, name = sources[path].text, _name_of(path)
        heard = [slug for word, slugs in askers.items() if word in text for slug in slugs if slug in asking]
        # By name: a corrected post whose header cannot be read is among the sources and not among the posts.
        told = {slug: corrections[slug] for slug in heard if name != slug and name not in corrections[slug].corrects}
        return lines_still_wrong(told, sources[path]) if told else {}

    keys = {slug: key_of(c.wrong, c.right, *c.corrects) for slug, c in corrections.items()}
    found = _swept(memo, keys, {path: source.digest for path, source in sources.items()}, lines_in)
    places = {path: place for place, path in enumerate(sources)}
    return {
        slug: tuple(sorted(lines.items(), key=lambda pair: places[pair[0]])) for slug, lines in found.items() if lines
    }


def _swept(
    memo: Memo,
    keys: Mapping[str, bytes],
    texts: Mapping[str, bytes],
    lines_in: Callable[[str, Container[str]], dict[str, int]],
) -> dict[str, dict[str, int]]:
    """Return for every correction the line by the path of each text; where it looked before is not looked again.

    Args:
        keys: By slug: everything that a correction looks with.
        texts: By path: the digest of the text.
        lines_in: Takes a path and the corrections that ask.
    """
    kept: _Kept | None = memo.last(_KEPT)
    nothing: _Kept = ({}, {}, {})
    keys_then, texts_then, then = kept or nothing
    if keys == keys_then and texts == texts_then:
        return {slug: dict(then[slug]) for slug in keys}
    anew = frozenset(slug for slug, key in keys.items() if keys_then.get(slug) != key)
    changed = frozenset(path for path, digest in texts.items() if texts_then.get(path) != digest)
    # A text is taken apart once, whoever asks; that is most of the work.
    asked = [path for path in texts if anew or path in changed]
    lines = memo.shared(len(asked), lambda index: lines_in(asked[index], keys if asked[index] in changed else anew))
    found: dict[str, dict[str, int]] = {
        slug: {}
        if slug in anew
        else {path: line for path, line in then[slug].items() if path in texts and path not in changed}
        for slug in keys
    }
    for path, of_text in zip(asked, lines, strict=True):
        for slug, line in of_text.items():
            found[slug][path] = line
    memo.keep(_KEPT, (dict(keys), dict(texts), found))
    return found


def _name_of(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".md")
