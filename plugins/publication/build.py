"""`invoke build`: render beside the output, judge the rendering there, swap only what changed into the output.

A build that fails leaves the output exactly as it was. Time comes in as ``as_of``.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from plugins.core.errors import BuildError, ContentError
from plugins.core.memo import Memo, key_of
from plugins.core.site import NAME, read_site
from plugins.edge.files import told
from plugins.edge.memo import MemoStore
from plugins.publication.checks import is_draft, page_paths, rendering_problems
from plugins.publication.feeds import feed_paths
from plugins.publication.manifest import manifest_of, read_manifest, write_manifest
from plugins.publication.swap import apply_swap, digests, on_the_way, plan_swap, read_folder
from plugins.publication.workshop import BuildBugError, alone, render, staging

BUSY = "다른 빌드가 돌고 있습니다. 끝난 뒤에 다시 해 주세요."
# Paths that a difference names.
SHOWN = 5

# Folders under content/ whose files become pages, and the address of such a page.
_PAGES_OF = {
    "responses": "responses/{}/",
    "corrections": "corrections/{}/",
    "progress": "progress/{}/",
    "stories": "stories/{}/",
    "cases": "cases/{}/",
    "pages": "{}/",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildReport:
    """What a build made.

    Attributes:
        pages: How many pages the site has.
        feeds: How many feeds it has.
        files: Every path of the site; sorted. The output may hold files of others beside them.
        changed: Paths written, new ones too; sorted.
        removed: Paths taken away; sorted.
    """

    as_of: datetime
    pages: int
    feeds: int
    files: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def build(
    root: Path, *, settings_file: str, as_of: datetime, output: Path, strict: bool = False, site_url: str = ""
) -> BuildReport:
    """Build the site of ``root`` into ``output``.

    Args:
        settings_file: Name of a settings file in ``root``.
        output: Made where it is missing. Files in it that no build of ours wrote are left alone.
        strict: Pelican's warnings end the build too, and it begins with nothing: what is published owes nothing to a
            cache.
        site_url: The ``SITEURL`` of the settings file: where it has a path, every link must stay below it.

    Raises:
        DeskError: The content, a setting or the rendering is refused, another build is running, or the disk refuses.
        BuildBugError: The rendering ended with a traceback.
    """
    if as_of.tzinfo is None:
        raise BuildError("as_of", "no zone", advice="시간대가 없습니다. 예: 2026-11-22T09:00+09:00")
    cache = root / "cache"
    fatal = ("--fatal", "warnings" if strict else "errors")
    with alone(cache / "build.lock", busy=BUSY), _workplace(cache, afresh=strict) as folder:
        render(root, settings_file, folder, as_of, *fatal, "--afresh" if strict else "--owned")
        with told(output), _remembered(root) as memo:
            files = read_folder(folder)
            problems = rendering_problems(
                files,
                site_urls=(read_site(root / NAME).url, site_url),
                draft_urls=_draft_urls(root / "content"),
                base=urlsplit(site_url).path.rstrip("/"),
                memo=memo,
            )
            if problems:
                raise ContentError(problems)
            return _swap_in(files, output, as_of)


def verify(root: Path, *, settings_file: str, as_of: datetime) -> int:
    """Render the site both ways, as a build does and from nothing, and return how many files were compared.

    Raises:
        DeskError: The content or a setting is refused, or another build is running.
        BuildBugError: The two differ in a single byte.
    """
    cache = root / "cache"
    with alone(cache / "build.lock", busy=BUSY), staging(cache) as afresh, told(cache):
        render(root, settings_file, _remembering(cache), as_of, "--owned")
        render(root, settings_file, afresh, as_of, "--afresh")
        quick, clean = digests(read_folder(_remembering(cache))), digests(read_folder(afresh))
    if differing := sorted(path for path in {**quick, **clean} if quick.get(path) != clean.get(path)):
        raise BuildBugError(
            f"빠른 빌드와 처음부터 지은 것이 다릅니다: {', '.join(differing[:SHOWN])}"
            f"{f' 밖에 {len(differing) - SHOWN}개' if len(differing) > SHOWN else ''}. "
            "cache/를 지우고 다시 지으면 바르게 지어집니다. 이 일을 만든 사람에게 알려 주세요."
        )
    return len(clean)


def _remembering(cache: Path) -> Path:
    """Return the folder that holds the last rendering, for the next one to begin with."""
    return cache / "build" / "site"


@contextmanager
def _workplace(cache: Path, *, afresh: bool) -> Iterator[Path]:
    if afresh:
        with staging(cache) as folder:
            yield folder
        return
    folder = _remembering(cache)
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    yield folder


@contextmanager
def _remembered(root: Path) -> Iterator[Memo]:
    """Give what was found in pages of the same bytes by the same code."""
    code = sorted(Path(__file__).parent.glob("*.py"))
    memo = MemoStore(root / "cache" / "build" / "pages", key_of(sys.version, *(path.read_bytes() for path in code)))
    try:
        yield memo
    finally:
        memo.close()


def _swap_in(files: dict[str, bytes], output: Path, as_of: datetime) -> BuildReport:
    manifest = manifest_of(output)
    ours = read_manifest(manifest)
    wanted = digests(files)
    swap = plan_swap(wanted, digests(read_folder(output)), ours)
    # Written before the files too: after a crash in between, the next build still knows what may be ours.
    write_manifest(manifest, on_the_way(ours, wanted))
    apply_swap(swap, files, output)
    write_manifest(manifest, wanted)
    return BuildReport(
        as_of=as_of,
        pages=len(page_paths(files)),
        feeds=len(feed_paths(files)),
        files=tuple(sorted(files)),
        changed=tuple(sorted((*swap.new, *swap.changed))),
        removed=swap.removed,
    )


def _draft_urls(content: Path) -> dict[str, str]:
    return {
        pattern.format(path.stem): f"content/{folder}/{path.name}"
        for folder, pattern in _PAGES_OF.items()
        for path in sorted((content / folder).glob("*.md"))
        if is_draft(path.read_text(encoding="utf-8", errors="replace"))
    }
