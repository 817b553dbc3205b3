"""The facts of every page that has some, from what a build knows. Pure: it draws no picture and opens no file.

Every address is absolute and made of the site's own, also where a build links its pages relatively.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from plugins.core.language import day
from plugins.core.model import KIND_FOLDERS, Affiliation, Stage
from plugins.core.site import Site
from plugins.core.text import one_line
from plugins.metadata.model import LinkedData, PageMetadata, Picture, Translation
from plugins.metadata.picture import HEIGHT, WIDTH, Card
from plugins.metadata.structured import PostFacts, breadcrumbs, linked_data, posting, web_page, web_site
from plugins.metadata.words import CASES, KINDS, LISTS, LOCALES, MENDED, PEOPLE, STAGES, said

_PAGE_TYPES = {"about": "AboutPage", "contact": "ContactPage"}
# Cards of pictures, sources and what is said, each by path.
Gathered = tuple[dict[str, Card], dict[str, tuple[str, ...]], dict[str, PageMetadata]]
# What nobody should come to from a search engine.
UNLISTED = frozenset({"404.html", "search/index.html", "drafts/index.html"})


class PageFacts:
    """Says of every page what its head says to machines."""

    def __init__(
        self,
        site: Site,
        language: str,
        context: Mapping[str, Any],
        named: Callable[[Card], str],
        remembered: Callable[[Sequence[str], Callable[[], Gathered]], Gathered] = lambda _addresses, gather: gather(),
    ) -> None:
        """Look at everything that is to be published.

        Args:
            context: Pelican's, after ``plugins.cases``; without that plugin its articles and pages alone.
            named: Returns the path of a card's picture, below the site.
            remembered: Returns what is said of the posts, cases and people: with the addresses of the posts it knows
                whether it is what was said last time, and otherwise asks.
        """
        self._site, self._language, self._named = site, language, named
        self.cards: dict[str, Card] = {}
        # What a picture, or a page that Pelican itself writes, was made from.
        self.sources: dict[str, tuple[str, ...]] = {}
        self.pages: dict[str, PageMetadata] = {}
        self._default = self._picture(
            Card(kind="", aside="", mended="", title=site.name, whose=site.description, when="")
        )
        self._lists = {url: self._plain(url, "CollectionPage", name, language) for url, name in LISTS.items()}

        posts = tuple(with_translations(context.get("posts", context["articles"])))
        gathered = remembered([article.url for article in posts], lambda: self._gathered(posts, context))
        self.cards, self.sources, self.pages = dict(gathered[0]), dict(gathered[1]), dict(gathered[2])
        for page in context["pages"]:
            kind = _PAGE_TYPES.get(page.slug, "WebPage")
            said = self._plain(page.url, kind, one_line(str(page.title)), page.lang)
            self._add(page.url, said, f"content/{page.relative_source_path}")

    def _gathered(self, posts: Sequence[Any], context: Mapping[str, Any]) -> Gathered:
        self._add("", self._home(), *(f"content/{article.relative_source_path}" for article in posts))
        for article in posts:
            self._add(article.url, self._post(article), f"content/{article.relative_source_path}")
        for view in context.get("cases", ()):
            self._add(view.url, self._case(view), f"content/cases/{view.case.id}.md")
        for view in context.get("people", ()):
            self._add(view.url, self._person(view), f"content/people/{view.person.slug}.md")
        return self.cards, self.sources, self.pages

    def of(self, output_file: str) -> PageMetadata:
        """Return what is said of a page, by the path it is written to."""
        url = output_file.removesuffix("index.html")
        said = self.pages.get(output_file) or self._lists.get(url)
        if said is None:
            # Whoever lists a page asks, and the page itself.
            said = self._lists[url] = self._plain(url, "WebPage", "", self._language)
        return said

    def _add(self, url: str, said: PageMetadata, *sources: str) -> None:
        path = f"{url}index.html"
        self.pages[path], self.sources[path] = said, sources
        self.sources.setdefault(said.picture.url.removeprefix(f"{self._site.url}/"), sources)

    def _address(self, url: str) -> str:
        return f"{self._site.url}/{quote(url)}"

    def _picture(self, card: Card) -> Picture:
        path = self._named(card)
        self.cards[path] = card
        alt = one_line(" ".join(filter(None, (card.kind, card.title, card.whose))))
        return Picture(url=self._address(path), width=WIDTH, height=HEIGHT, alt=alt)

    def _home(self) -> PageMetadata:
        return self._page("", "website", self._language, linked_data(web_site(self._site, self._language)))

    def _plain(self, url: str, kind: str, name: str, language: str) -> PageMetadata:
        thing = web_page(self._site, kind, self._address(url), name, language)
        if name:
            thing["breadcrumb"] = self._way((name, url))
        return self._page(url, "website", language, linked_data(thing))

    def _page(self, url: str, kind: str, language: str, structured: LinkedData, **facts: Any) -> PageMetadata:
        path = url if url.endswith(".html") else f"{url}index.html"
        is_listed = path not in UNLISTED and not facts.get("is_gone")
        return PageMetadata(
            url=self._address(url) if is_listed else "",
            type=kind,
            locale=LOCALES.get(language, language),
            picture=facts.get("picture", self._default),
            published=facts.get("published"),
            modified=facts.get("modified"),
            translations=facts.get("translations", ()),
            structured=structured if is_listed else LinkedData(),
        )

    def _way(self, *steps: tuple[str, str]) -> dict[str, Any]:
        home = (self._site.name, "")
        return breadcrumbs((name, self._address(url)) for name, url in (home, *steps))

    def _way_to_post(self, post: Any, title: str, url: str, language: str) -> dict[str, Any]:
        """Return the way from a post's list, whose name is in the language of the post."""
        if not post:
            return self._way((title, url))
        folder = f"{KIND_FOLDERS[post.kind]}/"
        # Without the first page: a search engine shows the site's name itself and a post's page is heavy enough.
        steps = ((said(LISTS[folder], language), folder), (title, url))
        return breadcrumbs((name, self._address(address)) for name, address in steps)

    def _post(self, article: Any) -> PageMetadata:
        post = getattr(article, "post", None)
        language = getattr(article, "lang", None) or self._language
        published = post.published_at if post else article.date
        title = one_line(str(post.title if post else article.title))
        modified = modified_of(article)
        corrections = getattr(article, "corrections", ())
        picture = self._picture(
            Card(
                kind=said(KINDS[post.kind], language) if post else "",
                # An answer that leaves its case answered says it once.
                aside=said(STAGES[post.stage], language) if post and STAGES[post.stage] != KINDS[post.kind] else "",
                mended=said(MENDED, language) if corrections else "",
                title=title,
                whose=self._site.name,
                when=day(published, language),
            )
        )
        facts = self._post_facts(article, title, language, modified, picture.url)
        way = self._way_to_post(post, title, article.url, language)
        structured = linked_data(posting(self._site, facts), way)
        return self._page(
            article.url,
            "article",
            language,
            structured,
            is_gone=bool(getattr(article, "draft", None) or (post and post.withdrawn))
            or is_gone(getattr(article, "view", None)),
            picture=picture,
            published=published,
            modified=modified,
            translations=self._translations(article),
        )

    def _translations(self, article: Any) -> tuple[Translation, ...]:
        original = getattr(article, "original", None) or article
        group = (original, *getattr(original, "translations", ()))
        if len(group) == 1:
            return ()
        links = [Translation(language=a.lang or self._language, url=self._address(a.url)) for a in group]
        return (*links, Translation(language="x-default", url=self._address(original.url)))

    def _post_facts(self, article: Any, title: str, language: str, modified: datetime, picture: str) -> PostFacts:
        post, view = getattr(article, "post", None), getattr(article, "view", None)
        author, citation = getattr(article, "author_view", None), getattr(article, "citation", None)
        corrections = getattr(article, "corrections", ())
        summary = one_line(" ".join(post.gist)) if post else ""
        is_ours = not post or article.affiliation is Affiliation.INHOUSE
        return PostFacts(
            url=self._address(article.url),
            headline=title,
            # A number that was corrected must not live on in a search result.
            description="" if corrections else summary,
            language=language,
            published=post.published_at if post else article.date,
            modified=modified,
            picture=picture,
            author=author.person.name if author else self._site.brand,
            author_url=self._address(author.url) if author else "",
            works_for="" if is_ours else article.org_name,
            case=(view.case.title, self._address(view.url)) if view else ("", ""),
            complaint=_complaint(citation),
            corrections=[(c.post.correction.right, c.post.published_at, self._address(c.url)) for c in corrections],
        )

    def _case(self, view: Any) -> PageMetadata:
        title = one_line(view.case.title)
        parts = [
            {"@type": "BlogPosting", "headline": one_line(a.post.title), "url": self._address(a.url)}
            for a in view.posts
        ]
        thing = web_page(
            self._site,
            "CollectionPage",
            self._address(view.url),
            title,
            self._language,
            dateModified=view.updated_at.isoformat(),
            hasPart=parts,
            breadcrumb=self._way((CASES, "cases/"), (title, view.url)),
        )
        card = Card(
            kind=f"{CASES} {view.case.id}",
            aside=STAGES[view.stage],
            mended="",
            title=title,
            whose=self._site.name,
            when=day(view.updated_at, self._language),
        )
        return self._page(
            view.url, "website", self._language, linked_data(thing), picture=self._picture(card), is_gone=is_gone(view)
        )

    def _person(self, view: Any) -> PageMetadata:
        person = view.person
        company = self._site.brand if person.affiliation is Affiliation.INHOUSE else person.org_name
        who = {"@type": "Person", "name": person.name, "jobTitle": person.role, "url": self._address(view.url)}
        if company:
            who["worksFor"] = {"@type": "Organization", "name": company}
        way = self._way((PEOPLE, "people/"), (person.name, view.url))
        thing = web_page(
            self._site,
            "ProfilePage",
            self._address(view.url),
            person.name,
            self._language,
            mainEntity=who,
            breadcrumb=way,
        )
        return self._page(view.url, "profile", self._language, linked_data(thing))


def modified_of(article: Any) -> datetime:
    """Return when an article last said something else: published, changed or corrected."""
    post = getattr(article, "post", None)
    moments = [post.published_at, post.modified_at] if post else [article.date, getattr(article, "modified", None)]
    moments += [correction.post.published_at for correction in getattr(article, "corrections", ())]
    # Whoever keeps a copy is to fetch it again without the words that were taken back.
    taken_back = getattr(getattr(article, "citation", None), "withdrawn", None)
    moments += [taken_back.at] if taken_back else []
    changed: datetime = max(moment for moment in moments if moment is not None)
    return changed


def _complaint(citation: Any) -> tuple[str, str, str, str]:
    if citation is None or citation.withdrawn:
        return "", "", "", ""
    when = citation.published_on.isoformat() if citation.published_on else ""
    return one_line(citation.title), citation.url or "", citation.author, when


def with_translations(posts: Iterable[Any]) -> Iterator[Any]:
    """Yield every post and what it was translated to."""
    for article in posts:
        yield article
        yield from getattr(article, "translations", ())


def is_gone(view: Any) -> bool:
    """Return whether a case was taken down: its page says so, and nobody should come to it from a search engine."""
    return view is not None and view.stage is Stage.WITHDRAWN
