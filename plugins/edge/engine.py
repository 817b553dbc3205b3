"""A database through SQLAlchemy: what needs more than plain SQL, and what makes and changes tables."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, DateTime, Dialect, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, ProgrammingError
from sqlalchemy.types import TypeDecorator

from plugins.core.errors import StoreError
from plugins.edge.database import NONE, Plain, Values, as_sqlite, prepare_sqlite

# As alembic makes it.
_VERSIONS = (
    "CREATE TABLE alembic_version"
    " (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)


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


def file_or_address(database: str) -> tuple[str, str | None, URL]:
    """Return what an SQLAlchemy URL names: how to show it, its file where it is SQLite, and the URL.

    Raises:
        StoreError: It names nothing that can be used.
    """
    try:
        url = make_url(database)
    except ArgumentError as error:
        raise _unusable("INBOX_DATABASE") from error
    is_file = url.get_backend_name() == "sqlite"
    return url.render_as_string(hide_password=True), (url.database or "") if is_file else None, url


def engine_of(file: Path | None, address: URL, shown: str) -> Engine:
    """Return the engine for an SQLite file, or else for an address."""
    if file is None:
        try:
            return create_engine(address, pool_pre_ping=True)
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
            raise _unusable(shown) from error
    engine = create_engine(URL.create("sqlite", database=str(file)))
    event.listen(engine, "connect", lambda connection, _record: prepare_sqlite(connection))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def plain_over(connection: Connection) -> Plain:
    """Return a transaction of SQLAlchemy as one in plain SQL."""
    return _PlainOver(connection)


def bring_up_to_date(
    engine: Engine, shown: str, migrations: Path, head: str, create: Callable[[Connection], None] | None
) -> None:
    """Make or change the tables until they are at revision ``head``.

    Args:
        create: Makes those of ``head`` where there are none: quicker than step by step, which imports alembic.

    Raises:
        StoreError: They were made by a newer program.
    """
    with engine.begin() as connection:
        if create and not inspect(connection).get_table_names():
            create(connection)
            connection.execute(text(_VERSIONS))
            connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": head})
            return
    from alembic import command  # noqa: PLC0415 - takes 0.2 s, once in a version
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    with engine.begin() as connection:
        current = _current(connection)
        if current and current not in known:
            raise StoreError(
                shown,
                f"revision {current} is newer than this program",
                advice="더 새로운 신문고가 만든 저장소입니다. 프로그램을 새로 받은 뒤 다시 해 주세요.",
            )
        config.attributes["connection"] = connection
        command.upgrade(config, head)


class _PlainOver:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.is_shared = connection.dialect.name == "postgresql"

    def rows(self, sql: str, values: Values = NONE) -> Sequence[Any]:
        return self._connection.execute(text(sql), self._ready(values)).mappings().all()

    def run(self, sql: str, each: Sequence[Values]) -> None:
        self._connection.execute(text(sql), [self._ready(values) for values in each])

    def _ready(self, values: Values) -> Values:
        return values if self.is_shared else as_sqlite(values)


def _unusable(shown: str) -> StoreError:
    return StoreError(shown, "unusable address", advice="쓸 수 없는 저장소 주소입니다.")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and then writes would fail, not wait, when another one wrote in between.
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _current(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    try:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""
    except ProgrammingError:
        return ""
