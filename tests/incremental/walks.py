"""A walk of random edits over a site, built both ways after each: what was remembered, and from nothing.

Every build runs in a fork of this process, which has Pelican loaded already: a fifth of what a new process costs. Both
run at the same time. What Jinja makes of a template's text, three quarters of a small clean build, is kept from one
clean build to the next by Jinja itself, in a folder of the walk's own: nothing that our plugin remembers is in it.
"""

import os
import random
import runpy
import shutil
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.crowd import a_crowd
from plugins.core.errors import DeskError
from tests.demo import REPOSITORY
from tests.incremental.edits import EDITS, Tree
from tests.incremental.forked import begun, ended, said_in_a_fork, templates_kept_in

# How many edits come between two builds.
HANDFULS = (1, 1, 1, 2, 4)
# What happens now and then that no edit is; "" for nothing.
TROUBLES = ("a killed build", "a damaged cache", "a lost cache", "an overwritten page", *[""] * 6)
STRANGER = "not-ours/kept.txt"


@dataclass
class Walk:
    """What a walk met.

    Attributes:
        edits: How often each kind came to be built; one that led to a refusal comes again.
        troubles: What happened that was no edit, and how often.
        differing: The first step after which the two outputs were not the same, in words; "" for none.
    """

    seed: int
    steps: int = 0
    refused: int = 0
    kept_pages: int = 0
    edits: Counter[str] = field(default_factory=Counter)
    troubles: Counter[str] = field(default_factory=Counter)
    differing: str = ""


def loaded() -> None:
    """Load once what every build needs; the site's own plugins are loaded with it, and none of their receivers."""
    from pelican.plugins._utils import load_plugins

    import plugins.publication.render  # noqa: F401

    conf = runpy.run_path(str(REPOSITORY / "pelicanconf.py"))
    load_plugins({"PLUGINS": conf["PLUGINS"], "PLUGIN_PATHS": [str(REPOSITORY)]})


def walk(folder: Path, *, seed: int, steps: int, posts: int = 12, handfuls: Sequence[int] = HANDFULS) -> Walk:
    """Return what a walk of this seed met; the tree and both outputs stay in the folder.

    Args:
        handfuls: How many edits may come between two builds; chance takes one of these numbers.
    """
    loaded()
    root, ours, clean = folder / "site", folder / "quick", folder / "clean"
    a_crowd(root, posts)
    _plain(root)
    tree, met = Tree(root, seed), Walk(seed=seed)
    (ours / STRANGER).parent.mkdir(parents=True)
    (ours / STRANGER).write_text("누구의 것도 아님", encoding="utf-8")
    before, luck = snapshot(root), random.Random(seed)
    # Every kind of edit comes once before one comes twice, and so does every trouble.
    edits: list[Callable[[Tree], None]] = []
    troubles: list[str] = []
    for _ in range(steps):
        while len(edits) < max(handfuls):
            edits = tree.chance.sample(EDITS, len(EDITS)) + edits
        chosen = [edits.pop() for _ in range(tree.chance.choice(handfuls))]
        for edit in chosen:
            edit(tree)
        troubles = troubles or luck.sample(TROUBLES, len(TROUBLES))
        if trouble := troubles.pop():
            met.troubles[trouble] += 1
            _disturb(tree, folder, trouble, luck)
        times = {path: (ours / path).stat().st_mtime_ns for path in snapshot(ours)}
        then = snapshot(ours)
        shutil.rmtree(clean, ignore_errors=True)
        quick, afresh = both_built(folder, tree)
        met.steps += 1
        names = ", ".join(edit.__name__ for edit in chosen)
        if quick != afresh:
            met.differing = f"step {met.steps} ({names}): quick said {quick!r}, clean said {afresh!r}"
        elif quick:
            # A refusal: people take the edit back.
            met.refused += 1
            restore(root, before)
            edits = chosen + edits
            continue
        else:
            met.edits.update(edit.__name__ for edit in chosen)
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


def _disturb(tree: Tree, folder: Path, trouble: str, luck: random.Random) -> None:
    cache, ours = tree.root / "cache", folder / "quick"
    if trouble == "a killed build":
        said_in_a_fork(
            folder / "killed.txt",
            lambda: _build(tree, ours, folder, remembering=True),
            killed_after=luck.random() * 0.6,
        )
    elif trouble == "a damaged cache":
        for path in sorted(cache.rglob("*")):
            if path.is_file():
                raw = bytearray(path.read_bytes())
                for _ in range(min(20, len(raw))):
                    raw[luck.randrange(len(raw))] = luck.randrange(256)
                path.write_bytes(bytes(raw[: luck.randrange(len(raw) // 2, len(raw) + 1)]))
    elif trouble == "a lost cache":
        shutil.rmtree(cache, ignore_errors=True)
    elif pages := sorted(ours.rglob("*.html")):
        luck.choice(pages).write_text("망가진 쪽", encoding="utf-8")
        luck.choice(pages).unlink()


def _difference(quick: dict[str, bytes], clean: dict[str, bytes], where: str) -> str:
    if quick.pop(STRANGER, None) is None:
        return f"{where}: took away what was not ours"
    differing = sorted(path for path in {**quick, **clean} if quick.get(path) != clean.get(path))
    return f"{where}: {differing[:5]}" if differing else ""


def both_built(folder: Path, tree: Tree) -> tuple[str, str]:
    """Build in two forks and return what refused the quick build and the clean one, "" where it was built."""
    quick, clean = folder / "quick.txt", folder / "clean.txt"
    building = begun(clean, lambda: _build(tree, folder / "clean", folder, remembering=False))
    said = said_in_a_fork(quick, lambda: _build(tree, folder / "quick", folder, remembering=True))
    return said, ended(clean, building)


def _build(tree: Tree, output: Path, folder: Path, *, remembering: bool) -> int:
    from plugins.publication.render import render

    root = tree.root
    if not remembering:
        templates_kept_in(folder / "compiled")
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
        if path.is_file() and "cache" not in path.relative_to(folder).parts
    }


def restore(folder: Path, files: dict[str, bytes]) -> None:
    """Bring a folder back to what it was."""
    for path in snapshot(folder).keys() - files.keys():
        (folder / path).unlink()
    for path, content in files.items():
        if not (folder / path).is_file() or (folder / path).read_bytes() != content:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
