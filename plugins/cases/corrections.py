"""Strike a wrong sentence through where it stands, and lead from there to its correction.

The Markdown of a corrected post is never touched: what we said stays on record, and its page shows that it was wrong.
"""

from collections.abc import Iterable
from html import escape

from markdown import markdown

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
