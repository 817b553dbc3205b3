"""Put a site's cases together: timelines, promises and corrections joined to the pages Pelican read.

Pure: it takes pages as they are and returns views; only the facts it puts on each article are an effect.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape

from markupsafe import Markup

from plugins.cases.casefile import CaseFile
from plugins.cases.config import CasesConfig
from plugins.cases.consistency import Records, not_there
from plugins.cases.contact import Contact, contact_for
from plugins.cases.corrections import strike
from plugins.cases.indexes import Indexes, indexes
from plugins.cases.postfile import PostFile
from plugins.cases.tags import topic_url
from plugins.cases.translations import translate
from plugins.cases.unfinished import Draft
from plugins.cases.views import (
    Article,
    CaseView,
    MomentView,
    PersonView,
    PromiseView,
    by_stage,
    byline,
    clock_view,
    tag_links,
)
from plugins.core.errors import ContentError, Problem
from plugins.core.feeds import feed_path
from plugins.core.memo import FORGETFUL, Memo, key_of
from plugins.core.model import KIND_FOLDERS, CaseId, Person, PostKind, Stage
from plugins.core.promises import promise_records
from plugins.core.timeline import Moment, timeline


@dataclass(frozen=True, kw_only=True, slots=True)
class Assembly:
    """Everything the templates may list, each in the order a page shows it."""

    cases: tuple[CaseView, ...]
    open_cases: tuple[CaseView, ...]
    stages: tuple[tuple[Stage, tuple[CaseView, ...]], ...]
    posts: tuple[Article, ...]
    kinds: tuple[tuple[PostKind, str, tuple[Article, ...]], ...]
    corrections: tuple[Article, ...]
    people: tuple[PersonView, ...]
    indexes: Indexes


def assemble(
    records: Records,
    articles: Mapping[str, Article],
    bodies: Mapping[str, str],
    config: CasesConfig,
    site_url: str,
    *,
    drafts: Mapping[str, Draft] | None = None,
    memo: Memo = FORGETFUL,
) -> Assembly:
    """Return the site's views; every article gets its facts.

    Args:
        articles: By slug: exactly the posts that have happened by ``config.as_of``.
        bodies: Rendered HTML of case and person files, by path (``content/cases/MG-2026-001.md``).
        site_url: Put before a link to a correction, which stands inside content.
        drafts: By slug, those of the articles that are drafts: in a preview only.
        memo: Remembers how a text reads once a sentence in it is struck.

    Raises:
        ContentError: A correction's wrong sentence does not stand in a post it corrects.
    """
    posts = {f.post.slug: f for f in records.posts if f.post.slug in articles}
    people = {
        f.person.slug: PersonView(person=f.person, url=f"people/{f.person.slug}/", content=bodies[f.path])
        for f in records.people
    }
    joiner = _Joiner(records, people, articles, config)
    of_case: dict[str, list[PostFile]] = {}
    for file in posts.values():
        of_case.setdefault(file.post.case_id, []).append(file)
    views = [joiner.case(file, of_case.get(file.case.id, ()), bodies[file.path]) for file in records.cases]
    # A complaint that nobody has taken up in public yet is only counted, not shown.
    cases = {view.case.id: view for view in views if any(moment.stage for moment in view.timeline.moments)}
    for view in cases.values():
        view.related = tuple(cases[CaseId(other)] for other in view.case.related if CaseId(other) in cases)
        view.merged_into = cases.get(CaseId(view.case.merged_into))
    for slug, file in posts.items():
        joiner.dress(articles[slug], file, cases[file.post.case_id])
        articles[slug].draft = (drafts or {}).get(slug)
    _correct(posts, articles, site_url, memo)

    translate(articles)
    originals = (article for article in articles.values() if not article.post.translation_of)
    newest = tuple(sorted(originals, key=lambda a: (a.post.published_at, a.post.slug), reverse=True))
    by_activity = tuple(sorted(cases.values(), key=lambda v: (v.updated_at, v.case.id), reverse=True))
    for person in people.values():
        person.posts = tuple(a for a in newest if a.author_view is person)
        person.cases = tuple(v for v in by_activity if v.owner is person)
    by_kind = {kind: tuple(a for a in newest if a.post.kind is kind) for kind in PostKind}
    # A correction that was taken back corrects nothing any more.
    by_kind[PostKind.CORRECTION] = tuple(a for a in by_kind[PostKind.CORRECTION] if a.post.correction)
    return Assembly(
        cases=by_activity,
        open_cases=tuple(sorted((v for v in by_activity if not v.stage.is_final), key=_urgency)),
        stages=by_stage(by_activity),
        posts=newest,
        kinds=tuple((kind, f"{KIND_FOLDERS[kind]}/", found) for kind, found in by_kind.items()),
        corrections=by_kind[PostKind.CORRECTION],
        people=tuple(people.values()),
        indexes=indexes(by_activity, newest, config.as_of),
    )


def _urgency(view: CaseView) -> tuple[datetime, str]:
    # The word that is owed first, or already late, stands first; a case that owes none yet counts from its opening.
    return view.next_update_by or view.case.opened_at, view.case.id


class _Joiner:
    """Holds what joining one case or post needs of the whole site."""

    def __init__(
        self, records: Records, people: Mapping[str, PersonView], articles: Mapping[str, Article], config: CasesConfig
    ) -> None:
        self._records = records
        self._people = people
        self._articles = articles
        self._config = config
        self._meant: dict[str, PersonView] = {}

    def _person(self, reference: str) -> PersonView:
        if reference not in self._meant:
            person = self._records.person(reference)
            # The records were checked: every reference is to one person.
            assert person is not None, reference
            self._meant[reference] = self._people[person.slug]
        return self._meant[reference]

    def case(self, file: CaseFile, posts: Iterable[PostFile], body: str) -> CaseView:
        case, as_of = file.case, self._config.as_of
        line = timeline(case, (f.post for f in posts), as_of)
        owner = self._person(case.owner)
        return CaseView(
            case=case,
            timeline=line,
            url=f"cases/{case.id}/",
            feed_url=feed_path(f"cases/{case.id}"),
            content=body,
            moments=tuple(self._moment(moment) for moment in line.moments),
            posts=tuple(self._articles[post.slug] for post in line.posts),
            owner=owner,
            promises=tuple(
                PromiseView(
                    promise=record.promise,
                    state=record.state,
                    due=record.due,
                    moves=record.moves,
                    settled=record.settled,
                    who=self._person(record.promise.who),
                    occurrences=record.occurrences,
                )
                for record in promise_records(case.promises, line.posts, as_of)
            ),
            clocks=tuple(clock_view(clock, as_of) for clock in case.clocks),
            overdue=line.overdue(as_of),
            contact=self._contact(case.id, owner.person),
            tags=tag_links(case.tags),
            topic_url=topic_url(case.topic),
        )

    def _moment(self, moment: Moment) -> MomentView:
        event = moment.event
        return MomentView(
            at=moment.at,
            type="citation" if moment.citation else "event" if event else "post",
            stage=moment.stage,
            citation=moment.citation,
            event=event,
            event_by=self._person(event.who).person if event and event.who else None,
            article=self._articles[moment.post.slug] if moment.post else None,
        )

    def _contact(self, case_id: CaseId, person: Person) -> Contact:
        email = person.email or self._config.contact_email
        return contact_for(case_id, form_url=self._config.contact_form_url, email=email)

    def dress(self, article: Article, file: PostFile, view: CaseView) -> None:
        post = file.post
        author = self._person(post.author)
        line = byline(post, author.person)
        cited = {citation.key: citation for citation in view.case.citations}
        # Asked for again by whoever lists, feeds or describes it. Source: pelican.contents.Content.get_url_setting
        article.override_url = article.url
        article.post = post
        article.withdrawn = post.withdrawn
        # Only a draft can lack its words.
        article.title = post.title or post.slug
        article.title_marked = Markup(escape(article.title, quote=False))  # noqa: S704 - escaped here
        article.gist = tuple(Markup(escape(text, quote=False)) for text in post.gist or ("",))  # noqa: S704 - escaped here
        article.view = view
        article.author_view = author
        article.approvers = tuple(self._person(who) for who in post.approved_by)
        article.role, article.affiliation = line.role, line.affiliation
        article.org_name, article.reach = line.org_name, line.reach
        article.citation = cited.get(post.in_reply_to)
        article.mentioned = tuple(cited[key] for key in post.mentions)
        article.later_citations = tuple(
            c for c in view.case.citations if c.key != post.in_reply_to and c.key not in post.mentions
        )
        article.made_promises = tuple(p for p in view.promises if p.promise.id in post.promises)
        article.contact = self._contact(view.case.id, author.person)
        reported_at = post.correction.reported_at if post.correction else None
        article.mended_after = post.published_at - reported_at if reported_at else None
        article.tag_links = tag_links(post.tags)
        article.corrections, article.corrected = (), ()


def _correct(posts: Mapping[str, PostFile], articles: Mapping[str, Article], site_url: str, memo: Memo) -> None:
    """Strike what corrections name wrong, and tie each correction to the posts it corrects."""
    problems = []
    for file in sorted(posts.values(), key=lambda f: (f.post.published_at, f.post.slug)):
        correction, by = file.post.correction, articles[file.post.slug]
        for slug in correction.corrects if correction else ():
            article = articles[slug]
            # A draft may not have found the sentence yet; its page shows what it lacks, and this is not for long.
            is_unfinished = by.draft or posts[slug].post.withdrawn
            href = f"{site_url}/{by.url}"
            if correction and not _strike_in(article, correction.wrong, href, memo) and not is_unfinished:
                problems.append(
                    Problem(
                        path=file.path,
                        line=file.lines.get("wrong", 1),
                        field="wrong",
                        advice=not_there(slug),
                    )
                )
            article.corrections = (by, *article.corrections)
            by.corrected = (*by.corrected, article)
    if problems:
        raise ContentError(problems)


def _strike_in(article: Article, wrong: str, href: str, memo: Memo) -> int:
    def struck(html: str) -> tuple[str, int]:
        return memo.recall("cases.struck", key_of(html, wrong, href), lambda: strike(html, wrong, href))

    article._content, found = struck(article._content)
    lines = [struck(line) for line in article.gist]
    article.gist = tuple(Markup(html) for html, _ in lines)  # noqa: S704 - was Markup
    title, in_title = struck(article.title_marked)
    article.title_marked = Markup(title)  # noqa: S704 - was Markup
    return found + in_title + sum(count for _, count in lines)
