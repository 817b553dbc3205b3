"""The entries of many documents into the inbox, one after the other; what they are held against is read once."""

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError

from plugins.inbox.absorb import Decide, absorb, tellings_of
from plugins.inbox.intake import Intake
from plugins.inbox.lessons import learned_in
from plugins.inbox.model import Entry
from plugins.inbox.reasons import whole_text
from plugins.inbox.reports import Added

_log = logging.getLogger(__name__)


class Absorber:
    """Takes in the documents of one run."""

    def __init__(self, connection: Connection, *, now: datetime) -> None:
        # Once a run: a thousand documents would read the same thousands of tellings a thousand times.
        self._tellings = tellings_of(connection, now=now)
        self._learned = learned_in(connection)

    def take_in(self, connection: Connection, entries: Sequence[Entry], source: str, decide: Decide) -> Added | None:
        """Store what ``decide`` makes of one document's entries, or nothing of it and return None for a bug of ours."""
        try:
            try:
                intake = self._absorbed(connection, entries, source, decide)
            except IntegrityError:
                # Staff added the same page by hand between our look and our writing; now it is known.
                intake = self._absorbed(connection, entries, source, decide)
        except DBAPIError:
            raise
        except Exception:  # noqa: BLE001
            # A bug in deciding one document must not silence all other sources; it is told, with its place.
            _log.exception("source %s: unexpected failure", source)
            return None
        for mention in intake.new:
            if mention.copy_of is None:
                self._tellings.add(mention.id, whole_text(mention.title, mention.text))
        return Added(
            new=tuple(mention.id for mention in intake.new),
            revised=tuple(mention.id for mention in intake.revised),
            again=intake.again,
            unchanged=intake.unchanged,
            unmatched=intake.unmatched,
        )

    def _absorbed(self, connection: Connection, entries: Sequence[Entry], source: str, decide: Decide) -> Intake:
        with connection.begin_nested():
            return absorb(connection, entries, source, decide, tellings=self._tellings, learned=self._learned)
