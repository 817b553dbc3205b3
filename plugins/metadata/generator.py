"""Says what every page is before it is written, and writes what only machines read: sitemap, robots, pictures."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pelican.generators import Generator

from plugins.core.interface import LOCALE
from plugins.core.memo import key_of, memo_of
from plugins.edge.files import write_if_changed
from plugins.edge.outputs import Outputs
from plugins.metadata.config import read_config
from plugins.metadata.indexnow import key_file
from plugins.metadata.lastmod import last_changes, located
from plugins.metadata.pages import Gathered, PageFacts
from plugins.metadata.picture import Pen, drawn, name_of
from plugins.metadata.sitemap import robots_file, sitemap_files


class MetadataGenerator(Generator):  # type: ignore[misc]
    """Stands after the plugins whose pages it speaks of."""

    def generate_context(self) -> None:
        """Put ``metadata`` into the context.

        Raises:
            SettingError: ``SITE`` is missing or a setting of ours is refused.
        """
        self.site, self.config = read_config(self.settings)
        self.pen = Pen(Path(self.settings["THEME"], self.config.font))
        self.facts = PageFacts(
            self.site,
            self.settings["DEFAULT_LANG"],
            self.context,
            lambda card: f"pictures/{name_of(card, self.pen)}.png",
            self._remembered,
        )
        self.context["metadata"] = self.facts

    def _remembered(self, addresses: Sequence[str], gather: Callable[[], Gathered]) -> Gathered:
        """Return what was said last time where the headers of all files say the same; most edits are below them."""
        records = self.context.get("case_records")
        # Of drafts the records know nothing.
        if records is None or "unfinished" in self.context:
            return gather()
        words = [path.read_bytes() for path in sorted(LOCALE.rglob("*.po"))]
        asked = (self.site, self.settings["DEFAULT_LANG"], self.context["as_of"], self.pen.digest)
        key = key_of(records.digest, *asked, *words, *addresses)
        return memo_of(self.settings).recall("metadata.pages", key, gather)

    def generate_output(self, writer: Any) -> None:
        """Write the pictures that are new, copy those that are not, and list everything with what it was made from."""
        memo = memo_of(self.settings)
        kept = Path(self.settings["PATH"]).parent / self.config.cache
        there = frozenset(os.listdir(kept)) if kept.is_dir() else frozenset()
        names = {path: path.rpartition("/")[2] for path in self.facts.cards}
        new = [(kept / names[path], card) for path, card in self.facts.cards.items() if names[path] not in there]
        # A picture takes 20 ms, more than all else that is done for a post but its gate.
        memo.shared(len(new), lambda index: write_if_changed(new[index][0], drawn(new[index][1], self.pen)))
        self.files = Outputs(self.output_path, writer, memo)
        for path, name in names.items():
            self.files.copy(path, f"{kept}/{name}")
            self.context.setdefault("outputs", {})[path] = self.facts.sources.get(path, ())
        outputs: Mapping[str, tuple[str, ...]] = self.context.setdefault("outputs", {})
        pages = located(self.facts, outputs, last_changes(self.context))
        # Many pages are made of the same sources, down to the very tuple.
        sources = tuple(sorted(frozenset().union(*{id(each): each for each in outputs.values()}.values())))
        for path, content in sitemap_files(pages, self.site.url).items():
            self._write(path, content, sources)
        self._write("robots.txt", robots_file(self.site.url), ())
        if self.site.indexnow_key:
            self._write(*key_file(self.site.indexnow_key), ())

    def _write(self, path: str, content: bytes, sources: tuple[str, ...]) -> None:
        self.files.put(path, content)
        self.context.setdefault("outputs", {})[path] = sources
