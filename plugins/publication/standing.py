"""What a build need not do again: it stands already, since nothing that a build reads has changed.

Kept in one file beside the last rendering, written when a build has ended well and taken away when the next one begins.
Lost, damaged or of another version of anything, everything is rendered, read and judged.
"""

import os
import pickle
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from plugins.core.memo import key_of
from plugins.edge.files import write_atomic
from plugins.edge.stamps import Stamp, stamp_of, stamps_below

_MAGIC = b"sinmungo standing 2\n"
_SUM = 16
# At the top of a project: what tools keep there, and what no build reads of itself.
_ASIDE = frozenset({"cache", "node_modules"})
_CODE_CACHE = "__pycache__"


class Rendered(NamedTuple):
    """A file of the last rendering; there are thousands, and each is read at every build.

    Attributes:
        digest: As manifests have it.
        key: Under which was remembered what the check found in it.
    """

    stamp: Stamp
    digest: str
    key: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A build that ended well.

    Attributes:
        asked: Digest of everything it was asked (``question``).
        checked: Digest of how the rendering was judged.
        drafts: Source of every draft, by the folder its page would have.
        inputs: How every file looked that it may have read; None where it read what nobody watches.
        rendered: The rendering, by path.
        output: How the files of the site look in the output.
        manifest: How the list of them looks.
    """

    asked: bytes
    inputs: Mapping[str, Stamp] | None
    drafts: Mapping[str, str]
    checked: bytes
    rendered: Mapping[str, Rendered]
    output: Mapping[str, Stamp]
    manifest: Stamp | None
    pages: int
    feeds: int

    def holds(self, asked: bytes, inputs: Mapping[str, Stamp], output: Path, manifest: Path) -> bool:
        """Return whether the output is what a build would write now."""
        return (
            self.asked == asked
            and self.inputs == inputs
            and self.manifest == stamp_of(manifest)
            and all(stamp_of(f"{output}/{path}") == stamp for path, stamp in self.output.items())
        )


def question(settings_file: str, as_of: datetime, output: Path, site_url: str) -> bytes:
    """Return the digest of what a build is asked, of Python and of every installed distribution with its version."""
    installed = set()
    for place in sys.path:
        if place.rstrip("/").endswith(("site-packages", "dist-packages")) and os.path.isdir(place):
            installed |= {name for name in os.listdir(place) if name.endswith((".dist-info", ".egg-info", ".egg-link"))}
    asked = (settings_file, as_of.isoformat(), str(output), site_url, os.environ.get("PATH", ""))
    return key_of(sys.version, sys.platform, *asked, *sorted(installed))


def inputs_of(root: Path, output: Path) -> dict[str, Stamp]:
    """Return how everything in a project looks that a build may read.

    Args:
        output: No build reads what it wrote.
    """
    return stamps_below(
        root, is_wanted=lambda below, name: is_input(f"{below}/{name}" if below else name, root, output), follows=True
    )


def is_input(path: str, root: Path, output: Path) -> bool:
    """Return whether a build may read a path, relative to its project."""
    top, _, _ = path.partition("/")
    is_aside = top.startswith(".") or top in _ASIDE or path.endswith(_CODE_CACHE) or f"/{_CODE_CACHE}/" in path
    return not is_aside and f"{root}/{path}" != str(output)


def read_standing(path: Path) -> Standing | None:
    """Return what the last build left, None where that is not known."""
    with suppress(Exception):
        data = path.read_bytes()
        raw = data[len(_MAGIC) + _SUM :]
        if data.startswith(_MAGIC) and data[len(_MAGIC) :][:_SUM] == blake2b(raw, digest_size=_SUM).digest():
            asked, inputs, drafts, checked, rendered, output, manifest, pages, feeds = pickle.loads(raw)
            return Standing(
                asked=asked,
                inputs=inputs,
                drafts=drafts,
                checked=checked,
                rendered={name: Rendered._make(facts) for name, facts in rendered.items()},
                output=output,
                manifest=manifest,
                pages=pages,
                feeds=feeds,
            )
    return None


def write_standing(path: Path, standing: Standing) -> None:
    """Keep what a build left."""
    rendered = {name: tuple(file) for name, file in standing.rendered.items()}
    facts = (standing.asked, standing.inputs, standing.drafts, standing.checked, rendered, standing.output)
    raw = pickle.dumps((*facts, standing.manifest, standing.pages, standing.feeds), protocol=pickle.HIGHEST_PROTOCOL)
    write_atomic(path, _MAGIC + blake2b(raw, digest_size=_SUM).digest() + raw)
