"""One build: what is remembered is opened when it begins, and what was learned is kept when it ends."""

import os
from collections.abc import Iterable, Mapping, MutableMapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

from plugins.core.compiled import CompiledTemplates
from plugins.core.memo import MEMO, key_of
from plugins.core.settings import read_settings
from plugins.edge.files import is_left_behind
from plugins.edge.memo import MemoStore
from plugins.edge.stamps import stamp_of, stamps_below
from plugins.incremental.body import Bodies, page_of_edit
from plugins.incremental.config import IncrementalConfig
from plugins.incremental.fingerprint import (
    code_digest,
    content_digest,
    library_digest,
    template_settings_digest,
    theme_digest,
)
from plugins.incremental.ledger import Ledger, Page
from plugins.incremental.readers import Shelf
from plugins.incremental.watching import Before, watch_writing, written_files

# The settings key under which a build is found by the hooks and the writer.
STATE = "BUILD_STATE"


class Build:
    """What one build knows.

    Attributes:
        shelf: The converted sources.
        ledger: The written pages.
        writer: Once Pelican has made it.
    """

    def __init__(self, settings: MutableMapping[str, Any], plugins: Iterable[Any]) -> None:
        config = read_settings(IncrementalConfig, "INCREMENTAL", settings)
        self.settings = settings
        self.output = Path(settings["OUTPUT_PATH"])
        # Several outputs of one project (preview, published) remember what they converted together.
        folder = Path(config.cache) if os.path.isabs(config.cache) else Path(settings["PATH"]).parent / config.cache
        self.workers = config.workers
        self.is_watched = config.watched
        self.bodies = Bodies()
        self.context: Mapping[str, Any] = {}
        self.readers: Any = None
        self._owns_output = config.owns_output
        self._code = key_of(library_digest(), code_digest(plugins))
        self.memo = MemoStore(folder / "memo", self._code, workers=config.workers)
        settings[MEMO] = self.memo
        self.compiled = CompiledTemplates(self.memo, template_settings_digest(settings))
        self.shelf = Shelf(self.memo, settings)
        name = key_of(str(self.output)).hex()[:12]
        self.ledger = Ledger(folder / f"ledger-{name}", self.output)
        self.writer: Any = None
        self.is_read = False
        self._entered = 0
        self._kept: tuple[set[str], int] = (set(), -1)
        self._before = self.ledger.written_before()
        watch_writing(self.output)

    def read_together(self, folder: str, paths: Iterable[str], readers: Mapping[str, Any]) -> None:
        """Convert what is new among the files of a folder."""
        self.shelf.prepare([os.path.abspath(os.path.join(folder, path)) for path in paths], readers)

    def begin_pages(self, template_folders: Iterable[str]) -> None:
        """Know on what every page depends; called when the generators have said where their templates are."""
        folders = [self.settings["THEME"], *template_folders]
        parts = (self._code, theme_digest(folders), template_settings_digest(self.settings))
        changed = [path for path, digest in self.ledger.opened.items() if content_digest(path) != digest]
        # Something that a template's function read from a file is other now.
        self.ledger.begin(key_of(*parts, *sorted(map(str, changed))), afresh=bool(changed))

    def finish_pages(self) -> None:
        """Render what still waits, before anybody looks at the finished output, and keep what was learned.

        What comes behind may refuse the output; the next build need not render it again for that.
        """
        if self.writer is not None:
            self.writer.finish()
        self._keep()

    def end(self) -> None:
        """Take note of what was written since, and let go of the files."""
        self._keep()
        self.memo.close()

    def page_of_edit(self, path: Path) -> str:
        """See ``body.page_of_edit``."""
        return page_of_edit(self, path)

    def _keep(self) -> None:
        kept = self.writer.kept if self.writer else set()
        rendered = self.writer.rendered if self.writer else set()
        top = len(os.path.abspath(self.output)) + 1
        ours = {path[top:]: before for path, before in written_files().items()}
        for name, before in ours.items():
            if not name.endswith(".tmp") and (self.output / name).is_file() and not self.ledger.is_untouched(name):
                self._enter(name, self.output / name, before)
        present = stamps_below(self.output)
        for name in sorted(kept & present.keys()):
            # Whoever left it alone remembers it. Where the ledger was lost, or a build that was killed had written the
            # file, the ledger does not know it as it is and would forget that it is ours to take away.
            page = self.ledger.pages.get(name)
            if page is None or page.stamp != present[name]:
                self._enter(name, self.output / name, None)
        there = {name for name in (*kept, *rendered, *ours) if name in present}
        if self._kept == (there, self._entered):
            return
        self._take_away(there, present)
        self.ledger.pages = {name: page for name, page in self.ledger.pages.items() if name in there}
        for name in (rendered | ours.keys()) & self.ledger.pages.keys():
            page = self.ledger.pages[name]
            self.memo.learn(f"{self.output}/{name}", page.stamp, page.digest)
        self.ledger.opened = self._opened()
        self.ledger.announce({name: page.digest.hex() for name, page in self.ledger.pages.items()})
        self.ledger.save()
        self._kept = (there, self._entered)

    def _opened(self) -> dict[str, bytes]:
        """What templates had opened, in this build or while what is kept was rendered."""
        paths = set(self.ledger.opened) | (self.writer.opened if self.writer else set())
        return {path: content_digest(path) for path in sorted(paths)}

    def _enter(self, name: str, path: Path, before: Before | None) -> None:
        """Note a file that a generator wrote itself; where its bytes are the same, its time is too."""
        # As it looked before it was read: what somebody writes since does not look like it.
        stamp = stamp_of(path)
        digest = blake2b(path.read_bytes(), digest_size=16).digest()
        self._entered += 1
        if before is not None and before[1] == digest and stamp == stamp_of(path):
            with suppress(OSError):
                os.utime(path, ns=(path.stat().st_atime_ns, before[0]))
                stamp = stamp_of(path)
        if stamp is not None:
            self.ledger.pages[name] = Page(stamp=stamp, digest=digest, template="")

    def _take_away(self, there: set[str], present: Iterable[str]) -> None:
        for name in present:
            if is_left_behind(os.path.basename(name)):
                with suppress(OSError):
                    (self.output / name).unlink()
        if self._owns_output:
            for name in set(present) - there:
                (self.output / name).unlink(missing_ok=True)
            for emptied, _, files in os.walk(self.output, topdown=False):
                if not files and emptied != os.fspath(self.output):
                    with suppress(OSError):
                        os.rmdir(emptied)
            return
        before: Mapping[str, str] = {**self._before, **{n: p.digest.hex() for n, p in self.ledger.pages.items()}}
        for name in sorted(before.keys() - there):
            path = self.output / name
            # Whoever changed it since has made it theirs.
            if path.is_file() and blake2b(path.read_bytes(), digest_size=16).hexdigest() == before[name]:
                path.unlink()
                for folder in path.parents:
                    if folder == self.output:
                        break
                    with suppress(OSError):
                        folder.rmdir()
