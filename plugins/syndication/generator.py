"""Writes the feeds: one of everything, one of each case."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pelican.generators import Generator

from plugins.core.errors import SettingError
from plugins.core.settings import read_settings
from plugins.core.site import Site
from plugins.syndication.atom import Feed, atom_bytes
from plugins.syndication.config import SyndicationConfig
from plugins.syndication.entries import ALL_PATH, Press, feed_of_all, feed_of_case, sources_of

# What an empty feed says where no build instant is set; any instant will do but the clock's.
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


class FeedGenerator(Generator):  # type: ignore[misc]
    """Announces the feeds before any page is written, and writes them after the posts are complete."""

    def generate_context(self) -> None:
        """Put ``feeds`` into the context.

        Raises:
            SettingError: A setting of ours is misspelt, or ``SITE`` is missing.
        """
        site = self.settings.get("SITE")
        if not isinstance(site, Site):
            raise SettingError(
                "SITE", "missing", advice="누리집이 누구의 것인지 모릅니다. pelicanconf.py에서 site.toml을 읽어 주세요."
            )
        self.press = Press(
            site=site,
            config=read_settings(SyndicationConfig, "SYNDICATION", self.settings),
            language=self.settings["DEFAULT_LANG"],
        )
        self.context["feeds"] = ((site.name, ALL_PATH),)

    def generate_output(self, writer: Any) -> None:
        """Write every feed and list it with what it was made from."""
        articles = self.context.get("posts", self.context["articles"])
        self._write(ALL_PATH, feed_of_all(self.press, articles, self._as_of()), sources_of(articles))
        for view in self.context.get("cases", ()):
            sources = (f"content/cases/{view.case.id}.md", *sources_of(view.posts))
            self._write(view.feed_url, feed_of_case(self.press, view), sources)

    def _as_of(self) -> datetime:
        said = self.context.get("as_of") or self.settings.get("AS_OF")
        return said if isinstance(said, datetime) else datetime.fromisoformat(said) if said else LONG_AGO

    def _write(self, path: str, feed: Feed, sources: tuple[str, ...]) -> None:
        target = Path(self.output_path, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(atom_bytes(feed))
        self.context.setdefault("outputs", {})[path] = sources
