"""What there is to tell of: the posts of ``content/`` as linkbacks need them. The cases know nothing of linkbacks."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from plugins.cases.consistency import Records
from plugins.cases.records import read_records
from plugins.core.model import Citation, Consent, Post
from plugins.core.site import Site
from plugins.linkbacks.outbox import Announcement
from plugins.linkbacks.page import Page
from plugins.linkbacks.saying import digest_of
from plugins.linkbacks.sources import Built
from plugins.publication.manifest import RECORD, read_manifest

# Where `invoke publish` renders what it sends.
RENDERED = Path("cache") / "publish"


def announcements(root: Path, site: Site, now: datetime) -> tuple[Announcement, ...]:
    """Return every post that has happened and names a complaint, the oldest first.

    Raises:
        ContentError: The content is not in order; nothing is told of what cannot be built.
    """
    records = read_records(root / "content")
    published = read_manifest(root / RECORD)
    posts = [file.post for file in records.posts if file.post.published_at <= now and not file.post.translation_of]
    return tuple(
        _announcement(post, records, root, site, published)
        for post in sorted(posts, key=lambda post: (post.published_at, post.slug))
    )


def _announcement(post: Post, records: Records, root: Path, site: Site, published: Mapping[str, str]) -> Announcement:
    page_url = f"{site.url}/{post.url}"
    case = next(file.case for file in records.cases if file.case.id == post.case_id)
    person = records.person(post.author)
    named = [key for key in (post.in_reply_to, *post.mentions) if key]
    cited = {citation.key: citation for citation in case.citations}
    return Announcement(
        slug=post.slug,
        title=post.title,
        author=person.name if person else post.author,
        page_url=page_url,
        targets=tuple(dict.fromkeys(target for key in named if (target := _target(cited[key])))),
        is_withdrawn=post.withdrawn is not None,
        built=_built(root, f"{post.url}index.html", page_url, published),
    )


def _target(citation: Citation) -> str:
    # Whoever refused a link, and whoever's page is gone, is told nothing.
    if citation.url is None or citation.consent is Consent.REFUSED or citation.removed_on is not None:
        return ""
    return citation.url


def _built(root: Path, path: str, page_url: str, published: Mapping[str, str]) -> Built:
    file = root / RENDERED / path
    digest = ""
    if file.is_file():
        digest = digest_of(Page(file.read_text(encoding="utf-8"), url=page_url))
    return Built(digest=digest, sha256=published.get(path, ""))
