"""Writes the search page and the index that its script reads."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from pelican.generators import Generator

from plugins.core.memo import key_of, memo_of
from plugins.core.settings import read_settings
from plugins.search.config import SearchConfig
from plugins.search.entries import document, entries, newest_first
from plugins.search.gathered import Gathered
from plugins.search.index import Document, index_files

URL = "search/"
# What is remembered: the letters of all documents, and which files were written of them.
GATHERED = "search.gathered"
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
        sources = tuple(sorted({source for entry in found for source in entry.sources}))
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
        documents = [document(entry) for entry in found]
        for path in self._index(writer, documents):
            self.context["outputs"][path] = sources

    def _index(self, writer: Any, documents: list[Document]) -> Iterable[str]:
        """Write the index, as far as it is not there already, and return its paths."""
        memo = memo_of(self.settings)
        kept: set[str] = getattr(writer, "kept", set())
        key = key_of(*(said for d in documents for said in (d.title, d.text, *d.shown)))
        name = f"{WRITTEN} {self.output_path}"
        before = memo.last(name)
        if before and before[0] == key and self._stamps(before[1]) == before[1]:
            kept.update(before[1])
            return tuple(before[1])
        gathered = memo.last(GATHERED) or Gathered()
        files = index_files(documents, gathered)
        for path, content in files.items():
            target = Path(self.output_path, path)
            # Nine in ten pieces of an index say what they said.
            if target.is_file() and target.read_bytes() == content:
                kept.add(path)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
        memo.keep(GATHERED, gathered)
        memo.keep(name, (key, self._stamps(files)))
        return tuple(files)

    def _stamps(self, paths: Iterable[str]) -> dict[str, tuple[int, int]]:
        stamps = {}
        for path in paths:
            with suppress(FileNotFoundError):
                stat = Path(self.output_path, path).stat()
                stamps[path] = (stat.st_size, stat.st_mtime_ns)
        return stamps
