"""Kills our commands at every point where they touch the world, and tells what they left behind.

Run in a copy of the project: ``python killing.py SCENARIO``. Everything is imported once; each try is a fork of this
process that kills itself, as ``kill -9`` would, right before its n-th write, lock, rename or SQL statement. What the
next run makes of that is told as one line of JSON.
"""

import contextlib
import io
import json
import os
import resource
import shutil
import signal
import sqlite3
import sys
from datetime import UTC, datetime

from plugins.core.errors import DeskError
from plugins.desk.front import ROOT, Desk, sit_down
from plugins.desk.inbox_commands import collected, inbox_store
from plugins.desk.triage_commands import attached, opened, undone

NOW = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
BASE = ROOT / "base"
KEPT = (".desk", "content/cases")
WORLD = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.truncate", "fcntl.flock", "sqlite3.connect"}
# Of a mention, what the same page read twice must give twice.
FACTS = "SELECT id, identity, title, text, revision, source, state, case_id, copy_of FROM mentions ORDER BY id"


def here():
    return Desk(site=sit_down().site, settings=sit_down().settings, now=NOW)


def a_collect():
    desk = here()
    with inbox_store(desk) as store:
        collected(desk, store, force=True)


def a_triage(how):
    desk = here()
    with inbox_store(desk) as store:
        if how == "open":
            facts = {"topic": "", "severity": 1, "owner": "윤하람"}
            opened(store, desk, the_mention(), "윤하람", by="", title="", yes=True, **facts)
        elif how == "attach":
            attached(store, desk, the_mention(), "MG-2026-001", "윤하람", yes=True)
        else:
            undone(store, desk, the_mention(), "윤하람", why="")


def the_mention():
    return rows("SELECT id FROM mentions WHERE identity LIKE '%nodate.blog.example%'")[0][0]


def rows(query):
    with contextlib.closing(sqlite3.connect(ROOT / ".desk/inbox.sqlite3")) as database:
        return database.execute(query).fetchall()


