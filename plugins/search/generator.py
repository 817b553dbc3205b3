"""Writes the search page and the index that its script reads."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from pelican.generators import Generator

from plugins.core.memo import Memo, memo_of
from plugins.core.settings import read_settings
from plugins.edge.outputs import Outputs
from plugins.edge.stamps import Stamp, stamps_below
from plugins.search.config import SearchConfig
from plugins.search.entries import Entry, entries, newest_first
from plugins.search.gathered import Gathered
from plugins.search.index import FOLDER, HEAD, brought

URL = "search/"
# What is remembered: the letters of all documents, what has moved since, and which files were written of them.
GATHERED = "search.gathered"
NEWS = "search.news"
WRITTEN = "search.files"


class SearchGenerator(Generator):  # type: ignore[misc]
    """Announces the search before any page is written, and writes it after everything that can be found is complete."""

    def generate_context(self) -> None:
        """Put ``search_url`` into the context.

        Raises:
            SettingError: A setting of ours is misspelt.
        """
        self.config = read_settings(SearchConfig, "SEARCH", self.settings)
        self.context["search_url"] = URL

    def generate_output(self, writer: Any) -> None:
        """Write the page and the index, and list them with what they were made from."""
        found = entries(self.context)
        sources = tuple(sorted({entry.source for entry in found}))
        listed = newest_first(found)[: self.config.listed]
        save_as = f"{URL}index.html"
        self.context.setdefault("outputs", {})[save_as] = sources
        writer.write_file(
            save_as,
            self.get_template("search"),
            self.context,
            url=URL,
            page_url=URL,
            listed=listed,
            is_all=len(listed) == len(found),
        )
        self._put(writer, found, sources)

    def _put(self, writer: Any, found: Sequence[Entry], sources: tuple[str, ...]) -> None:
        """Write the index, as far as it is not there already, and list its files."""
        memo = memo_of(self.settings)
        kept: set[str] = getattr(writer, "kept", set())
        name = f"{WRITTEN} {self.output_path}"
        before, stamps = memo.last(name) or (None, {})
        if not stamps.items() <= self._stamps().items():
            before = None
        # Whoever asks does so in a process of its own, or not this time.
        for kind in (GATHERED, NEWS):
            memo.still_wanted(kind, (b"",))
        names = [entry.name for entry in found]
        if before and before.names == names:
            kept.update(stamps)
            self.context["outputs"].update(dict.fromkeys(stamps, sources))
            return

        def made() -> dict[str, Stamp]:
            """Return the stamps of the files, and keep what the next build begins with."""
            gathered = self._gathered(memo)
            files, written = brought(names, found, gathered, before, self._read)
            outputs = Outputs(self.output_path, writer, memo)
            for path, content in files.items():
                outputs.put(path, content)
            if gathered.has_moved_far:
                memo.keep(GATHERED, gathered)
            now = self._stamps()
            now = {path: now[path] for path in (HEAD, *written.digests)}
            # After the packing, by which they know it.
            memo.keep(NEWS, gathered.news())
            memo.keep(name, (written, now))
            return now

        later: list[Callable[[], None]] | None = getattr(writer, "later", None)
        # Made anew it takes as long as the feeds and pictures that are made next, and needs as much memory as all else.
        begins_anew = before is None and later is not None
        waits = memo.begun(made) if begins_anew else made

        def enter() -> None:
            stamps = waits()
            kept.update(stamps)
            self.context["outputs"].update(dict.fromkeys(stamps, sources))

        if later is not None and begins_anew:
            later.append(enter)
        else:
            enter()

    def _read(self, path: str) -> bytes:
        return Path(self.output_path, path).read_bytes()

    @staticmethod
    def _gathered(memo: Memo) -> Gathered:
        # Whatever a stale pickle raises, all is gathered anew.
        with suppress(Exception):
            gathered: Gathered = memo.last(GATHERED)
            if gathered.learn(memo.last(NEWS)):
                return gathered
        return Gathered()

    def _stamps(self) -> dict[str, Stamp]:
        found = stamps_below(Path(self.output_path, FOLDER))
        return {f"{FOLDER}/{name}": stamp for name, stamp in found.items()}
