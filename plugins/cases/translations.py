"""A post in another language beside its original: each page leads to the other, and a stale translation says so."""

from collections.abc import Mapping
from datetime import datetime
from itertools import chain

from plugins.cases.views import Article


def translate(articles: Mapping[str, Article]) -> None:
    """Put ``original``, ``translations`` and ``is_stale`` on every article.

    Args:
        articles: By slug, dressed with ``post`` and ``corrections``. A translation whose original has not happened
            yet stands alone.
    """
    for article in articles.values():
        article.original, article.translations, article.is_stale = None, (), False
    for article in sorted(articles.values(), key=lambda a: (a.post.lang, a.post.slug)):
        original = articles.get(article.post.translation_of)
        if original is None:
            continue
        article.original = original
        article.is_stale = _changed_at(original) > (article.post.modified_at or article.post.published_at)
        original.translations = (*original.translations, article)


def _changed_at(article: Article) -> datetime:
    """Return when a post last changed its meaning: by its own hand, or by a correction."""
    corrected = (by.post.published_at for by in article.corrections)
    own: datetime = article.post.modified_at or article.post.published_at
    latest: datetime = max(chain([own], corrected))
    return latest
