"""The real project in a folder of its own: whole builds and commands run there, each in a process of its own."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from tests.demo import ASIDE, MOVED, REPOSITORY, demo_of

AS_OF = "2026-11-22T09:00+09:00"
PARTS = ("content", "theme", "plugins", "examples", "site.toml", "sources.toml", "pelicanconf.py", "publishconf.py")
FILES = ("editorial.toml", "tasks.py")
# What of cache/ a later build begins with.
REMEMBERED = ("incremental", "pictures")


def a_tree(folder: Path, *, repository: Path = REPOSITORY, is_cold: bool = False) -> Path:
    """Return the root of a copy of the project as it is committed: no output, no inbox.

    It holds the demo, also where a company has begun and the demo was moved aside.

    Args:
        is_cold: Whether it is built from nothing. Otherwise it has what one build of the demo remembered, which saves a
            test eight seconds; that what is remembered changes no byte is what tests/incremental proves.
    """
    root = _copy(folder, repository)
    if not is_cold:
        for name in REMEMBERED:
            shutil.copytree(demo_tree() / "cache" / name, root / "cache" / name)
    return root


@cache
def demo_tree() -> Path:
    """Return the root of a project in which the demo was built, from nothing, once for every test of this process."""
    place = Path(tempfile.mkdtemp(prefix="sinmungo-demo-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    root = _copy(place, REPOSITORY)
    done = built(root)
    assert done.returncode == 0, done.stderr
    return root


def _copy(folder: Path, repository: Path) -> Path:
    root = folder / "sinmungo"
    root.mkdir(parents=True)
    demo = demo_of(repository)

    def left_out(place: str, names: list[str]) -> set[str]:
        aside = MOVED if Path(place) == repository / ASIDE else ()
        return {name for name in names if name in {"__pycache__", "node_modules", *aside}}

    for part in (*PARTS, *FILES):
        source = (demo if part in MOVED else repository) / part
        if source.is_dir():
            shutil.copytree(source, root / part, ignore=left_out)
        else:
            shutil.copy(source, root / part)
    return root


def invoked(root: Path, *words: str, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``invoke`` with these words, and without the caller's git name or terminal."""
    return subprocess.run(
        [sys.executable, "-m", "invoke", *words],
        cwd=root,
        env={**os.environ, "PYTHONUTF8": "1", "USER": "윤하람", "GIT_CONFIG_GLOBAL": os.devnull} | environment,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )


def built(root: Path, *, as_of: str = AS_OF) -> subprocess.CompletedProcess[str]:
    return invoked(root, "build", "--as-of", as_of)


def edited(root: Path, name: str, old: str, new: str) -> None:
    """Replace what stands exactly once in a file."""
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def snapshot(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
