from datetime import timedelta

import pytest

from plugins.inbox.ledger import open_ledger
from plugins.inbox.model import Decided, Dismiss, InboxFilter, InboxState, Watch
from plugins.inbox.store import open_store
from tests.inbox.builders import EVERYTHING, NOW, a_mention, an_inbox

TODAY = NOW.date()
PAGES = [a_mention(url=f"https://b.example/{n}") for n in range(6)]


@pytest.fixture
def store(tmp_path):
    """Waiting, watched until yesterday, until today and until tomorrow, dismissed, and a copy."""
    with an_inbox(tmp_path) as opened:
        for n, mention in enumerate(PAGES):
            opened.add_mention(mention)
            if n in (1, 2, 3):
                until = TODAY + timedelta(days=n - 2)
                opened.decide(mention.id, Decided(decision=Watch(until=until), who="윤하람", at=NOW))
        opened.decide(PAGES[4].id, Decided(decision=Dismiss(reason="남의 일"), who="윤하람", at=NOW))
        with opened.plain() as connection:
            copy = {"first": PAGES[0].id, "id": PAGES[5].id}
            connection.run("UPDATE mentions SET copy_of = :first WHERE id = :id", [copy])
        yield opened


def test_the_tally_counts_as_the_inbox_does(store):
    everything = store.count(InboxFilter(today=TODAY, states=(), copies=True))
    waiting = store.count(InboxFilter(today=TODAY))

    assert store.tally(TODAY) == (everything, waiting) == (6, 3)


def test_the_ledger_attaches_what_is_cited_as_the_store_does(tmp_path):
    with open_store("inbox.sqlite3", root=tmp_path) as store:
        store.add_mention(a_mention())
    with open_ledger("inbox.sqlite3", root=tmp_path) as ledger:
        cited = {a_mention().url: "MG-2026-001", "https://elsewhere.example/": "MG-2026-002"}

        attached = [ledger.attach_cited(cited, now=NOW) for _ in range(2)]

    assert attached == [(a_mention().id,), ()]
    with open_store("inbox.sqlite3", root=tmp_path) as store:
        assert [(item.state, item.case_id) for item in store.items(EVERYTHING)] == [(InboxState.LINKED, "MG-2026-001")]
