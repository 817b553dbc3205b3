"""Whose words a quotation holds: the line with a dash below it becomes its caption, its link the source. Pure.

Markdown has no word for it, so people write it as they would on paper::

    > 지금 어디까지 왔는지만 알려 주면 좋겠습니다.

    — [보리차한잔 님의 글](https://bori.blog.example/entry/88)
"""

import re

_QUOTATION = re.compile(
    r"<blockquote>(?P<words>(?:(?!</?blockquote\b).)*)</blockquote>\s*<p>(?P<whose>[—―–]\s?(?:(?!</p>).)*)</p>",
    re.DOTALL,
)
_LINK = re.compile(r'\shref="([^"]*)"')


def attributed(html: str) -> str:
    """Return the HTML with every quotation in one figure with the words that say whose it is.

    Source: HTML, 4.4.4 (a quotation's attribution stands outside of it; ``cite`` is the address of its source).
    """
    return _QUOTATION.sub(_figure, html)


def _figure(quotation: re.Match[str]) -> str:
    link = _LINK.search(quotation["whose"])
    cite = f' cite="{link[1]}"' if link else ""
    return (
        f"<figure>\n<blockquote{cite}>{quotation['words']}</blockquote>\n"
        f"<figcaption>{quotation['whose']}</figcaption>\n</figure>"
    )
