"""Where else what a correction calls wrong still stands. Looks only into texts that hold its longest word."""

from collections.abc import Collection, Iterable, Mapping

from plugins.core.memo import Memo, key_of
from plugins.editorial.mending import still_wrong, telling_word
from plugins.editorial.sheets import Source, Told
from plugins.editorial.sweep import swept


def wrong_elsewhere(
    posts: Iterable[Told], sources: Mapping[str, Source], memo: Memo
) -> dict[str, tuple[tuple[str, int], ...]]:
    """Return for each correction path and line of the other texts that still say what it calls wrong, by slug."""
    told = {t.post.slug: t.post.correction for t in posts}
    corrections = {slug: correction for slug, correction in told.items() if correction and correction.wrong}
    if not corrections:
        # While a response is typed no text is looked into, and no key of any is made.
        return {}
    words = {slug: telling_word(correction.wrong) for slug, correction in corrections.items()}

    def find_in(slug: str, paths: Collection[str]) -> dict[str, int]:
        # By name: a corrected post whose header cannot be read is among the sources and not among the posts.
        own = {slug, *corrections[slug].corrects}
        held = (path for path in paths if words[slug] in sources[path].text and _name_of(path) not in own)
        return {path: line for path in held if (line := still_wrong(corrections[slug], sources[path]))}

    texts = {path: source.digest for path, source in sources.items()}
    askers = {slug: key_of(c.wrong, c.right, *c.corrects) for slug, c in corrections.items()}
    found = swept(memo, "editorial.elsewhere", askers, texts, find_in)
    places = {path: place for place, path in enumerate(sources)}
    return {
        slug: tuple(sorted(lines.items(), key=lambda pair: places[pair[0]])) for slug, lines in found.items() if lines
    }


def _name_of(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".md")
