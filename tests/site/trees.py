"""The real project in a folder of its own: whole builds and commands run there, each in a process of its own."""

import atexit
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from plugins.core.memo import key_of
from plugins.incremental.ledger import Ledger, stamp_of
from tests.demo import ASIDE, MOVED, REPOSITORY, demo_of

AS_OF = "2026-11-22T09:00+09:00"
PARTS = ("content", "theme", "plugins", "examples", "site.toml", "sources.toml", "pelicanconf.py", "publishconf.py")
FILES = ("editorial.toml", "tasks.py")
# Where the trees lie that all processes of a run share; tests/conftest.py makes the folder and takes it away.
SHARED = "SINMUNGO_TEST_TREES"
# Where the demo is published to, for those who look at what is published.
PUBLISHED_AT = "https://example.com/answers"
# Of the demo: all that is told of this case, and nothing of the others.
ONE_CASE = "mg-2026-001"
OF_CASES = {"cases", "responses", "corrections", "progress", "stories"}
# The folder into which `invoke build` renders, and where it is remembered what was rendered.
RENDERED, REMEMBERED = "cache/build/site", "cache/incremental"


def a_tree(folder: Path, *, repository: Path = REPOSITORY, is_cold: bool = False) -> Path:
    """Return the root of a copy of the project as it is committed: no output, no inbox.

    It holds the demo, also where a company has begun and the demo was moved aside.

    Args:
        is_cold: Whether it is built from nothing. Otherwise it has what one build of the demo remembered, which saves a
            test eight seconds; that what is remembered changes no byte is what tests/incremental proves.
    """
    return _copy(folder, repository) if is_cold else moved(demo_tree(), folder)


def a_small_tree(folder: Path) -> Path:
    """Return the root of a project with one case of the demo, and with what one build of it remembered.

    For tests of what has nothing to do with how many cases there are: whatever is rendered anew is a quarter.
    """
    return moved(small_tree(), folder)


def a_collected_tree(folder: Path) -> Path:
    """Return the root of a project whose inbox holds what `invoke collect` found; nothing is built in it."""

    def make(place: Path) -> None:
        root = compiled(_copy(place, REPOSITORY))
        done = invoked(root, "collect")
        assert done.returncode == 0, done.stderr

    return moved(shared("collected", make), folder)


@cache
def demo_tree() -> Path:
    """Return the root of a project in which the demo was built, from nothing, once for every test of this run."""

    def make(folder: Path) -> None:
        _build(compiled(_copy(folder, REPOSITORY)))

    return shared("demo", make)


@cache
def small_tree() -> Path:
    """Return the root of a project in which one case of the demo was built, once for every test of this run."""

    def make(folder: Path) -> None:
        root = moved(demo_tree(), folder)
        for path in (root / "content").rglob("*.md"):
            if path.parent.name in OF_CASES and not path.name.lower().startswith(ONE_CASE):
                path.unlink()
        _build(root)

    return shared("small", make)


@cache
def published_tree() -> Path:
    """Return the root of a project whose demo was published into ``www`` beside it, below a path of its host."""

    def make(folder: Path) -> None:
        root = a_tree(folder)
        edited(root, "site.toml", "https://answers.mogwanaru.example", PUBLISHED_AT)
        done = invoked(root, "publish", "--as-of", AS_OF, "--target", str(folder / "www"))
        assert done.returncode == 0, done.stderr

    return shared("published", make)


def shared(name: str, make: Callable[[Path], None], root: str = "sinmungo") -> Path:
    """Return the root of a tree that whoever comes first makes, and into which nobody writes."""
    place = _place()
    with (place / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = place / f"{name}.made"
        if not made.exists():
            # Where it cannot be made, every other test that needs it is told so at once.
            made.write_text(f"{name} could not be made: see the first test that needed it", encoding="utf-8")
            make(place / name)
            made.write_text("", encoding="utf-8")
        assert not (said := made.read_text(encoding="utf-8")), said
    return place / name / root


def shared_folder(name: str) -> Path:
    """Return a folder that all processes of a run share, for what any of them may write and lose."""
    folder = _place() / name
    folder.mkdir(exist_ok=True)
    return folder


@cache
def _place() -> Path:
    if given := os.environ.get(SHARED):
        return Path(given)
    place = Path(tempfile.mkdtemp(prefix="sinmungo-trees-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


def compiled(root: Path) -> Path:
    """Compile a tree that will be copied: a copy is as old as its source, so that no command need do it again."""
    subprocess.run([sys.executable, "-m", "compileall", "-q", "plugins", "tasks.py"], cwd=root, check=True)
    return root


def _build(root: Path) -> None:
    done = built(root)
    assert done.returncode == 0, done.stderr


def moved(source: Path, folder: Path) -> Path:
    """Copy a tree without its output; what was rendered in it is told that it lies elsewhere now."""
    root = folder / "sinmungo"
    shutil.copytree(source, root, ignore=lambda place, names: {"output", ".output.written.json"} & set(names))
    if (root / RENDERED).exists():
        tell_it_moved(source, root, source / RENDERED, root / RENDERED)
    return root


def tell_it_moved(source: Path, root: Path, rendered_before: Path, rendered: Path) -> None:
    """Tell the ledger in a copied tree that the tree and what was rendered in it lie elsewhere now."""
    ledger = Ledger(_ledger_of(root, rendered_before), rendered)
    ledger.path.unlink()
    ledger.path = _ledger_of(root, rendered)
    ledger.pages = {
        name: page._replace(stamp=stamp) if (stamp := stamp_of(rendered / name)) else page
        for name, page in ledger.pages.items()
    }
    ledger.opened = {path.replace(str(source), str(root)): digest for path, digest in ledger.opened.items()}
    ledger.save()


def _ledger_of(root: Path, output: Path) -> Path:
    return root / REMEMBERED / f"ledger-{key_of(str(output)).hex()[:12]}"


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
        env=environment_of_staff() | environment,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )


def environment_of_staff() -> dict[str, str]:
    """Return an environment without the caller's git name; Python keeps what it compiles, as it does for staff."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return inherited | {"PYTHONUTF8": "1", "USER": "윤하람", "GIT_CONFIG_GLOBAL": os.devnull}


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
