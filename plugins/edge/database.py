"""Opening a database: SQLite for one desk, PostgreSQL for several. Knows no table.

Refuses a file in a folder that is published, a store newer than the code, and to guess at a damaged one. To import
SQLAlchemy takes longer than to poll a thousand feeds that have not changed, so an SQLite file is opened, checked and
asked in plain SQL without it; it comes in with ``Database.engine``.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from plugins.core.errors import DeskError, StoreError
from plugins.edge.private import public_folder_of

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

BUSY_TIMEOUT_MILLISECONDS = 10_000

Values = Mapping[str, Any]
NONE: Values = {}


class Plain(Protocol):
    """A transaction in plain SQL with ``:name`` for values; aware times go in and ``utc_of`` reads them."""

    is_shared: bool
    """Whether other machines may be at work in it at the same time: rows have to be locked."""

    def rows(self, sql: str, values: Values = NONE) -> Sequence[Any]:
        """Return the rows, each by the names of its columns."""

    def run(self, sql: str, each: Sequence[Values]) -> None:
        """Run a statement once for each of the values."""


class Database:
    """An open database.

    Args:
        shown: Its name for messages, without a password.
        file: None where it is no SQLite file.
        address: What SQLAlchemy is to open then.
    """

    def __init__(self, shown: str, *, file: Path | None, address: Any = None) -> None:
        self.shown, self.file, self._address = shown, file, address
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    @cached_property
    def engine(self) -> "Engine":
        """The same database through SQLAlchemy."""
        from plugins.edge.engine import engine_of  # noqa: PLC0415 - 0.3 s, see above

        return engine_of(self.file, self._address, self.shown)

    @contextmanager
    def plain(self, *, writes: bool = True) -> Iterator[Plain]:
        """Yield one transaction in plain SQL."""
        with told(self.shown):
            if self.file is None:
                from plugins.edge.engine import plain_over  # noqa: PLC0415

                with self.engine.begin() as connection:
                    yield plain_over(connection)
                return
            # One connection for all threads: a transaction of one is over before another's begins.
            with self._lock:
                file = self._opened(self.file)
                # One that reads first and then writes would fail, not wait, when another one wrote in between.
                file.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
                try:
                    yield _PlainFile(file)
                    file.execute("COMMIT")
                finally:
                    if file.in_transaction:
                        file.execute("ROLLBACK")

    def settle(self) -> None:
        """Fold what SQLite has written beside its file into the file: erased words then stand nowhere on the disk."""
        if self.file is None:
            return
        with told(self.shown), self._lock:
            # Not within a transaction; a reader that is still at work keeps it from truncating, the next one will.
            self._opened(self.file).execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Give the connections back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if "engine" in self.__dict__:
            self.engine.dispose()

    def _opened(self, file: Path) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = sqlite3.connect(file, check_same_thread=False)
            self._connection.row_factory = sqlite3.Row
            prepare_sqlite(self._connection)
        return self._connection


class _PlainFile:
    is_shared = False

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, values: Values = NONE) -> Sequence[Any]:
        return self._connection.execute(sql, as_sqlite(values)).fetchall()

    def run(self, sql: str, each: Sequence[Values]) -> None:
        self._connection.executemany(sql, [as_sqlite(values) for values in each])


def open_database(
    database: str,
    *,
    root: Path,
    migrations: Path,
    head: str,
    create: "Callable[[Connection], None] | None" = None,
) -> Database:
    """Return a database whose tables are at revision ``head``.

    Args:
        database: A path, relative to ``root``, or an SQLAlchemy URL.
        root: The project.
        migrations: An alembic script folder.
        head: The newest revision in it.
        create: Makes all tables of ``head`` in an empty file; without it they are made step by step.

    Raises:
        StoreError: The database is in a public folder, newer than this program, damaged or out of reach.
    """
    found = _database(database, root)
    was_left_open = _was_left_open(found.file)
    try:
        if was_left_open:
            _check_whole(found)
        if _revision(found) != head:
            from plugins.edge.engine import bring_up_to_date  # noqa: PLC0415

            with told(found.shown):
                bring_up_to_date(found.engine, found.shown, migrations, head, create if found.file else None)
    except DeskError:
        found.close()
        raise
    return found


@contextmanager
def told(shown: str) -> Iterator[None]:
    """Turn what the database itself refuses into one sentence for staff; our own mistakes stay bugs."""
    try:
        yield
    except Exception as error:
        # By name: SQLAlchemy wraps the driver's errors in its own of the same names, and need not be there at all.
        kind = type(error)
        if kind.__module__.partition(".")[0] not in ("sqlite3", "sqlalchemy"):
            raise
        said = str(getattr(error, "orig", error))
        if kind.__name__ == "OperationalError":
            advice = f"저장소를 쓸 수 없습니다({said}). 다른 명령이 돌고 있는지, 빈 자리가 있는지 보아 주세요."
        elif kind.__name__ == "DatabaseError":
            advice = _DAMAGED
        else:
            raise
        raise StoreError(shown, said, advice=advice) from error


def prepare_sqlite(connection: Any) -> None:
    """Set a fresh connection of Python's own driver up."""
    # The driver would begin transactions by its own rules; we begin them ourselves.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MILLISECONDS}",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        # What is erased is overwritten with zeros, not only unlinked.
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def as_sqlite(values: Values) -> Values:
    """Return values as they stand in an SQLite file: days and times, these without a zone, in one form that sorts."""
    return {name: _stamp(value) if isinstance(value, date) else value for name, value in values.items()}


