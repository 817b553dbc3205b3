"""What a page is, in the words of schema.org, as JSON-LD. Pure: facts in, plain mappings out.

Kept small: a post's page weighs 8 KB with its style, and whatever the page says already compresses to nothing here.

Source: schema.org 30.0; JSON-LD 1.1.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plugins.core.korean import iso
from plugins.core.site import Site
from plugins.metadata.model import LinkedData

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
Thing = dict[str, Any]
Crumb = tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class PostFacts:
    """What is said of a post. Addresses are absolute; "" where there is none.

    Attributes:
        works_for: The agency or contractor whose employee answers; "" for the publisher's own.
        case: Title and address of the case.
        complaint: The complaint that is answered: title, address, author, date.
        corrections: Each with the right sentence, its time and its address.
    """

    url: str
    headline: str
    description: str
    language: str
    published: datetime
    modified: datetime
    picture: str
    author: str
    author_url: str
    works_for: str
    case: Crumb
    complaint: tuple[str, str, str, str]
    corrections: Sequence[tuple[str, datetime, str]]


def posting(site: Site, facts: PostFacts) -> Thing:
    """Return a post."""
    author = _without_empty(
        {
            "@type": "Person",
            "name": facts.author,
            "url": facts.author_url,
            "worksFor": _named("Organization", facts.works_for),
        }
    )
    title, url, who, when = facts.complaint
    complaint = _without_empty(
        {"@type": "CreativeWork", "name": title, "url": url, "author": _named("Person", who), "datePublished": when}
    )
    return _without_empty(
        {
            "@type": "BlogPosting",
            "headline": facts.headline,
            "description": facts.description,
            "image": facts.picture,
            "datePublished": iso(facts.published),
            "dateModified": iso(facts.modified),
            "inLanguage": facts.language,
            "author": author,
            "publisher": company(site),
            "url": facts.url,
            "about": _named("Thing", *facts.case),
            "citation": complaint if len(complaint) > 1 else None,
            "correction": [
                {"@type": "CorrectionComment", "text": text, "datePublished": iso(at), "url": url}
                for text, at, url in facts.corrections
            ],
        }
    )


def web_page(site: Site, kind: str, url: str, name: str, language: str, **facts: Any) -> Thing:
    """Return a page that is no post.

    Args:
        kind: ``WebPage`` or a kind of it.
        name: "" where only the page itself knows it.
        facts: Further properties; those that are empty are left out.
    """
    return _without_empty(
        {
            "@type": kind,
            "name": name,
            "url": url,
            "inLanguage": language,
            "isPartOf": {"@type": "WebSite", "name": site.name, "url": f"{site.url}/"},
            "publisher": company(site),
            **facts,
        }
    )


def web_site(site: Site, language: str) -> Thing:
    """Return the site as a whole, for its first page."""
    return {
        "@type": "WebSite",
        "name": site.name,
        "url": f"{site.url}/",
        "description": site.description,
        "inLanguage": language,
        "publisher": {**company(site), "email": site.contact_email},
    }


def company(site: Site) -> Thing:
    """Return who publishes it all."""
    return {"@type": "Organization", "name": site.brand, "url": f"{site.url}/"}


def breadcrumbs(way: Iterable[Crumb]) -> Thing:
    """Return the way from the first page to this one, each with name and absolute address."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": url}
            for place, (name, url) in enumerate(way, start=1)
        ],
    }


def linked_data(*things: Mapping[str, Any]) -> LinkedData:
    """Return things as JSON-LD that can stand inside a ``script`` element, whatever words are in it."""
    graph = things[0] if len(things) == 1 else {"@graph": list(things)}
    text = _JSON.encode({"@context": "https://schema.org", **graph})
    # No word may end the element or open a comment in it. Source: HTML, 4.12.1.3, restrictions for script contents.
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return LinkedData.of(safe.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def _named(kind: str, name: str, url: str = "") -> Thing | None:
    return _without_empty({"@type": kind, "name": name, "url": url}) if name else None


def _without_empty(thing: Mapping[str, Any]) -> Thing:
    return {name: value for name, value in thing.items() if value not in ("", None, [])}
