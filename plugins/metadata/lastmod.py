"""When a page last said something else: from the facts it was made of, never from a clock or a file's time. Pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from plugins.metadata.pages import PageFacts, modified_of, with_translations
from plugins.metadata.sitemap import Located


def last_changes(context: Mapping[str, Any]) -> dict[str, datetime]:
    """Return for every source that knows it when its words last changed.

    A page lists its sources, so that a list is as new as its newest post, and a case as its last movement.
    """
    found: dict[str, datetime] = {}
    for article in with_translations(context.get("posts", context["articles"])):
        found[f"content/{article.relative_source_path}"] = modified_of(article)
    for view in context.get("cases", ()):
        found[f"content/cases/{view.case.id}.md"] = view.updated_at
    for page in context["pages"]:
        if said := getattr(page, "modified", None) or getattr(page, "date", None):
            found[f"content/{page.relative_source_path}"] = said
    return found


def located(
    facts: PageFacts, outputs: Mapping[str, tuple[str, ...]], changes: Mapping[str, datetime]
) -> Iterator[Located]:
    """Yield every page that should be found, with its address and when it last changed.

    Args:
        outputs: Every file that a generator of ours wrote, with its sources.
        changes: By source.
    """
    for path in sorted({*facts.pages, *(path for path in outputs if path.endswith(".html"))}):
        said = facts.of(path)
        if said.url:
            sources = outputs.get(path) or facts.sources.get(path, ())
            yield said.url, said.modified or max((changes[s] for s in sources if s in changes), default=None)
