"""A real PostgreSQL for tests: a server of their own, in a private folder, run by an unprivileged user."""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

SENTENCE = "PostgreSQL is not installed (Debian: apt install postgresql) and this test needs it"


def programs():
    """The folder of ``initdb`` and ``postgres``, the newest version's, or None; Debian keeps them off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def needed():
    """Skip with a sentence where there is no PostgreSQL; fail where CI wants proof."""
    folder = programs()
    if folder is None:
        if os.environ.get("CI"):
            pytest.fail(SENTENCE)
        pytest.skip(SENTENCE)
    return folder


@contextmanager
def running():
    """Start a server and yield a function that makes a fresh database and returns its address."""
    bin_, root = needed(), os.geteuid() == 0
    user = next((name for name in ("postgres", "nobody") if root and _exists(name)), None)
    folder = Path(tempfile.mkdtemp(prefix="sinmungo-pg-"))
    try:
        folder.chmod(0o700)
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        options = {"user": user, "cwd": folder, "env": {"LC_ALL": "C", "PATH": os.environ["PATH"]}} | quiet
        initdb = [bin_ / "initdb", "-D", data, "-U", "sinmungo", "-A", "trust", "-E", "UTF8", "-N"]
        subprocess.run(initdb, check=True, **options)
        server = f"-k {folder} -c listen_addresses= -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        start = [bin_ / "pg_ctl", "-D", data, "-o", server, "-l", folder / "log", "-w", "-t", "60"]
        subprocess.run([*start, "start"], check=True, **options)
        try:
            yield lambda name: _fresh(bin_, folder, name, options)
        finally:
            subprocess.run([bin_ / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], check=True, **options)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fresh(bin_, folder, name, options):
    subprocess.run([bin_ / "createdb", "-h", folder, "-U", "sinmungo", name], check=True, **options)
    return f"postgresql+psycopg://sinmungo@/{name}?host={folder}"


def _exists(user):
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
