"""Strike a wrong sentence through where it stands, and lead from there to its correction.

The Markdown of a corrected post is never touched: what we said stays on record, and its page shows that it was wrong.
"""

from collections.abc import Iterable, Mapping
from html import escape

from markdown import markdown

from plugins.cases.postfile import PostFile
from plugins.core.memo import Memo, key_of

LABEL = "정정"


def strike(html: str, wrong: str, href: str) -> tuple[str, int]:
    """Return the HTML with every place where ``wrong`` stands struck through, and how many there were.

    Args:
        html: A fragment.
        wrong: Visible text as a reader sees it; runs of white space count as one space, inline markup is seen through.
        href: Address of the correction; each struck place links to it.
    """
    from plugins.cases.striking import struck  # noqa: PLC0415 - see there

    return struck(html, wrong, href)


def stands_in(wrong: str, *, title: str, gist: Iterable[str], body: str) -> bool:
    """Return whether a reader finds the sentence in a post: in its title, its gist or its rendered body.

    Args:
        body: Markdown, as the post's file holds it.
    """
    texts = [escape(title), *(escape(line) for line in gist), markdown(body, extensions=["extra"])]
    return any(strike(html, wrong, "")[1] for html in texts)


def standing_words(
    written: Iterable[PostFile], posts: Mapping[str, PostFile], memo: Memo
) -> frozenset[tuple[str, str]]:
    """Return which wrong words stand in which post, of all that corrections name."""
    asked = [(slug, c.wrong) for file in written if (c := file.post.correction) and c.wrong for slug in c.corrects]
    asked = [(slug, wrong) for slug, wrong in dict.fromkeys(asked) if slug in posts]

    def stands(index: int) -> bool:
        slug, wrong = asked[index]
        target = posts[slug]
        return stands_in(wrong, title=target.post.title, gist=target.post.gist, body=target.body)

    keys = [key_of(wrong, posts[slug].post.title, posts[slug].post.gist, posts[slug].body) for slug, wrong in asked]
    found = memo.recall_all("cases.said", keys, stands)
    return frozenset(one for one, is_said in zip(asked, found, strict=True) if is_said)
