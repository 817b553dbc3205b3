"""Opening a database: SQLite for one desk, any SQLAlchemy URL for several. Knows no table.

Refuses a file in a folder that is published, a store newer than the code, and to guess at a damaged one.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError, ProgrammingError
from sqlalchemy.types import TypeDecorator

from plugins.core.errors import DeskError, StoreError

PUBLIC_FOLDERS = ("content", "output", "theme")
BUSY_TIMEOUT_MILLISECONDS = 10_000


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC time in every database: SQLite keeps no zone, PostgreSQL does."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time in UTC; a naive one is a bug."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive time")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def open_database(database: str, *, root: Path, migrations: Path, head: str) -> Engine:
    """Return an engine whose tables are at revision ``head``.

    Args:
        database: A path, relative to ``root``, or an SQLAlchemy URL.
        root: The project.
        migrations: An alembic script folder.
        head: The newest revision in it.

    Raises:
        StoreError: The database is in a public folder, newer than this program, damaged or out of reach.
    """
    was_left_open = _was_left_open(database, root)
    engine = _engine(database, root)
    try:
        with told(database):
            if was_left_open:
                _check_whole(engine, database)
            _migrate(engine, database, migrations, head)
    except DeskError:
        engine.dispose()
        raise
    return engine


@contextmanager
def told(database: str) -> Iterator[None]:
    """Turn what the database itself refuses into one sentence for staff; our own mistakes stay bugs."""
    try:
        yield
    except OperationalError as error:
        raise StoreError(
            _shown(database),
            str(error.orig),
            advice=f"저장소를 쓸 수 없습니다({error.orig}). 다른 명령이 돌고 있는지, 빈 자리가 있는지 보아 주세요.",
        ) from error
    except DatabaseError as error:
        if type(error) is not DatabaseError:
            raise
        raise StoreError(
            _shown(database),
            str(error.orig),
            advice="저장소가 망가졌습니다. 지우지 말고 파일을 옮겨 둔 뒤 받쳐 둔 것으로 되돌려 주세요.",
        ) from error


def settle(engine: Engine) -> None:
    """Fold what SQLite has written beside its file into the file, so that erased words stand nowhere on the disk."""
    if engine.dialect.name != "sqlite":
        return
    connection = engine.raw_connection()
    try:
        # Not within a transaction; a reader that is still at work keeps it from truncating, the next one will.
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _was_left_open(database: str, root: Path) -> bool:
    """Whether a process ended without closing this SQLite file, or still has it open: what it wrote last stands beside.

    Then, and only then, the whole file is looked through: it costs a second for each GiB.
    """
    if "://" in database and not database.startswith("sqlite"):
        return False
    path = make_url(database).database or "" if "://" in database else database
    log = Path(f"{os.path.abspath(root / path)}-wal")
    try:
        return bool(path) and log.stat().st_size > 0
    except OSError:
        return False


def _check_whole(engine: Engine, database: str) -> None:
    with engine.connect().execution_options(writes=False) as connection:
        found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
    if found != "ok":
        raise StoreError(
            _shown(database),
            f"damaged: {found}",
            advice="저장소가 망가졌습니다. 지우지 말고 파일을 옮겨 둔 뒤 받쳐 둔 것으로 되돌려 주세요.",
        )


def _engine(database: str, root: Path) -> Engine:
    try:
        url = make_url(database) if "://" in database else make_url(f"sqlite:///{database}")
        if url.get_backend_name() != "sqlite":
            return create_engine(url, pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(_shown(database), "unusable address", advice="쓸 수 없는 저장소 주소입니다.") from error
    if not url.database or url.database == ":memory:":
        raise StoreError(_shown(database), "no file", advice="저장소 파일의 경로를 적어 주세요.")
    path = _private_file(Path(os.path.abspath(root / url.database)), root)
    engine = create_engine(url.set(database=str(path)))
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _private_file(path: Path, root: Path) -> Path:
    real, base = path.resolve(), root.resolve()
    for folder in PUBLIC_FOLDERS:
        # Both ways: a link that leads into a public folder, and a public folder that is itself a link.
        if real.is_relative_to((base / folder).resolve()) or path.is_relative_to(Path(os.path.abspath(root)) / folder):
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


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver would begin transactions by its own rules; we begin them in ``_begin_sqlite``.
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


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and then writes would fail, not wait, when another one wrote in between.
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrate(engine: Engine, database: str, migrations: Path, head: str) -> None:
    if _revision(engine) == head:
        # The common case, without the price of importing alembic (0.2 s).
        return
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    with engine.begin() as connection:
        current = _current(connection)
        if current and current not in known:
            raise StoreError(
                _shown(database),
                f"revision {current} is newer than this program",
                advice="더 새로운 신문고가 만든 저장소입니다. 프로그램을 새로 받은 뒤 다시 해 주세요.",
            )
        config.attributes["connection"] = connection
        command.upgrade(config, head)


def _revision(engine: Engine) -> str:
    with engine.connect().execution_options(writes=False) as connection:
        return _current(connection)


def _current(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    try:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""
    except ProgrammingError:
        return ""


def _shown(database: str) -> str:
    if "://" not in database:
        return database
    try:
        return make_url(database).render_as_string(hide_password=True)
    except ArgumentError:
        return "INBOX_DATABASE"
