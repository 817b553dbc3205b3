import contextlib
import sqlite3
import stat
from datetime import datetime, timedelta, timezone

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import insert, inspect, select, text

from plugins.core.errors import StoreError
from plugins.edge.database import open_database, utc_of
from plugins.inbox.ledger import HEAD, MIGRATIONS
from plugins.inbox.tables import METADATA, SOURCE_EVENTS

EVENT = "INSERT INTO source_events (source, at, kind, detail) VALUES ('s', '2026-01-01', 'note', :detail)"


def opened(root, database=".desk/inbox.sqlite3", **options):
    return open_database(database, root=root, migrations=MIGRATIONS, head=HEAD, **options)


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_database_is_for_its_owner_alone(tmp_path):
    engine = opened(tmp_path).engine
    with engine.begin():
        files = sorted((tmp_path / ".desk").iterdir())
    modes = {mode_of(path) for path in files}
    engine.dispose()

    assert modes == {0o600}
    assert mode_of(tmp_path / ".desk") == 0o700


def test_a_database_that_others_could_read_is_closed_to_them(tmp_path):
    opened(tmp_path).close()
    (tmp_path / ".desk/inbox.sqlite3").chmod(0o644)

    opened(tmp_path).close()

    assert mode_of(tmp_path / ".desk/inbox.sqlite3") == 0o600


def test_the_project_folder_keeps_its_mode(tmp_path):
    tmp_path.chmod(0o755)

    opened(tmp_path, "inbox.sqlite3").close()

    assert mode_of(tmp_path) == 0o755


@pytest.mark.parametrize(
    "database",
    [
        "content/inbox.sqlite3",
        "output/a/b.sqlite3",
        "theme/x",
        "./content/../content/x",
        "sqlite:///content/x.sqlite3",
        ".desk/../output/x",
    ],
)
def test_a_public_folder_is_refused_and_nothing_is_written(tmp_path, database):
    with pytest.raises(StoreError) as error:
        opened(tmp_path, database)

    assert "공개되는 폴더" in error.value.korean
    assert list(tmp_path.iterdir()) == []


def test_a_link_into_a_public_folder_is_refused(tmp_path):
    (tmp_path / "output").mkdir()
    (tmp_path / ".desk").symlink_to(tmp_path / "output")

    with pytest.raises(StoreError):
        opened(tmp_path)

    assert list((tmp_path / "output").iterdir()) == []


def test_a_public_folder_that_is_a_link_is_refused_too(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "output").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(StoreError):
        opened(tmp_path, str(tmp_path / "elsewhere" / "x"))


def test_a_database_is_opened_with_a_journal_and_foreign_keys(tmp_path):
    engine = opened(tmp_path).engine

    with engine.connect() as connection:
        pragmas = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys")]
    engine.dispose()

    assert pragmas == ["wal", 1]


def test_the_newest_migration_is_the_one_the_code_wants():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))

    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_migrations_from_nothing_make_the_tables_that_the_code_sees(tmp_path):
    engine = opened(tmp_path).engine

    made = inspect(engine)
    columns = {
        name: {(c["name"], str(c["type"]), c["nullable"]) for c in made.get_columns(name)} for name in METADATA.tables
    }
    wanted = {
        name: {(c.name, c.type.compile(engine.dialect), c.nullable) for c in table.columns}
        for name, table in METADATA.tables.items()
    }
    indexes = {name: {index["name"] for index in made.get_indexes(name)} for name in METADATA.tables}
    engine.dispose()

    assert columns == wanted
    assert indexes == {name: {index.name for index in table.indexes} for name, table in METADATA.tables.items()}


def shape(path):
    """What SQLite says of every table: columns, keys, foreign keys and indexes, without the order of the columns."""
    with contextlib.closing(sqlite3.connect(path)) as file:
        tables = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: {
                about: sorted(
                    # The order of columns, and what an older program left to fill old rows with, make no difference.
                    tuple(
                        value for n, value in enumerate(row) if (about, n) not in {("table_info", 0), ("table_info", 4)}
                    )
                    for row in file.execute(f"PRAGMA {about}({name})")
                )
                for about in ("table_info", "foreign_key_list")
            }
            | {"indexes": sorted(indexed(file, name))}
            for name in tables
        }


def indexed(file, table):
    for _, name, is_unique, origin, _ in file.execute(f"PRAGMA index_list({table})").fetchall():
        columns = [column for _, _, column in file.execute(f"PRAGMA index_info({name})")]
        yield (name if origin == "c" else "", is_unique, origin, columns)


