import sqlite3
import stat

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from plugins.core.errors import StoreError
from plugins.edge.database import open_database
from plugins.inbox.store import HEAD, MIGRATIONS
from plugins.inbox.tables import METADATA


def opened(root, database=".desk/inbox.sqlite3"):
    return open_database(database, root=root, migrations=MIGRATIONS, head=HEAD)


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_database_is_for_its_owner_alone(tmp_path):
    engine = opened(tmp_path)
    with engine.begin():
        files = sorted((tmp_path / ".desk").iterdir())
    modes = {mode_of(path) for path in files}
    engine.dispose()

    assert modes == {0o600}
    assert mode_of(tmp_path / ".desk") == 0o700


def test_a_database_that_others_could_read_is_closed_to_them(tmp_path):
    opened(tmp_path).dispose()
    (tmp_path / ".desk/inbox.sqlite3").chmod(0o644)

    opened(tmp_path).dispose()

    assert mode_of(tmp_path / ".desk/inbox.sqlite3") == 0o600


def test_the_project_folder_keeps_its_mode(tmp_path):
    tmp_path.chmod(0o755)

    opened(tmp_path, "inbox.sqlite3").dispose()

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
    engine = opened(tmp_path)

    with engine.connect() as connection:
        pragmas = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys")]
    engine.dispose()

    assert pragmas == ["wal", 1]


def test_the_newest_migration_is_the_one_the_code_wants():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))

    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_migrations_from_nothing_make_the_tables_that_the_code_sees(tmp_path):
    engine = opened(tmp_path)

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


def test_a_store_of_a_newer_program_is_refused(tmp_path):
    opened(tmp_path).dispose()
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
    engine = opened(tmp_path)
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
