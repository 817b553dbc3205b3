"""Measure how many sources a second are claimed and given back, and how many mentions a second are stored.

.venv/bin/python bench/claims.py [--sources 10000] [--mentions 2000] [--database postgresql+psycopg://…]
"""

import argparse
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from plugins.inbox.intake import take_in
from plugins.inbox.matching import watched_terms
from plugins.inbox.model import Brand, Entry, FetchState, Source
from plugins.inbox.polls import Poll, SourceBook
from plugins.inbox.store import open_store

NOW = datetime(2026, 11, 22, tzinfo=UTC)
BRANDS = (Brand(names=("모과나루",)),)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sources", type=int, default=10_000)
    parser.add_argument("--mentions", type=int, default=2_000)
    parser.add_argument("--database", default="inbox.sqlite3")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_store(options.database, root=Path(folder)) as store:
        book = SourceBook(store, owner="bench")
        sources = [Source(key=f"s{n}", name="s", url=f"https://s{n}.example/") for n in range(options.sources)]
        with rate("sources entered", options.sources):
            book.sync(sources)
        with rate("claimed and given back", options.sources):
            _poll_all(book)
        _store_mentions(book, options.mentions)


@contextmanager
def rate(what, count):
    """Print how many were done a second; and a second of our own CPU, which a busy machine does not change."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{what:24}{count / wall:10,.0f} a second{count / cpu:10,.0f} a second of CPU")


def _poll_all(book):
    while states := book.claim(now=NOW, at=NOW, limit=256, force=False):
        for at in range(0, len(states), 64):
            book.finish([Poll(state=_checked(state)) for state in states[at : at + 64]], now=NOW)


def _store_mentions(book, count):
    later = NOW + timedelta(hours=1)
    states = book.claim(now=later, at=later, limit=max(count // 10, 1), force=True)
    terms = watched_terms(BRANDS)
    polls = []
    for number, state in enumerate(states):
        entries = tuple(_entry(number * 10 + k) for k in range(10))
        polls.append(
            Poll(
                state=_checked(state),
                entries=entries,
                decide=lambda known, entries=entries, state=state: take_in(
                    entries, source=state.source, terms=terms, known=known, now=later
                ),
            )
        )
    with rate("mentions stored", 10 * len(polls)):
        for at in range(0, len(polls), 64):
            book.finish(polls[at : at + 64], now=later)


def _checked(state):
    return FetchState(source=state.source, checked_at=NOW, due_at=NOW + timedelta(hours=1), window=bytes(24 * 50))


def _entry(number):
    words = " ".join(f"{number * k % 9973}번째" for k in range(1, 60))
    return Entry(
        key=f"e{number}",
        link=f"https://b.example/{number}",
        title=f"모과나루 환불 {number}",
        text=words,
        author="",
        published_on=NOW,
        published_raw="",
        license="",
    )


if __name__ == "__main__":
    main()