def test_a_file_made_at_once_is_the_same_as_one_made_step_by_step(tmp_path):
    opened(tmp_path, "steps.sqlite3").close()

    opened(tmp_path, "once.sqlite3", create=METADATA.create_all).close()

    assert shape(tmp_path / "once.sqlite3") == shape(tmp_path / "steps.sqlite3")
    assert opened(tmp_path, "once.sqlite3").file


def test_a_transaction_in_plain_sql_that_fails_leaves_nothing(tmp_path):
    database = opened(tmp_path)

    def failing():
        with database.plain() as connection:
            connection.run(EVENT, [{"detail": "x"}])
            connection.run("INSERT INTO no_such_table VALUES (1)", [{}])

    with pytest.raises(StoreError):
        failing()

    with database.plain(writes=False) as connection:
        rows = connection.rows("SELECT * FROM source_events")
    database.close()

    assert rows == []


def test_a_time_is_the_same_in_plain_sql_and_through_sqlalchemy(tmp_path):
    at = datetime(2026, 11, 22, 9, 30, tzinfo=timezone(timedelta(hours=9)))
    database = opened(tmp_path)
    with database.plain() as connection:
        connection.run(
            "INSERT INTO source_events (source, at, kind, detail) VALUES ('s', :at, 'note', '')", [{"at": at}]
        )
    with database.engine.begin() as connection:
        connection.execute(insert(SOURCE_EVENTS).values(source="s", at=at, kind="note", detail=""))

    with database.plain(writes=False) as connection, database.engine.connect() as other:
        plain = [row["at"] for row in connection.rows("SELECT at FROM source_events")]
        through = list(other.execute(select(SOURCE_EVENTS.c.at)).scalars())
    database.close()

    assert [*map(utc_of, plain), *through] == [at] * 4
    assert plain[0] == plain[1]


def test_a_naive_time_is_a_bug(tmp_path):
    database = opened(tmp_path)

    with pytest.raises(ValueError), database.plain() as connection:
        connection.rows("SELECT :at", {"at": datetime(2026, 11, 22)})  # noqa: DTZ001
    database.close()


def test_a_file_that_another_command_writes_to_is_one_sentence(tmp_path):
    database = opened(tmp_path)
    with contextlib.closing(sqlite3.connect(database.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with database.plain(writes=False) as connection:
            connection.rows("PRAGMA busy_timeout = 1")

        with pytest.raises(StoreError) as error, database.plain():
            pass
    database.close()

    assert "저장소를 쓸 수 없습니다(database is locked)" in error.value.korean


def test_a_store_of_a_newer_program_is_refused(tmp_path):
    opened(tmp_path).close()
    with sqlite3.connect(tmp_path / ".desk/inbox.sqlite3") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(StoreError) as error:
        opened(tmp_path)

    assert "더 새로운 신문고" in error.value.korean


def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path):
    path = tmp_path / ".desk" / "inbox.sqlite3"
    path.parent.mkdir()
    path.write_bytes(b"this is no database, " * 100)

    with pytest.raises(StoreError) as error:
        opened(tmp_path)

    assert "망가졌습니다" in error.value.korean
    assert path.read_bytes() == b"this is no database, " * 100


def test_a_password_in_an_address_is_not_told(tmp_path):
    with pytest.raises(StoreError) as error:
        opened(tmp_path, "nosuchdatabase://me:s3cret@db/inbox")

    assert "s3cret" not in str(error.value) + error.value.korean


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(StoreError):
        opened(tmp_path, "file/inbox.sqlite3")


def test_a_store_that_was_damaged_while_it_was_left_open_is_noticed_at_once(tmp_path):
    engine = opened(tmp_path).engine
    path = tmp_path / ".desk" / "inbox.sqlite3"
    with engine.begin() as connection:
        row = "INSERT INTO source_events (source, at, kind, detail) VALUES ('s', '2026-01-01', 'note', :detail)"
        connection.execute(text(row), [{"detail": "x" * 900} for _ in range(200)])
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with engine.begin() as connection:
        connection.execute(text(row), [{"detail": "last"}])
    # As a process that was killed leaves it: the last words stand beside the file.
    left = {name: (path.parent / name).read_bytes() for name in ("inbox.sqlite3", "inbox.sqlite3-wal")}
    engine.dispose()
    damaged = bytearray(left["inbox.sqlite3"])
    damaged[20_000:60_000] = b"\xff" * 40_000
    path.write_bytes(damaged)
    (path.parent / "inbox.sqlite3-wal").write_bytes(left["inbox.sqlite3-wal"])

    with pytest.raises(StoreError) as error:
        opened(tmp_path)

    assert "망가졌습니다" in error.value.korean
    assert path.read_bytes()[:20_000] == damaged[:20_000]
