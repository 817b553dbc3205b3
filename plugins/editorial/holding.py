"""Where else a wrong sentence may stand: the texts that hold its longest word. Looks no closer."""

from collections.abc import Collection, Iterable, Mapping

from plugins.core.memo import Memo, key_of
from plugins.editorial.mending import telling_word
from plugins.editorial.sheets import Source, Told
from plugins.editorial.sweep import swept


def texts_holding(posts: Iterable[Told], sources: Mapping[str, Source], memo: Memo) -> dict[str, tuple[Source, ...]]:
    """Return for each correction the other texts that hold the longest word of what it calls wrong."""
    corrections = {t.post.slug: t for t in posts if t.post.correction and t.post.correction.wrong}
    if not corrections:
        # While a response is typed no text is looked into, and no key of any is made.
        return {}
    words = {slug: telling_word(t.post.correction.wrong) for slug, t in corrections.items() if t.post.correction}

    def find_in(slug: str, paths: Collection[str]) -> dict[str, bool]:
        return {path: True for path in paths if words[slug] in sources[path].text}

    texts = {path: key_of(source.text) for path, source in sources.items()}
    askers = {slug: key_of(word) for slug, word in words.items()}
    found = swept(memo, "editorial.holding", askers, texts, find_in)
    holding = {}
    for slug, one in corrections.items():
        corrected = one.post.correction.corrects if one.post.correction else ()
        # By name: a corrected post whose header cannot be read is among the sources and not among the posts.
        own = {slug, *corrected}
        others = (source for path, source in sources.items() if path in found[slug] and _name_of(path) not in own)
        holding[slug] = tuple(others)
    return holding


def _name_of(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".md")