def utc_of(value: Any) -> datetime | None:
    """Return a time that ``Plain.rows`` gave."""
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    return value.astimezone(UTC) if isinstance(value, datetime) else None


_DAMAGED = "저장소가 망가졌습니다. 지우지 말고 파일을 옮겨 둔 뒤 받쳐 둔 것으로 되돌려 주세요."


def _database(database: str, root: Path) -> Database:
    shown = file = database
    if "://" in database:
        from plugins.edge.engine import file_or_address  # noqa: PLC0415

        shown, found, address = file_or_address(database)
        if found is None:
            return Database(shown, file=None, address=address)
        file = found
    if file in ("", ":memory:"):
        raise StoreError(shown, "no file", advice="저장소 파일의 경로를 적어 주세요.")
    return Database(shown, file=_private_file(Path(os.path.abspath(root / file)), root))


def _private_file(path: Path, root: Path) -> Path:
    real, base = path.resolve(), root.resolve()
    if folder := public_folder_of(path, root):
        raise StoreError(
            str(path), f"inside {folder}/", advice=f"{folder}/는 공개되는 폴더입니다. 저장소를 그 밖에 두세요."
        )
    try:
        real.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if real.parent != base and real.parent.is_relative_to(base):
            real.parent.chmod(0o700)
        # SQLite gives its -wal and -shm files the mode of the database.
        os.close(os.open(real, os.O_RDWR | os.O_CREAT, 0o600))
        real.chmod(0o600)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreError(str(path), reason, advice=f"저장소 파일을 열 수 없습니다({reason}).") from error
    return real


def _was_left_open(file: Path | None) -> bool:
    """Whether a process ended without closing this SQLite file, or still has it open: what it wrote last stands beside.

    Then, and only then, the whole file is looked through: it costs a second for each GiB.
    """
    try:
        return file is not None and Path(f"{file}-wal").stat().st_size > 0
    except OSError:
        return False


def _check_whole(database: Database) -> None:
    with database.plain(writes=False) as connection:
        found = connection.rows("PRAGMA integrity_check(1)")[0]["integrity_check"]
    if found != "ok":
        raise StoreError(database.shown, f"damaged: {found}", advice=_DAMAGED)


def _revision(database: Database) -> str:
    in_file = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    on_server = "SELECT to_regclass('alembic_version') AS name"
    with database.plain(writes=False) as connection:
        tables = connection.rows(on_server if connection.is_shared else in_file)
        if not tables or tables[0]["name"] is None:
            return ""
        rows = connection.rows("SELECT version_num FROM alembic_version")
        return str(rows[0]["version_num"]) if rows else ""


def _stamp(value: date) -> str:
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.tzinfo is None:
        raise ValueError("naive time")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
