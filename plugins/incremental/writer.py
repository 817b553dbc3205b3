"""Pelican's writer that leaves a page alone when everything it read is as it was, and shares the others out.

A page is rendered with stand-ins (``reads``); what it asked of them is kept in the ledger and asked again next time.
Pages that must be rendered anyway (a first build, a new theme) wait until all are known and are then rendered by as
many processes as there are cores.
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Template
from pelican import signals
from pelican.contents import Content
from pelican.writers import FileOverwriteFailedError, Writer

from plugins.edge.workers import Dealt, shared_out, usable_workers
from plugins.incremental.asking import DIGEST, NOT_THERE, Answers, UnknownError, Words, digest_of_reads
from plugins.incremental.ledger import Ledger, Page, Shapes
from plugins.incremental.pages import Job, Kept, PageFile, Rendered, WatchedTemplate, own_globals, put, rendered
from plugins.incremental.watching import opened_files

# What Pelican's ``write_file`` takes for itself; everything else is the template's.
_PELICANS = frozenset({"relative_urls", "paginated", "template_name", "override_output", "url"})
# A fork pays from so many pages on.
LEAST_SHARED = 40


class IncrementalWriter(Writer):  # type: ignore[misc]
    """See the module. Pelican makes it; what the build knows lies in the settings.

    Attributes:
        kept: Pages that were left as they are; ``rendered`` are the others.
        opened: Files that templates' functions opened.
        later: What generators have begun beside the others and finish when everything else is known.
    """

    def __init__(self, output_path: str, settings: Any = None) -> None:
        super().__init__(output_path, settings=settings)
        state = self.settings["BUILD_STATE"]
        self.ledger: Ledger = state.ledger
        self.workers: int = state.workers
        self.kept: set[str] = set()
        self.rendered: set[str] = set()
        self.opened: set[str] = set()
        self.later: list[Callable[[], None]] = []
        # While somebody watches: how each page was asked for.
        self.calls: dict[str, tuple[Any, Any, tuple[Any, ...], dict[str, Any]]] = {}
        self._watched: bool = state.is_watched
        self._waiting: list[Job] = []
        self._shared: dict[tuple[str, int, Words], tuple[Any, bytes]] = {}
        # Pages of which is known that they read something else now.
        self._other: set[str] = set()
        self._answers = Answers()
        # Somebody wants to see each page as it is written.
        self._at_once = bool(signals.content_written.receivers) or bool(
            signals.article_generator_write_article.receivers
        )
        self._is_attaching: bool | None = None
        # Where addresses are relative, the same object says something else on each page.
        self._is_lasting = not self.settings.get("RELATIVE_URLS") and not self._at_once
        state.writer = self

    # ── Pages ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def write_file(self, name: str, template: Any, context: Any, *given: Any, **facts: Any) -> None:
        """See Pelican's ``write_file``; the page may be left as it is, or be rendered when all are known."""
        if self._watched and name:
            self.calls[str(name)] = (template, context, given, dict(facts))
        if name and self._may_wait(str(name), template, context, given, facts):
            facts.pop("relative_urls", None)
            facts.pop("template_name", None)
            overriding = facts.pop("override_output", False)
            facts.pop("url", None)
            filename = os.path.join(self.output_path, name)
            if not self._claimed(filename, override=overriding):
                return
            if not self._waiting or self._waiting[-1].has_other(context):
                snapshot = context.copy()
            else:
                snapshot = self._waiting[-1].snapshot
            self._waiting.append(Job(str(name), template, snapshot, facts))
            return
        if name and self._stays(str(name), template, context, given, facts):
            if self._claimed(os.path.join(self.output_path, name), override=facts.get("override_output", False)):
                self.kept.add(str(name))
            return
        super().write_file(name, WatchedTemplate(template, self), context, *given, **facts)

    def write_again(self, name: str) -> None:
        """Render a page once more as it was asked for.

        The ledger is left as it is: it sees that the file is another one, and the next build renders the page itself.
        """
        template, context, given, facts = self.calls[name]
        filename = os.path.join(self.output_path, name)
        self._written_files.discard(filename)
        self._overridden_files.discard(filename)
        self.ledger.pages.pop(name, None)
        super().write_file(name, WatchedTemplate(template, self), context, *given, **facts)

    def _is_one_page(self, given: tuple[Any, ...], facts: Mapping[str, Any]) -> bool:
        """Return whether Pelican makes nothing of what it is given but this page, with the context as it is."""
        if self._at_once or given or facts.get("relative_urls") or facts.get("paginated") is not None:
            return False
        return facts.get("template_name") not in self.settings["PAGINATED_TEMPLATES"] or not (
            "articles" in facts or "dates" in facts
        )

    def _stays(
        self, name: str, template: Any, context: Mapping[str, Any], given: tuple[Any, ...], facts: Mapping[str, Any]
    ) -> bool:
        """Return whether a page can be left alone, without what Pelican does for one that is written."""
        page = self.ledger.pages.get(name)
        if page is None or not page.template or not self._is_one_page(given, facts):
            return False
        own = {key: value for key, value in facts.items() if key not in _PELICANS}
        own = {"localsiteurl": context.get("localsiteurl"), "output_file": name, **own}
        if page.template == template.name and self._reads_same(page, (own, context, own_globals(template))):
            return self.ledger.is_untouched(name)
        self._other.add(name)
        return False

    def _may_wait(
        self, name: str, template: Any, context: Mapping[str, Any], given: tuple[Any, ...], facts: Mapping[str, Any]
    ) -> bool:
        if not self._is_one_page(given, facts) or self._attaches(context):
            return False
        page = self.ledger.pages.get(name)
        # What might be left alone is asked at once: asking costs less than keeping it for later.
        return (page is None or not page.template) and isinstance(template, Template)

    def _attaches(self, context: Mapping[str, Any]) -> bool:
        """Return whether some content moves files by showing a link to them, which it must before they are copied.

        Source: pelican.contents.Static.attach_to
        """
        if self._is_attaching is None:
            texts = (getattr(content, "_content", None) or "" for content in context["generated_content"].values())
            self._is_attaching = any("{attach}" in text or "|attach|" in text for text in texts)
        return self._is_attaching

    def finish(self) -> None:
        """Finish what was begun, and render what waits, in several processes where that pays."""
        later, self.later = self.later, []
        for finish in later:
            finish()
        jobs, self._waiting = self._waiting, []
        if not jobs:
            return
        names = [job.name for job in jobs]
        self.ledger.drop(names)
        workers = min(usable_workers(self.workers), len(jobs) // LEAST_SHARED + 1)

        with Dealt(len(jobs), workers) as dealt:

            def share(_number: int) -> tuple[list[tuple[str, Page, Shapes]], set[str]]:
                made = []
                for place in dealt:
                    made.append(self._made(jobs[place]))
                    # Pelican keeps the text of every post that was shown: as much again as all posts.
                    Content.get_content.cache.clear()
                return made, self.opened

            parts = shared_out(workers, share)
        for made, opened in parts:
            self.opened |= opened
            for name, page, shapes in made:
                self._enter(name, page, shapes)

    def _made(self, job: Job) -> tuple[str, Page, Shapes]:
        local = job.snapshot.copy()
        local["localsiteurl"] = local.get("localsiteurl", None)
        local["output_file"] = job.name
        local.update(job.facts)
        text = self.render(job.template, local)
        page = put(Path(self.output_path, job.name), text.encode("utf-8"))
        return job.name, *self._with_reads(page, text)

    def page_text(self, template: Any, local: Mapping[str, Any]) -> str:
        """Return the text of a page, or ``Kept`` where its file holds it already."""
        name = local["output_file"]
        page = self.ledger.pages.get(name)
        is_same = (
            page
            and name not in self._other
            and page.template == template.name
            and self._reads_same(page, (local, own_globals(template)))
        )
        if is_same and self.ledger.is_untouched(name):
            return Kept()
        return self.render(template, local)

    def render(self, template: Any, local: Mapping[str, Any]) -> Rendered:
        """Render a page and note what it read."""
        with opened_files() as opened:
            made = rendered(template, local)
        self.opened |= opened.paths
        if not opened.is_known:
            made.shapes = None
        return made

    def _reads_same(self, page: Page, places: tuple[Mapping[str, Any], ...]) -> bool:
        """Return whether everything the page read says what it said.

        Args:
            places: Where a name is looked up, the first that has it counts.
        """
        behind = 0
        try:
            for at, (root, number, count) in enumerate(page.asked):
                words = page.words[behind : behind + count]
                behind += count
                digest = page.answers[at * DIGEST : (at + 1) * DIGEST]
                for place in places:
                    if root in place:
                        if self._digest(root, place[root], number, words) != digest:
                            return False
                        break
                else:
                    if digest != NOT_THERE:
                        return False
        except UnknownError:
            return False
        return True

    def _digest(self, root: str, value: Any, number: int, words: Words) -> bytes:
        """Return the digest of what is read of a name; what pages share is asked once."""
        # Words of a call are values, and of two that are equal one may say something else (a text and its markup).
        is_lasting = self._is_lasting and not any(type(word) is tuple for word in words)
        key = (root, number, words)
        held = self._shared.get(key) if is_lasting else None
        if held is not None and held[0] is value:
            return held[1]
        digest = digest_of_reads(value, self.ledger.shapes[number], words, self._answers if self._is_lasting else None)
        if is_lasting:
            # The last one: what all pages share is always the same, what is a page's own is asked for once.
            self._shared[key] = (value, digest)
        return digest

    def _with_reads(self, page: Page, text: Rendered) -> tuple[Page, Shapes]:
        """Return the page with the digests of what it read, and what that is."""
        if text.shapes is None:
            return page, ()
        given = text.context
        try:
            answers = b"".join(
                digest_of_reads(given[root], shape, words) if root in given else NOT_THERE
                for root, (shape, words) in text.shapes.items()
            )
        except UnknownError:
            return page, ()
        words = tuple(word for _, said in text.shapes.values() for word in said)
        page = page._replace(template=text.template, answers=answers, words=words)
        return page, self.ledger.together(text.shapes)

    def _enter(self, name: str, page: Page, shapes: Shapes) -> None:
        self.ledger.enter(name, page, shapes)
        self.rendered.add(name)

    # ── Files ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _open_w(self, filename: str, encoding: str, override: bool = False) -> Any:  # noqa: FBT001, FBT002 - Pelican's
        if not self._claimed(filename, override=override):
            return open(os.devnull, "w", encoding=encoding)
        return PageFile(encoding, lambda text: self._close(Path(filename), text, encoding))

    def _claimed(self, filename: str, *, override: bool) -> bool:
        """Return whether the file is to be written; as Pelican's own ``_open_w``, which opens it as well.

        Source: pelican.writers.Writer._open_w
        """
        if filename in self._overridden_files:
            if override:
                raise FileOverwriteFailedError(f'Failed to overwrite "{filename}" a second time')
            return False
        if filename in self._written_files and not override:
            raise FileOverwriteFailedError(f'Failed to overwrite "{filename}": Pelican has already written to it')
        if override:
            self._overridden_files.add(filename)
        self._written_files.add(filename)
        return True

    def _close(self, path: Path, text: str, encoding: str) -> None:
        name = path.relative_to(self.output_path).as_posix()
        if isinstance(text, Kept):
            self.kept.add(name)
            return
        self.ledger.drop([name])
        page = put(path, text.encode(encoding))
        if isinstance(text, Rendered):
            self._enter(name, *self._with_reads(page, text))
        else:
            self._enter(name, page, ())
