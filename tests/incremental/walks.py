"""A walk of random edits over a site, built both ways after each: what was remembered, and from nothing.

Every build runs in a fork of this process, which has Pelican loaded already: a fifth of what a new process costs.
"""

import os
import runpy
import shutil
import sys
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from bench.crowd import a_crowd
from plugins.core.errors import DeskError
from tests.demo import REPOSITORY
from tests.incremental.edits import EDITS, Tree
from tests.incremental.forked import said_in_a_fork

STRANGER = "not-ours/kept.txt"


@dataclass
class Walk:
    """What a walk met.

    Attributes:
        differing: The first step after which the two outputs were not the same, in words; "" for none.
    """

    seed: int
    steps: int = 0
    refused: int = 0
    killed: int = 0
    kept_pages: int = 0
    edits: dict[str, int] = field(default_factory=dict)
    differing: str = ""


def loaded() -> None:
    """Load once what every build needs; the site's own plugins are loaded with it, and none of their receivers."""
    from pelican.plugins._utils import load_plugins

    import plugins.publication.render  # noqa: F401

    conf = runpy.run_path(str(REPOSITORY / "pelicanconf.py"))
    load_plugins({"PLUGINS": conf["PLUGINS"], "PLUGIN_PATHS": [str(REPOSITORY)]})


def walk(folder: Path, *, seed: int, steps: int, posts: int = 12) -> Walk:
    """Return what a walk of this seed met; the tree and both outputs stay in the folder."""
    loaded()
    root, ours, clean = folder / "site", folder / "quick", folder / "clean"
    a_crowd(root, posts)
    _plain(root)
    tree, met = Tree(root, seed), Walk(seed=seed)
    (ours / STRANGER).parent.mkdir(parents=True)
    (ours / STRANGER).write_text("누구의 것도 아님", encoding="utf-8")
    before = snapshot(root)
    for _ in range(steps):
        chosen = [tree.chance.choice(EDITS) for _ in range(tree.chance.choice((1, 1, 1, 2, 4)))]
        for edit in chosen:
            edit(tree)
            met.edits[edit.__name__] = met.edits.get(edit.__name__, 0) + 1
        _disturb(tree, folder, met)
        times = {path: (ours / path).stat().st_mtime_ns for path in snapshot(ours)}
        then = snapshot(ours)
        quick = built(root, ours, tree, remembering=True)
        shutil.rmtree(clean, ignore_errors=True)
        afresh = built(root, clean, tree, remembering=False)
        met.steps += 1
        names = ", ".join(edit.__name__ for edit in chosen)
        if quick != afresh:
            met.differing = f"step {met.steps} ({names}): quick said {quick!r}, clean said {afresh!r}"
        elif quick:
            # A refusal: people take the edit back.
            met.refused += 1
            restore(root, before)
            continue
        else:
            met.differing = _difference(snapshot(ours), snapshot(clean), f"step {met.steps} ({names})")
            now = snapshot(ours)
            moved = [p for p in times if now.get(p) == then[p] and (ours / p).stat().st_mtime_ns != times[p]]
            met.kept_pages += len(times) - len(moved)
            if moved and not met.differing:
                met.differing = f"step {met.steps} ({names}): same bytes, other time: {moved[:3]}"
        if met.differing:
            return met
        before = snapshot(root)
    return met


def _disturb(tree: Tree, folder: Path, met: Walk) -> None:
    """Now and then something happens that no edit is: a killed build, a damaged or lost cache, a page overwritten."""
    cache, ours = tree.root / "cache", folder / "quick"
    what = tree.chance.randrange(14)
    if what == 0:
        met.killed += 1
        built(tree.root, ours, tree, remembering=True, killed_after=tree.chance.random() * 0.6)
    elif what == 1:
        for path in sorted(cache.rglob("*")):
            if path.is_file():
                raw = bytearray(path.read_bytes())
                for _ in range(min(20, len(raw))):
                    raw[tree.chance.randrange(len(raw))] = tree.chance.randrange(256)
                path.write_bytes(bytes(raw[: tree.chance.randrange(len(raw) // 2, len(raw) + 1)]))
    elif what == 2:
        shutil.rmtree(cache, ignore_errors=True)
    elif what == 3:
        pages = sorted(ours.rglob("*.html"))
        if pages:
            tree.chance.choice(pages).write_text("망가진 쪽", encoding="utf-8")
            tree.chance.choice(pages).unlink()


def _difference(quick: dict[str, bytes], clean: dict[str, bytes], where: str) -> str:
    if quick.pop(STRANGER, None) is None:
        return f"{where}: took away what was not ours"
    differing = sorted(path for path in {**quick, **clean} if quick.get(path) != clean.get(path))
    return f"{where}: {differing[:5]}" if differing else ""


def built(root: Path, output: Path, tree: Tree, *, remembering: bool, killed_after: float = 0.0) -> str:
    """Build in a fork and return what refused it, "" where it was built."""
    return said_in_a_fork(
        root / "said.txt", lambda: _build(root, output, tree, remembering=remembering), killed_after=killed_after
    )


def _build(root: Path, output: Path, tree: Tree, *, remembering: bool) -> int:
    from plugins.publication.render import render

    os.chdir(root)
    sys.path[:] = [path for path in sys.path if path != str(root)]
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    try:
        render(
            root / "pelicanconf.py",
            output=output,
            as_of=tree.as_of.isoformat(),
            strict=False,
            afresh=not remembering,
        )
    except DeskError as error:
        print(error.korean, file=sys.stderr)
        return 2
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _plain(root: Path) -> None:
    """Leave the editor out: it judges words, and random words are not decent ones; its gate has tests of its own."""
    path = root / "pelicanconf.py"
    text = path.read_text(encoding="utf-8").replace('    "plugins.editorial.hooks",\n', "")
    if '"plugins.incremental.hooks"' not in text:
        text = text.replace("PLUGINS = [\n", 'PLUGINS = [\n    "plugins.incremental.hooks",\n', 1)
    path.write_text(text, encoding="utf-8")


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder but the caches."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "cache" not in path.relative_to(folder).parts and path.name != "said.txt"
    }


def restore(folder: Path, files: dict[str, bytes]) -> None:
    """Bring a folder back to what it was."""
    for path in snapshot(folder).keys() - files.keys():
        (folder / path).unlink()
    for path, content in files.items():
        if not (folder / path).is_file() or (folder / path).read_bytes() != content:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
