"""What collecting needs of the inbox's store, in plain SQL: nearly no poll brings more than that can do.

``InboxStore`` is the same store with all that can be asked of it; it brings SQLAlchemy, which takes 0.3 s to import.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from plugins.core.urls import page_identity
from plugins.edge.database import Database, Plain, open_database, told
from plugins.inbox.identity import identity_digest
from plugins.inbox.model import InboxState, MentionId

if TYPE_CHECKING:
    from sqlalchemy import Connection

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0004_reasons"


def open_ledger(database: str, *, root: Path) -> "Ledger":
    """Return the store's ledger; see ``store.open_store``."""
    return Ledger(opened(database, root=root))


def opened(database: str, *, root: Path) -> Database:
    """Return the inbox's database, made or brought up to date where needed."""
    return open_database(database, root=root, migrations=MIGRATIONS, head=HEAD, create=_create)


class Ledger:
    """An open store, as far as collecting needs it; close it, or use it as a context."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_failure: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self.database.close()

    @contextmanager
    def plain(self, *, writes: bool = True) -> Iterator[Plain]:
        """Yield one transaction in plain SQL."""
        with self.database.plain(writes=writes) as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator["Connection"]:
        """Yield one reading transaction, for the shells beside the store (``notes``, ``forget``)."""
        with (
            told(self.database.shown),
            self.database.engine.connect().execution_options(writes=False) as connection,
        ):
            yield connection

    @contextmanager
    def transaction(self) -> Iterator["Connection"]:
        """Yield one writing transaction, for the shells that change what is stored."""
        with told(self.database.shown), self.database.engine.begin() as connection:
            yield connection

    def tally(self, today: date) -> tuple[int, int]:
        """Return how many mentions there are, and how many of them wait: as ``InboxStore.count`` would.

        Args:
            today: In Korea; what was watched until then waits again.
        """
        waits = "state = :waiting OR (state = :watched AND watch_until <= :today)"
        counted = f"SELECT count(*) AS n FROM mentions WHERE copy_of IS NULL AND ({waits})"
        values = {"waiting": InboxState.WAITING.value, "watched": InboxState.WATCHED.value, "today": today}
        with self.plain(writes=False) as connection:
            everything = connection.rows("SELECT count(*) AS n FROM mentions")[0]["n"]
            return everything, connection.rows(counted, values)[0]["n"]

    def attach_cited(self, cited: Mapping[str, str], *, now: datetime) -> tuple[MentionId, ...]:
        """See ``InboxStore.attach_cited``."""
        asked = "SELECT case_id FROM mentions WHERE identity_digest = :digest"
        with self.plain(writes=False) as connection:
            known = (
                (row["case_id"], case)
                for digest, case in cited_digests(cited).items()
                for row in connection.rows(asked, {"digest": digest})
            )
            if all(attached == case for attached, case in known):
                return ()
        from plugins.inbox.store import InboxStore  # noqa: PLC0415 - once for every citation

        return InboxStore(self.database).attach_cited(cited, now=now)


def cited_digests(cited: Mapping[str, str]) -> dict[str, str]:
    """Return the cases by the digest under which the inbox keeps the page that they cite."""
    return {identity_digest(f"page {page_identity(url)}"): case for url, case in cited.items()}


def _create(connection: "Connection") -> None:
    from plugins.inbox.tables import METADATA  # noqa: PLC0415

    METADATA.create_all(connection)
