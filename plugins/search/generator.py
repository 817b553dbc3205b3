"""Writes the search page and the index that its script reads."""

from pathlib import Path
from typing import Any

from pelican.generators import Generator

from plugins.core.memo import key_of, memo_of
from plugins.core.settings import read_settings
from plugins.search.config import SearchConfig
from plugins.search.entries import document, entries, newest_first
from plugins.search.index import index_files

URL = "search/"


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
        memo = memo_of(self.settings)
        for path, content in memo.recall("search.index", key_of(*documents), lambda: index_files(documents)).items():
            target = Path(self.output_path, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            self.context["outputs"][path] = sources
