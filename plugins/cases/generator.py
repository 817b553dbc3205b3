"""Writes the pages that are not posts: cases, people and every list; and gives every post its facts."""

import copy
import unicodedata
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markdown import Markdown
from pelican.contents import Article, Category, Content
from pelican.generators import ArticlesGenerator, Generator
from pelican.utils import get_date
from pelican.writers import Writer

from plugins.cases.agenda import moments_after
from plugins.cases.assembly import Assembly, assemble
from plugins.cases.config import read_config
from plugins.cases.gone import gone_rules
from plugins.cases.listing import case_source, list_pages, post_source
from plugins.cases.postfile import PostFile
from plugins.cases.records import files_below, read_records
from plugins.cases.unfinished import Draft, draft_paths, read_desktop
from plugins.core.errors import ContentError, Problem
from plugins.core.memo import memo_of
from plugins.core.model import KIND_FOLDERS

# Context key under which the records wait, from the moment the generators exist.
RECORDS = "case_records"
# Settings key of a preview, under which it finds when it is no longer true.
WAITING = "WHAT_WAITS"


class Body(Content):  # type: ignore[misc]
    """The Markdown body of a case or person file."""

    default_template = "page"


class CaseGenerator(Generator):  # type: ignore[misc]
    """Reads and checks the records before Pelican reads a single post, then writes the case pages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Read the records; Pelican makes every generator before it lets any read content."""
        super().__init__(*args, **kwargs)
        self.config = read_config(self.settings)
        memo = memo_of(self.settings)
        self.records = read_records(Path(self.path), memo)
        self.context[RECORDS] = self.records
        self.context["as_of"] = self.config.as_of
        self.assembly: Assembly | None = None
        self.settings["ARTICLE_PATHS"] = self._finished_paths()
        self.drafts: tuple[Draft, ...] = ()
        # The drafts that have a page like any other post.
        self.drafted: tuple[Article, ...] = ()
        if self.config.drafts:
            self.settings[WAITING] = moments_after(self.records, self.config.as_of)
            desktop = read_desktop(Path(self.path), memo)
            self.records, self.drafts = desktop.records, desktop.drafts
        self.context["read_besides"] = [path.removeprefix("content/") for path in self._bodies()]

    def _finished_paths(self) -> list[str]:
        # Pelican reads drafts too and stops the build at a date that is not written yet.
        published = frozenset(file.path for file in self.records.posts)
        drafts = frozenset(draft_paths(Path(self.path), besides=published))
        found = (path for folder in KIND_FOLDERS.values() for path in files_below(self.path, folder))
        return [path for path in found if f"content/{path}" not in drafts]

    def generate_context(self) -> None:
        """Put the cases together from the articles that Pelican has read by now."""
        articles = {a.post_file.post.slug: a for a in self.context["articles"]}
        shown = {d.slug: d for d in self.drafts if d.file and d.file.post.published_at <= self.config.as_of}
        articles |= {slug: self._draft(draft) for slug, draft in shown.items()}
        for article in articles.values():
            article._content = unicodedata.normalize("NFC", article._content)
        bodies = {path: self._body(path.removeprefix("content/"), url) for path, url in self._bodies().items()}
        self.assembly = assemble(
            self.records,
            articles,
            {path: body.content for path, body in bodies.items()},
            self.config,
            self.settings["SITEURL"],
            drafts=shown,
            memo=memo_of(self.settings),
        )
        self.drafted = tuple(articles[slug] for slug in shown)
        if self.config.drafts:
            self.context["unfinished"] = self.drafts
        for spec in fields(self.assembly):
            self.context[spec.name] = getattr(self.assembly, spec.name)

    def _draft(self, draft: Draft) -> Article:
        """Return a draft as the article it will be, made of our own reading: Pelican's stops at what is missing."""
        folder = KIND_FOLDERS[draft.kind]
        post = draft.file.post if draft.file else None
        facts = {"title": draft.title, "slug": draft.slug, "category": Category(folder, self.settings)}
        if post and post.lang:
            facts["lang"] = post.lang
        facts["date"] = get_date((post.published_at if post else self.config.as_of).isoformat())
        html = Markdown(**copy.deepcopy(self.settings["MARKDOWN"])).convert(draft.body)
        source = str(Path(self.path, folder, f"{draft.slug}.md"))
        article = Article(html, facts, self.settings, source, self.context)
        article.post_file, article.draft = draft.file, draft
        self.add_source_path(article)
        return article

    def _bodies(self) -> dict[str, str]:
        """Return the files whose text stands on a page that is no post, each with the address of that page."""
        cases = {file.path: f"cases/{file.case.id}/" for file in self.records.cases}
        return cases | {file.path: f"people/{file.person.slug}/" for file in self.records.people}

    def _body(self, path: str, url: str) -> Content:
        body = self.readers.read_file(base_path=self.path, path=path, content_class=Body, context=self.context)
        body.override_url, body.override_save_as = url, f"{url}index.html"
        # So that posts may link to a case or person with {filename}.
        self.add_source_path(body)
        return body

    def generate_output(self, writer: Writer) -> None:
        """Write every page and list it with what it was made from."""
        assert self.assembly is not None
        site = self.assembly
        for page in list_pages(site, self.config.per_page):
            self._write(writer, page.url, page.template, page.sources, **page.facts)
        for view in site.cases:
            self._write(writer, view.url, "case", (case_source(view), *map(post_source, view.posts)), view=view)
        self._write(writer, "people/", "people", tuple(f.path for f in self.records.people))
        for person in site.people:
            sources = (f"content/people/{person.person.slug}.md", *map(post_source, person.posts))
            self._write(writer, person.url, "person", sources, person_view=person)

        self._write_gone()
        for draft in self.drafts:
            joined = next((a for a in self.drafted if a.draft is draft), None)
            if joined:
                self._write(writer, draft.url, "article", (draft.path,), article=joined)
            else:
                self._write(writer, draft.url, "draft", (draft.path,), article=self._draft(draft))
        if self.config.drafts:
            self._write(writer, "drafts/", "drafts", tuple(draft.path for draft in self.drafts))

    def _write_gone(self) -> None:
        assert self.assembly is not None
        sources = {a.url: post_source(a) for a in self.assembly.posts if a.post.withdrawn}
        sources |= {v.url: case_source(v) for v in self.assembly.cases if v.case.withdrawn}
        base = urlsplit(self.settings["SITEURL"]).path.rstrip("/")
        for path, text in gone_rules(tuple(sources), base=base).items():
            target = Path(self.output_path, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
            self.context.setdefault("outputs", {})[path] = tuple(sources.values())

    def _write(self, writer: Writer, url: str, template: str, sources: tuple[str, ...], **facts: Any) -> None:
        save_as = f"{url}index.html"
        self.context.setdefault("outputs", {})[save_as] = sources
        writer.write_file(save_as, self.get_template(template), self.context, url=url, page_url=url, **facts)


def keep_what_has_happened(generator: ArticlesGenerator) -> None:
    """Leave out posts after ``as_of``, tie the others to their records, and refuse what nobody checked.

    Raises:
        ContentError: Pelican would publish a file that the records do not know.
    """
    records, as_of = generator.context[RECORDS], generator.context["as_of"]
    known: Mapping[str, PostFile] = {file.path: file for file in records.posts}
    strangers = []
    for name in ("articles", "translations", "hidden_articles", "hidden_translations"):
        kept = []
        for article in getattr(generator, name):
            path = f"content/{article.relative_source_path}"
            article.post_file = known.get(path)
            if article.post_file is None or name != "articles":
                advice = "글 폴더 네 곳 바로 아래의 .md 글만 올릴 수 있습니다. 파일을 옮기거나 지워 주세요."
                strangers.append(Problem(path=path, line=0, field="", advice=advice))
            elif article.post_file.post.published_at <= as_of:
                kept.append(article)
            else:
                # Nothing may link to what has not happened yet.
                generator.context["generated_content"].pop(article.relative_source_path, None)
        setattr(generator, name, kept)
    if strangers:
        raise ContentError(strangers)
