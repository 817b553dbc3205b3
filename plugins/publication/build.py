"""`invoke build`: render into a staging folder, judge the rendering there, swap only what changed into the output.

A build that fails leaves the output exactly as it was. Time comes in as ``as_of``.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from plugins.core.errors import BuildError, ContentError
from plugins.core.site import NAME, read_site
from plugins.edge.files import told
from plugins.publication.checks import feed_paths, is_draft, page_paths, rendering_problems
from plugins.publication.manifest import manifest_of, read_manifest, write_manifest
from plugins.publication.swap import apply_swap, digests, on_the_way, plan_swap, read_folder
from plugins.publication.workshop import alone, render, staging

BUSY = "다른 빌드가 돌고 있습니다. 끝난 뒤에 다시 해 주세요."

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
        strict: Pelican's warnings end the build too.
        site_url: The ``SITEURL`` of the settings file: where it has a path, every link must stay below it.

    Raises:
        DeskError: The content, a setting or the rendering is refused, another build is running, or the disk refuses.
        BuildBugError: The rendering ended with a traceback.
    """
    if as_of.tzinfo is None:
        raise BuildError("as_of", "no zone", advice="시간대가 없습니다. 예: 2026-11-22T09:00+09:00")
    cache = root / "cache"
    with alone(cache / "build.lock", busy=BUSY), staging(cache) as folder:
        render(root, settings_file, folder, as_of, "--fatal", "warnings" if strict else "errors")
        with told(output):
            files = read_folder(folder)
            problems = rendering_problems(
                files,
                site_urls=(read_site(root / NAME).url, site_url),
                draft_urls=_draft_urls(root / "content"),
                base=urlsplit(site_url).path.rstrip("/"),
            )
            if problems:
                raise ContentError(problems)
            return _swap_in(files, output, as_of)


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
