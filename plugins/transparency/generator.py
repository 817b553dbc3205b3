"""Writes the ledger, the figures, what changed, and the open data; and tells each case page its part."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pelican.generators import Generator
from pelican.writers import Writer

from plugins.core.feeds import EXTRA_FEEDS, OfferedEntry, OfferedFeed
from plugins.core.memo import digest_of, key_of, memo_of
from plugins.core.settings import read_settings
from plugins.edge.outputs import Outputs
from plugins.transparency.assembly import Account, CaseAccount, account_of
from plugins.transparency.config import PREFIX, TransparencyConfig
from plugins.transparency.figuredata import figures_document
from plugins.transparency.months import FOLDER, read_counts
from plugins.transparency.opendata import (
    FORMAT_CHANGES,
    Json,
    Publisher,
    case_document,
    cases_document,
    json_bytes,
    promises_document,
)
from plugins.transparency.spreadsheet import (
    CASE_COLUMNS,
    FIGURE_COLUMNS,
    PROMISE_COLUMNS,
    csv_bytes,
    figure_rows,
)

SCHEMAS = Path(__file__).parent / "schemas"
# Path of a file, what it was made from, and its maker.
Planned = tuple[str, tuple[str, ...], Callable[[], bytes]]


class TransparencyGenerator(Generator):  # type: ignore[misc]
    """Computes the account before any page is written, then writes its pages and files."""

    def generate_context(self) -> None:
        """Put ``transparency`` into the context, and offer a feed of what changed."""
        self.account: Account | None = None
        config = read_settings(TransparencyConfig, PREFIX, self.settings)
        records = self.context.get("case_records")
        if records is None:
            return
        folder = Path(self.path, FOLDER)
        counts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*")) if path.is_file()}
        cases, posts = (f.case for f in records.cases), (f.post for f in records.posts)
        # What the headers say and the text below them does not: most edits change no figure.
        self.digest = key_of(records.digest, config, self.context["as_of"], *counts.items())
        heard, memo = read_counts(counts), memo_of(self.settings)
        self.account = account_of(cases, posts, heard, config, self.context["as_of"], memo=memo, digest=self.digest)
        self.sources = tuple(f.path for f in (*records.cases, *records.posts, *records.people))
        self.everything = (*self.sources, *(f"content/{FOLDER}/{name}" for name in counts))
        self.context["transparency"] = self.account
        self.context["account_people"] = self._people()
        self._offer(self.account)

    def _people(self) -> Mapping[str, Any]:
        """Return every person's view by slug and by name, as files may refer to them."""
        views = self.context["people"]
        return {name: view for view in views for name in (view.person.name, view.person.slug)}

    def _offer(self, account: Account) -> None:
        """Offer a feed of what changed; whoever writes feeds writes it."""
        changes = account.latest_changes
        template, people = self.get_template("_change_entry"), self.context["account_people"]
        self.context.setdefault(EXTRA_FEEDS, []).append(
            OfferedFeed(
                name="changed",
                title=f"{self.settings['SITENAME']}: 이 일로 바뀐 것",
                subtitle="불만에서 약속으로, 약속에서 바뀐 것으로",
                page="changed/",
                entries=tuple(
                    OfferedEntry(
                        name=f"changed/{change.name}",
                        title=change.entry.promise.record.promise.what,
                        # The list moves its older entries to the page of their year; the post stays where it is.
                        page=change.said_in.url,
                        published=change.said_in.published_at,
                        updated=change.said_in.published_at,
                        html=template.render(**self.context, change=change),
                        author=people[change.said_in.author].person.name,
                        author_page=people[change.said_in.author].url,
                        tags=change.entry.facts.case.tags,
                    )
                    for change in changes
                ),
                sources=tuple(sorted({f"content/cases/{c.entry.facts.case.id}.md" for c in changes})),
                quiet_since=self.context["as_of"],
            )
        )

    def generate_output(self, writer: Writer) -> None:
        """Write every page and file and list it with what it was made from."""
        account = self.account
        if account is None:
            return
        self.files = Outputs(self.output_path, writer, memo_of(self.settings))
        self._page(writer, "promises/", "promises", ledger=account.ledger, year=0, entries=())
        for year, entries in account.ledger.years:
            self._page(writer, f"promises/{year}/", "promises", ledger=account.ledger, year=year, entries=entries)
        self._page(writer, "changed/", "changed", changes=account.changes, year=0)
        for year, changes in account.change_years:
            self._page(writer, f"changed/{year}/", "changed", changes=changes, year=year)
        self._page(writer, "transparency/", "transparency", report=account.all_time)
        for report in account.months:
            self._page(writer, f"transparency/{report.figures.month}/", "transparency", report=report)
        self._page(writer, "transparency/data/", "opendata", format_changes=FORMAT_CHANGES)
        self._data(account)
        self._badges(writer, account)

    def _data(self, account: Account) -> None:
        """Bring the open data to its place; what the same facts made is not made again."""
        memo, asked = memo_of(self.settings), key_of(self.digest, self.settings["SITE"])
        made, before = memo.last("transparency.data") or (b"", {})
        known: Mapping[str, bytes] = before if made == asked else {}
        digests = {}
        for path, sources, make in self._planned(account):
            if path in known and self.files.leave(path, known[path]):
                digests[path] = known[path]
            else:
                content = make()
                self.files.put(path, content)
                digests[path] = digest_of(content)
            self.context.setdefault("outputs", {})[path] = sources
        memo.keep("transparency.data", (asked, digests))
        for schema in sorted(SCHEMAS.glob("*.json")):
            self._file(f"api/schemas/{schema.name}", schema.read_bytes(), ())

    def _planned(self, account: Account) -> Iterator[Planned]:
        site = self.settings["SITE"]
        publisher = Publisher(
            site=site.name,
            url=site.url,
            as_of=account.as_of,
            names={name: view.person.name for name, view in self.context["account_people"].items()},
        )

        @cache
        def cases() -> Json:
            return cases_document(account.facts, publisher)

        @cache
        def promises() -> Json:
            return promises_document(account.facts, publisher)

        @cache
        def figures() -> Json:
            return figures_document(account.all_time.figures, [r.figures for r in account.months], publisher)

        def of_case(case: CaseAccount) -> Callable[[], bytes]:
            return lambda: json_bytes(case_document(case.facts, case.alike, publisher))

        def calendar() -> bytes:
            # The library takes as long to load as all that is said here to be told.
            from plugins.transparency.calendar import calendar_bytes  # noqa: PLC0415

            return calendar_bytes(account.facts, publisher, host=site.domain)

        yield "api/cases.json", self.sources, lambda: json_bytes(cases())
        yield "api/cases.csv", self.sources, lambda: csv_bytes(cases()["cases"], CASE_COLUMNS)
        yield "api/promises.json", self.sources, lambda: json_bytes(promises())
        yield "api/promises.csv", self.sources, lambda: csv_bytes(promises()["promises"], PROMISE_COLUMNS)
        yield "api/figures.json", self.everything, lambda: json_bytes(figures())
        yield "api/figures.csv", self.everything, lambda: csv_bytes(figure_rows(figures()), FIGURE_COLUMNS)
        for case_id, case in account.cases.items():
            yield f"api/cases/{case_id}.json", self._sources_of(case), of_case(case)
        yield "calendar.ics", self.sources, calendar

    def _badges(self, writer: Writer, account: Account) -> None:
        """Write the badges as the pages are written: one whose case says the same is not drawn again."""
        template = self.env.get_template("_badge.svg")
        cases = {case_id: (case, self._sources_of(case)) for case_id, case in account.cases.items()}
        for name, (case, sources) in {**cases, "site": (None, self.sources)}.items():
            path = f"badges/{name}.svg"
            self.context.setdefault("outputs", {})[path] = sources
            writer.write_file(path, template, self.context, case_account=case)

    def _sources_of(self, case: CaseAccount) -> tuple[str, ...]:
        posts = (f"content/{post.url.rstrip('/')}.md" for post in case.facts.posts)
        return (f"content/cases/{case.facts.case.id}.md", *posts)

    def _page(self, writer: Writer, url: str, template: str, **facts: Any) -> None:
        save_as = f"{url}index.html"
        self.context.setdefault("outputs", {})[save_as] = self.everything
        writer.write_file(save_as, self.get_template(template), self.context, url=url, page_url=url, **facts)

    def _file(self, path: str, content: bytes, sources: tuple[str, ...]) -> None:
        self.files.put(path, content)
        self.context.setdefault("outputs", {})[path] = sources
