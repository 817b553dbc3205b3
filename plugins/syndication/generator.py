"""Writes the feeds in every format, their archives, the list of all of them and the page that explains them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pelican.generators import Generator, PelicanTemplateNotFound

from plugins.core.errors import SettingError
from plugins.core.memo import key_of, memo_of
from plugins.core.settings import read_settings
from plugins.core.site import Site
from plugins.syndication import opml
from plugins.syndication.atom import AtomWriter
from plugins.syndication.channels import PlannedFeed, planned_feeds, site_feeds
from plugins.syndication.config import PREFIX, SyndicationConfig, checked
from plugins.syndication.directory import SUBSCRIBE, announced, list_of_feeds, offers
from plugins.syndication.entries import PostItems
from plugins.syndication.headers import Headers, world_of
from plugins.syndication.jsonfeed import JsonWriter
from plugins.syndication.model import Slip
from plugins.syndication.paging import Edition, editions
from plugins.syndication.press import Channel, Press, archive_path
from plugins.syndication.promises import PromiseNews
from plugins.syndication.rss import RssWriter
from plugins.syndication.shelf import Shelf, words_of

# Where no build instant is set everything has happened.
AT_LAST = datetime.max.replace(tzinfo=UTC)
FORMS = (AtomWriter, RssWriter, JsonWriter)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Document:
    """What is to be written of one edition of a feed: in which formats, under which names."""

    channel: Channel
    edition: Edition[Slip]
    key: bytes
    names: Mapping[Any, str]

    def newest(self) -> datetime:
        """Return when the last of its posts was published; an empty feed says nothing of any."""
        return max((slip.published for slip in self.edition.items), default=AT_LAST)


class FeedGenerator(Generator):  # type: ignore[misc]
    """Announces the feeds before any page is written, and writes them after the posts are complete."""

    def generate_context(self) -> None:
        """Read the settings.

        Raises:
            SettingError: A setting of ours is misspelt or means nothing, or ``SITE`` is missing.
        """
        site = self.settings.get("SITE")
        if not isinstance(site, Site):
            raise SettingError(
                "SITE", "missing", advice="누리집이 누구의 것인지 모릅니다. pelicanconf.py에서 site.toml을 읽어 주세요."
            )
        said = self.context.get("as_of") or self.settings.get("AS_OF")
        self.press = Press(
            site=site,
            config=checked(read_settings(SyndicationConfig, PREFIX, self.settings)),
            language=self.settings["DEFAULT_LANG"],
            as_of=said if isinstance(said, datetime) else datetime.fromisoformat(said) if said else AT_LAST,
        )

    def announce(self) -> None:
        """Put ``feeds`` into the context, once every generator has said what it offers."""
        # Nothing is made of the posts yet: other plugins may still have something to say about them.
        posts = PostItems(self.press, self._full_text)
        self.context["feeds"] = announced(site_feeds(self.press, self.context, posts, self._promise_text))

    def generate_output(self, writer: Any) -> None:
        """Write every feed and list it with what it was made from."""
        self.shelf = Shelf(memo_of(self.settings), Path(self.output_path), getattr(writer, "kept", None))
        self.words, self.same = words_of(self._templates_path), self.press.same
        linkbacks = self.context.get("received_linkbacks")
        headers = Headers(world_of(self.context, self.press.as_of), self.shelf.headers)
        posts = PostItems(self.press, self._full_text, linkbacks, words=self.words, headers=headers)
        feeds = tuple(planned_feeds(self.press, self.context, posts, self._promise_text))
        sources = [feed.sources for feed in feeds]
        documents = []
        for feed, its in zip(feeds, sources, strict=True):
            documents += self._documents(feed, its)
        self._write_all(documents)
        every = tuple(sorted(set().union(*sources)))
        self.context.setdefault("outputs", {})[opml.PATH] = every
        key = key_of(self.same, *(f"{f.group} {f.channel.name} {f.channel.title} {f.channel.page}" for f in feeds))
        if not self.shelf.holds(opml.PATH, key):
            self.shelf.put(opml.PATH, key, list_of_feeds(self.press, feeds))
        self.shelf.close(headers.kept)
        self._write_page(writer, feeds, every)

    def _documents(self, feed: PlannedFeed, sources: tuple[str, ...]) -> list[_Document]:
        """Return what of a feed must be written; every file is listed with its sources."""
        slips, channel = feed.items(), repr(feed.channel)
        of_all = key_of(self.words, self.same, channel, feed.archived, b"".join(slip.key for slip in slips))
        outputs = self.context.setdefault("outputs", {})
        stands = self.shelf.files_of(feed.channel.name, of_all)
        if stands is not None:
            outputs.update(dict.fromkeys(stands, sources))
            return []
        documents: list[_Document] = []
        every: list[str] = []
        for edition in editions(slips, self.press.config.per_archive, archived=feed.archived):
            path = archive_path(feed.channel.name, edition.number)
            facts = (self.same, channel, edition.number, edition.older, edition.newer)
            key = key_of(self.words, *facts, *(slip.key for slip in edition.items))
            # Only Atom has archives: readers that follow them know Atom, and every post is written once a feed.
            forms = FORMS[:1] if edition.number else FORMS
            names = {form: f"{path}{form.suffix}" for form in forms}
            every += names.values()
            names = {form: name for form, name in names.items() if not self.shelf.holds(name, key)}
            if names:
                documents.append(_Document(channel=feed.channel, edition=edition, key=key, names=names))
        outputs.update(dict.fromkeys(every, sources))
        self.shelf.note(feed.channel.name, of_all, every)
        return documents

    def _write_all(self, documents: list[_Document]) -> None:
        """Write the documents, the oldest first: a post stands in several, and nearly all of those are of its days.

        What was made of it is kept until the last of them is written, and no longer.
        """
        writers = {form: form(self.press.language) for form in FORMS}
        left = Counter(slip for document in documents for slip in document.edition.items)
        for document in sorted(documents, key=_Document.newest):
            feed = self.press.feed(document.channel, document.edition)
            for form, name in document.names.items():
                self.shelf.put(name, document.key, writers[form].document(feed))
            for slip in document.edition.items:
                left[slip] -= 1
                if not left[slip]:
                    for writer in writers.values():
                        writer.forget(slip.item)
                    slip.forget()

    def _write_page(self, writer: Any, feeds: tuple[PlannedFeed, ...], sources: tuple[str, ...]) -> None:
        try:
            template = self.get_template("subscribe")
        except PelicanTemplateNotFound:
            # A theme need not have the page.
            return
        first, *sections = offers(self.press, feeds, "site").offers
        facts = {"all_offer": first, "section_offers": sections}
        facts |= {"case_offers": offers(self.press, feeds, "cases"), "tag_offers": offers(self.press, feeds, "tags")}
        save_as = f"{SUBSCRIBE}index.html"
        self.context.setdefault("outputs", {})[save_as] = sources
        writer.write_file(save_as, template, self.context, url=SUBSCRIBE, page_url=SUBSCRIBE, **facts)

    def _full_text(self, article: Any) -> str:
        # What a page shows around the text of such a post is part of what it says.
        if (
            getattr(article, "corrections", ())
            or getattr(article, "corrected", ())
            or getattr(article, "citation", None)
        ):
            text: str = self.get_template("_feed_post").render(self.context, article=article)
            return text
        content: str = article.content
        return content

    def _promise_text(self, news: PromiseNews) -> str:
        text: str = self.get_template("_feed_promise").render(self.context, news=news)
        return text
