"""What was written, what each page read, and how its file looked then: a page stays as it is only if all of it holds.

Two files. The ledger may be lost or damaged at any time: then everything is rendered. The list of written files
stands beside the output folder and lives as long as it does: it says what may be taken away again.
"""

import json
import pickle
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from plugins.core.memo import digest_of
from plugins.edge.files import write_atomic
from plugins.edge.stamps import Stamp, stamp_of
from plugins.incremental.asking import Shape, Words

_MAGIC = b"sinmungo ledger 4\n"
_SUM = 16
# Name in the context, the shape of what was read of it, and how many words that takes.
Shapes = tuple[tuple[str, Shape, int], ...]


class Page(NamedTuple):
    """A file of the output; a tuple, since thousands of them come out of the ledger at once and go back into it.

    Attributes:
        stamp: How the file looked when it was written.
        digest: Of its bytes.
        template: What rendered it; "" for a file that no template made.
        asked: Name in the context, number of the shape of what was read of it, and how many words that takes; pages
            that read alike share it.
        answers: The digests of what was read of each, one behind the other.
        words: By which it asked, those of each name one behind the other.
    """

    stamp: Stamp
    digest: bytes
    template: str
    asked: tuple[tuple[str, int, int], ...] = ()
    answers: bytes = b""
    words: Words = ()


class Ledger:
    """Every file that was written, by its path relative to the output folder."""

    def __init__(self, path: Path, output: Path) -> None:
        self.path = path
        self.output = output
        self.base = b""
        self.opened: dict[str, bytes] = {}
        self.pages: dict[str, Page] = {}
        self.shapes: list[Shape] = []
        self._numbers: dict[Shape, int] = {}
        self._parts: dict[Shape, Shape] = {}
        self._asked: dict[tuple[tuple[str, int, int], ...], tuple[tuple[str, int, int], ...]] = {}
        self._together: dict[Shapes, Shapes] = {}
        self._announced = b""
        self._dropped = path.with_name(f"{path.name}.dropped")
        self._written = output.with_name(f".{output.name}.rendered.json")
        self._read()

    def number_of(self, shape: Shape) -> int:
        """Return the number of a shape; pages that read alike share one."""
        if not self._numbers:
            # Those of earlier builds are only looked through when a page was rendered.
            self._numbers = {held: number for number, held in enumerate(self.shapes)}
        number = self._numbers.get(shape)
        if number is None:
            shape = self.one(shape)
            number = self._numbers[shape] = len(self.shapes)
            self.shapes.append(shape)
        return number

    def one(self, shape: Shape) -> Shape:
        """Return one and the same tuple for shapes and parts of them that are equal: they are kept and read once."""
        held = self._parts.get(shape)
        if held is None:
            held = self._parts[shape] = tuple((how, what, self.one(below)) for how, what, below in shape)
        return held

    def together(self, shapes: Mapping[str, tuple[Shape, Words]]) -> Shapes:
        """Return one and the same tuple for pages that asked alike: thousands of them wait to be entered."""
        found = tuple((root, self.one(shape), len(words)) for root, (shape, words) in shapes.items())
        return self._together.setdefault(found, found)

    def enter(self, name: str, page: Page, shapes: Shapes) -> None:
        """Take note of a page that was written.

        Args:
            page: With the answers and words, still without what it asked.
            shapes: Of what it read of each name.
        """
        asked = tuple((root, self.number_of(shape), words) for root, shape, words in shapes)
        self.pages[name] = page._replace(asked=self._asked.setdefault(asked, asked))

    def begin(self, base: bytes, *, afresh: bool) -> None:
        """Forget what pages read where they depend on something else now; what was written is remembered.

        Args:
            base: The fingerprint of what all pages share.
            afresh: Forget in any case.
        """
        if base == self.base and not afresh:
            return
        self.base, self.shapes, self._numbers, self.opened = base, [], {}, {}
        self._parts, self._asked, self._together = {}, {}, {}
        self.pages = {
            name: Page(stamp=page.stamp, digest=page.digest, template="") for name, page in self.pages.items()
        }

    def is_untouched(self, name: str) -> bool:
        """Return whether a file is as we left it."""
        page = self.pages.get(name)
        return page is not None and page.stamp == stamp_of(f"{self.output}/{name}")

    def drop(self, names: Iterable[str]) -> None:
        """Forget pages for good before their files are overwritten.

        A run that is killed in between, followed by the edit being undone, would else leave the wrong page as right.
        """
        known = [name for name in names if self.pages.pop(name, None)]
        if known:
            self._dropped.parent.mkdir(parents=True, exist_ok=True)
            with self._dropped.open("a", encoding="utf-8") as file:
                file.writelines(f"{name}\n" for name in known)

    def written_before(self) -> dict[str, str]:
        """Return the digests of what any build wrote into the output and has not taken away again."""
        try:
            files = json.loads(self._written.read_text(encoding="utf-8"))
            return {str(name): str(digest) for name, digest in files.items()}
        except (OSError, ValueError, AttributeError):
            # Nothing is taken away that nobody knows to be ours.
            return {}

    def announce(self, files: dict[str, str]) -> None:
        """Keep the list of what may be ours, before it is written."""
        self._written.parent.mkdir(parents=True, exist_ok=True)
        # A line for each, without ``indent``: that would be written by Python and not by C.
        text = json.dumps(dict(sorted(files.items())), ensure_ascii=False, separators=(",\n", ": "))
        digest = digest_of(text.encode())
        if digest == self._announced:
            return
        self._announced = digest
        with suppress(OSError):
            if self._written.read_text(encoding="utf-8") == text:
                return
        write_atomic(self._written, text)

    def save(self) -> None:
        """Bring the ledger to the disk, at once; shapes that no page has any more go when they are most of them."""
        used = {number for asked in {page.asked for page in self.pages.values()} for _, number, _ in asked}
        if len(used) < len(self.shapes) // 2:
            self._sweep(sorted(used))
        raw = pickle.dumps(
            (self.base, self.opened, self.shapes, {name: tuple(page) for name, page in self.pages.items()}), protocol=5
        )
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(self.path, _MAGIC + blake2b(raw, digest_size=_SUM).digest() + raw)
        self._dropped.unlink(missing_ok=True)

    def _sweep(self, numbers: list[int]) -> None:
        new = {old: index for index, old in enumerate(numbers)}
        self.shapes = [self.shapes[old] for old in numbers]
        self._numbers, self._asked = {}, {}
        asked = {
            old: tuple((root, new[number], words) for root, number, words in old)
            for old in {page.asked for page in self.pages.values()}
        }
        self.pages = {name: page._replace(asked=asked[page.asked]) for name, page in self.pages.items()}

    def _read(self) -> None:
        with suppress(Exception):
            data = self.path.read_bytes()
            raw = memoryview(data)[len(_MAGIC) + _SUM :]
            if not data.startswith(_MAGIC) or data[len(_MAGIC) :][:_SUM] != blake2b(raw, digest_size=_SUM).digest():
                return
            self.base, self.opened, self.shapes, pages = pickle.loads(raw)
            self.pages = dict(zip(pages, map(Page._make, pages.values()), strict=True))
            for name in self._dropped.read_text(encoding="utf-8").splitlines():
                self.pages.pop(name, None)
