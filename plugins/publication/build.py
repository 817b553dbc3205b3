"""`invoke build`: render beside the output, judge the rendering there, swap only what changed into the output.

A build that fails leaves the output exactly as it was. Time comes in as ``as_of``.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from plugins.core.errors import BuildError, ContentError
from plugins.core.memo import key_of
from plugins.core.site import NAME, read_site
from plugins.edge.files import Shared, told
from plugins.edge.memo import MemoStore
from plugins.edge.stamps import Stamp, stamp_of
from plugins.publication.checks import Passed, is_draft, page_paths, rendering_problems
from plugins.publication.feeds import feed_paths, list_paths
from plugins.publication.manifest import digest, manifest_of, read_manifest, write_manifest
from plugins.publication.site import Site, described
from plugins.publication.standing import Rendered, Standing, inputs_of, question, read_standing, write_standing
from plugins.publication.swap import apply_swap, digests, on_the_way, plan_swap, read_folder
from plugins.publication.workshop import BuildBugError, alone, render, staging

BUSY = "다른 빌드가 돌고 있습니다. 끝난 뒤에 다시 해 주세요."
# Below cache/: what the last build left, and what its rendering read that is no part of the project.
STANDING, BEYOND = "build/standing", "build/beyond"
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
class _Order:
    root: Path
    as_of: datetime
    output: Path
    site_url: str


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
    order = _Order(root=root, as_of=as_of, output=output, site_url=site_url)
    with alone(cache / "build.lock", busy=BUSY), _workplace(cache, afresh=strict) as folder:
        if strict:
            render(root, settings_file, folder, as_of, "--fatal", "warnings", "--afresh")
            return _published(order, folder, None, inputs_of(root, output))[0]
        asked, inputs = question(settings_file, as_of, output, site_url), inputs_of(root, output)
        known = read_standing(cache / STANDING)
        if known and known.holds(asked, inputs, output, manifest_of(output)):
            return _as_it_was(known, as_of)
        with told(cache):
            (cache / STANDING).unlink(missing_ok=True)
        beyond = cache / BEYOND
        render(root, settings_file, folder, as_of, "--owned", "--beyond", str(beyond))
        read = inputs_of(root, output)
        # Whoever edits while it renders gets another build; what is read from elsewhere nobody watches.
        is_watched = read == inputs and beyond.read_bytes() == b""
        report, judged, stamps = _published(order, folder, known, read)
        standing = Standing(
            asked=asked,
            inputs=inputs if is_watched else None,
            drafts=judged.drafts,
            checked=judged.checked,
            rendered=judged.made,
            output=stamps,
            manifest=stamp_of(manifest_of(output)),
            pages=report.pages,
            feeds=report.feeds,
        )
        write_standing(cache / STANDING, standing)
        return report


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


@dataclass(frozen=True, kw_only=True, slots=True)
class _Judged:
    """How a rendering was judged, which drafts there are (``_draft_urls``), and what its files are known by."""

    checked: bytes
    drafts: Mapping[str, str]
    made: Mapping[str, Rendered]


def _published(
    order: _Order, folder: Path, known: Standing | None, inputs: Mapping[str, Stamp]
) -> tuple[BuildReport, _Judged, Mapping[str, Stamp]]:
    """Judge a rendering and bring it into the output; return also how its files look there.

    Args:
        inputs: How what it was made from looks now that it is made.

    Raises:
        ContentError: Something in it keeps it from being published.
    """
    code = sorted(Path(__file__).parent.glob("*.py"))
    version = key_of(sys.version, *(path.read_bytes() for path in code))
    site_urls = (read_site(order.root / NAME).url, order.site_url)
    checked = key_of(version, *site_urls)
    before = known.rendered if known and known.checked == checked else {}
    with told(order.output):
        files = Site(folder)
        memo = MemoStore(order.root / "cache" / "build" / "pages", version)
        made = described(files, before, memo)
        same = frozenset(path for path, file in before.items() if made.get(path) == file)
        # What counts as a draft is code too.
        drafts = _draft_urls(order.root, inputs, known if known and known.checked == checked else None)
        problems = rendering_problems(
            files,
            keys={path: file.key for path, file in made.items()},
            site_urls=site_urls,
            draft_urls=drafts,
            base=urlsplit(order.site_url).path.rstrip("/"),
            memo=memo,
            passed=Passed(keys={path: file.key for path, file in before.items()}, same=same),
        )
        for kind, paths in (("page", page_paths(same)), ("feed", (*feed_paths(same), *list_paths(same)))):
            memo.still_wanted(f"publication.{kind}", (before[path].key for path in paths))
        memo.close()
        if problems:
            raise ContentError(problems)
        report, stamps = _swap_in(order, files, made, known, memo.shared)
        return report, _Judged(checked=checked, drafts=drafts, made=made), stamps


def _swap_in(
    order: _Order, files: Site, made: Mapping[str, Rendered], known: Standing | None, shared: Shared
) -> tuple[BuildReport, Mapping[str, Stamp]]:
    output, manifest = order.output, manifest_of(order.output)
    ours, is_known = read_manifest(manifest), known is not None and known.manifest == stamp_of(manifest)
    wanted = {path: file.digest for path, file in made.items()}
    # What neither we nor an earlier build wrote is left alone, whatever it is.
    looks = {path: stamp for path in {**wanted, **ours} if (stamp := stamp_of(f"{output}/{path}"))}
    present = {}
    for path, stamp in looks.items():
        if known and known.output.get(path) == stamp:
            present[path] = known.rendered[path].digest
        elif (output / path).is_file():
            present[path] = digest((output / path).read_bytes())
    swap = plan_swap(wanted, present, ours)
    # Written before the files too: after a crash in between, the next build still knows what may be ours.
    write_manifest(manifest, on_the_way(ours, wanted))
    # Whoever ended well, and nobody came after it, has left nothing to sweep.
    apply_swap(swap, files, output, is_swept=is_known, shared=shared)
    write_manifest(manifest, wanted)
    written = {*swap.new, *swap.changed}
    # As they looked when they were read: what somebody wrote since is seen by the next build.
    stamps = {path: stamp_of(f"{output}/{path}") if path in written else looks[path] for path in wanted}
    report = BuildReport(
        as_of=order.as_of,
        pages=len(page_paths(files)),
        feeds=len(feed_paths(files)),
        files=tuple(sorted(files)),
        changed=tuple(sorted(written)),
        removed=swap.removed,
    )
    return report, {path: stamp for path, stamp in stamps.items() if stamp}


def _as_it_was(known: Standing, as_of: datetime) -> BuildReport:
    files = tuple(sorted(known.rendered))
    return BuildReport(as_of=as_of, pages=known.pages, feeds=known.feeds, files=files, changed=(), removed=())


def _draft_urls(root: Path, inputs: Mapping[str, Stamp], known: Standing | None) -> dict[str, str]:
    """Return the source of every draft by the folder its page would have; what looks as it did is not read."""
    before, drafts = (known.inputs or {}, frozenset(known.drafts.values())) if known else ({}, frozenset[str]())
    found = {}
    for source, stamp in inputs.items():
        folder, _, name = source.removeprefix("content/").partition("/")
        if folder not in _PAGES_OF or not name.endswith(".md") or "/" in name or not source.startswith("content/"):
            continue
        if source in drafts if before.get(source) == stamp else _reads_as_draft(root / source):
            found[_PAGES_OF[folder].format(name.removesuffix(".md"))] = source
    return found


def _reads_as_draft(path: Path) -> bool:
    text = path.read_text(encoding="utf-8", errors="replace")
    return "draft" in text.lower() and is_draft(text)
