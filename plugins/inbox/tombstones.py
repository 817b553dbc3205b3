"""What was erased and must not come back: a digest of each identity, and nothing that says whose it was."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from plugins.inbox.tables import TOMBSTONES, put, rows_in


class Ground(StrEnum):
    """Why something was erased."""

    REQUEST = "request"
    RETENTION = "retention"


def bury(connection: Connection, digests: Iterable[str], *, ground: Ground, now: datetime) -> None:
    """Remember that these identities were erased."""
    for digest in digests:
        row = {"identity_digest": digest, "ground": ground.value, "erased_at": now}
        put(connection, TOMBSTONES, row, ("identity_digest",))


def erased_among(connection: Connection, digests: Iterable[str]) -> frozenset[str]:
    """Return those of the identities' digests that were erased."""
    rows = rows_in(connection, TOMBSTONES, TOMBSTONES.c.identity_digest, digests)
    return frozenset(row["identity_digest"] for row in rows)