def forked(action, *, die_at=0, prepare=lambda: None):
    """Run an action in a fork and return (how it ended, what it said): ``killed``, ``done`` or ``refused``."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        said = io.StringIO()
        ended = 0
        with contextlib.redirect_stdout(io.StringIO()):
            try:
                prepare()
                if die_at:
                    die_before(die_at)
                action()
            except DeskError as error:
                ended, _ = 2, said.write(error.korean)
            except BaseException as error:
                ended, _ = 1, said.write(repr(error))
        os.write(writing, said.getvalue().encode())
        os._exit(ended)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read().decode()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return "killed", ""
    return {0: "done", 1: "bug", 2: "refused"}[os.WEXITSTATUS(status)], told


def die_before(nth):
    count = 0

    def step():
        nonlocal count
        count += 1
        if count == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    def heard(name, arguments):
        writes = name == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if writes or name in WORLD:
            step()

    def connected(*given, connect=sqlite3.connect, **named):
        connection = connect(*given, **named)
        # Called before each statement, BEGIN and COMMIT too, whoever sends it.
        connection.set_trace_callback(lambda _: step())
        return connection

    sys.addaudithook(heard)
    sqlite3.connect = sqlite3.dbapi2.connect = connected


def put_back(kept):
    for name in KEPT:
        shutil.rmtree(ROOT / name, ignore_errors=True)
        if (kept / name).is_dir():
            shutil.copytree(kept / name, ROOT / name)


def keep(folder):
    shutil.rmtree(folder, ignore_errors=True)
    for name in KEPT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)


def state():
    """Everything that an unkilled run and a killed one with its next run must have in common."""
    decisions = "SELECT mention, kind, case_id, citation_key FROM decisions ORDER BY id"
    sightings = "SELECT source, key_digest, mention, fingerprint FROM sightings ORDER BY 1, 2, 3"
    return [rows(FACTS), rows(decisions), rows(sightings), case_files()]


def case_files():
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "content/cases").iterdir())}


def is_sound():
    return rows("PRAGMA integrity_check") == [("ok",)] and rows("PRAGMA foreign_key_check") == []


def points(action, tries):
    """How often an action touches the world, and about so many of those points, the first and the last among them."""
    low, high = 1, 64
    put_back(BASE)
    while forked(action, die_at=high)[0] == "killed":
        low, high = high, high * 2
        put_back(BASE)
    while high - low > 1:
        middle = (low + high) // 2
        put_back(BASE)
        low, high = (middle, high) if forked(action, die_at=middle)[0] == "killed" else (low, middle)
    step = max(1, low // tries)
    return sorted({*range(1, low + 1, step), *range(max(1, low - 6), low + 1)}), low


def scenario(name, tries):
    action = a_collect if name == "collect" else (lambda: a_triage(name))
    keep(BASE)
    assert forked(action) == ("done", ""), "an unkilled run fails"
    wanted, files = state(), case_files()
    before = {path.name: path.read_text(encoding="utf-8") for path in (BASE / "content/cases").iterdir()}
    chosen, count = points(action, tries)
    wrong = []
    for nth in chosen:
        put_back(BASE)
        ended, _ = forked(action, die_at=nth)
        halves = [
            file
            for file, text in case_files().items()
            if not file.endswith(".tmp") and text not in (files.get(file), before.get(file))
        ]
        again, said = forked(action)
        # Killed after the decision was on record: then the next run has nothing to do, and says so.
        is_complete = again == "done" or (name != "collect" and again == "refused")
        if ended != "killed" or halves or not is_complete or not is_sound() or state() != wanted:
            wrong.append({"at": nth, "ended": ended, "halves": halves, "again": again, "said": said})
    print(json.dumps({"points": count, "tried": len(chosen), "wrong": wrong}, ensure_ascii=False))


def refusals():
    """A full disk and a read-only folder: how collect and triage end there."""
    keep(BASE)
    told = {}
    for name, action in (("collect", a_collect), ("open", lambda: a_triage("open"))):
        assert forked(action)[0] == "done"
        for size in (0, 300, 40_000):
            put_back(BASE)
            limited = lambda size=size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))  # noqa: E731
            told[f"{name} full {size}"] = (*forked(action, prepare=limited), state_or_none())
        put_back(BASE)
        make_readable()
        told[f"{name} read-only"] = (*forked(action, prepare=without_rights), state_or_none())
    shutil.rmtree(ROOT / ".desk")
    small = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))  # noqa: E731
    told["first collect full"] = (*forked(a_collect, prepare=small), None)
    told["first collect again"] = (*forked(a_collect), state_or_none())
    put_back(BASE)
    told["before"] = ("", "", state_or_none())
    print(json.dumps(told, ensure_ascii=False))


def warm_up():
    """Import and read here whatever a command needs, once for all forks; of the demo, one case is enough."""
    for path in sorted((ROOT / "content").rglob("*.md")):
        if path.parent.name != "people" and path.name != "MG-2026-001.md":
            path.unlink()
    keep(BASE)
    with contextlib.redirect_stdout(io.StringIO()):
        a_collect()
        a_triage("open")
    put_back(BASE)


def make_readable():
    """For everybody to read, and for nobody but their owner to write."""
    for path in (ROOT / ".desk", ROOT / "content/cases"):
        path.chmod(0o555)
        for file in path.iterdir():
            file.chmod(0o444)


def without_rights():
    if os.getuid() == 0:
        os.setgid(65534)
        os.setuid(65534)


def state_or_none():
    try:
        return len(rows(FACTS)) if is_sound() else -1
    except sqlite3.Error as error:
        return str(error)


if __name__ == "__main__":
    wanted = sys.argv[1]
    warm_up()
    if wanted != "collect":
        assert forked(a_collect) == ("done", "")
    if wanted == "undo":
        assert forked(lambda: a_triage("open")) == ("done", "")
    if wanted == "refusals":
        refusals()
    else:
        scenario(wanted, int(sys.argv[2]))
