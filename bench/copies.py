#!/usr/bin/env python3
"""Print what it costs to fold the copies of many documents under their first telling.

    python bench/copies.py [--documents 100000] [--characters 150] [--data FILE] [--json FILE]

The words are those of content/, docs/ and examples/, or of "text" in each line of a JSON lines file.

A document is put together from short runs of words that do stand in the texts, and in one word of four a syllable is
changed: a hundred thousand documents made of some thousand texts would else repeat each other as no inbox does. One in
ten is a copy of an earlier one with every eighth word replaced. Processor time and this process's greatest memory;
nothing is drawn by chance that the seed does not tell.
"""

import argparse
import json
import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.figures import tell  # noqa: E402
from plugins.inbox.duplicates import Tellings  # noqa: E402

SEED, COPIES, REPLACED, CHANGED, RUN, REMEMBERED = 5, 0.1, 0.125, 0.25, (2, 4), 5000


def words_of(data: Path | None) -> list[str]:
    """Return all words in their order."""
    if data:
        texts = [json.loads(line).get("text", "") for line in data.read_text(encoding="utf-8").splitlines()]
    else:
        files = sorted([*ROOT.glob("content/**/*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("examples/**/*.md")])
        texts = [file.read_text(encoding="utf-8") for file in files]
    return " ".join(texts).split()


def documents(words: list[str], *, count: int, characters: int) -> Iterator[tuple[str, int | None]]:
    """Yield each document and, for a copy, the number of the one it copies; lengths vary by half."""
    chance = random.Random(SEED)
    earlier: list[tuple[int, str]] = []
    for number in range(count):
        if earlier and chance.random() < COPIES:
            first, text = chance.choice(earlier)
            replaced = [chance.choice(words) if chance.random() < REPLACED else word for word in text.split()]
            yield " ".join(replaced), first
            continue
        wanted, text = chance.uniform(0.5, 1.5) * characters, ""
        while len(text) < wanted:
            at = chance.randrange(len(words))
            run = words[at : at + chance.randint(*RUN)]
            text += " ".join(_changed(word, chance) if chance.random() < CHANGED else word for word in run) + " "
        if len(earlier) < REMEMBERED:
            earlier.append((number, text))
        yield text, None


def _changed(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + chr(chance.randint(ord("가"), ord("힣"))) + word[at + 1 :]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--characters", type=int, default=150)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    tellings, spent, copies, found, wrong = Tellings(), 0.0, 0, 0, 0
    for number, (text, first) in enumerate(
        documents(words_of(chosen.data), count=chosen.documents, characters=chosen.characters)
    ):
        began = time.process_time()
        likeness = tellings.add(str(number), text)
        spent += time.process_time() - began
        folded = int(likeness.first) if likeness and likeness.is_copy else None
        copies += first is not None
        found += first is not None and folded == first
        wrong += folded is not None and folded != first
    told = {
        "documents": chosen.documents,
        "characters": chosen.characters,
        "seconds": round(spent, 1),
        "documents_per_second": round(chosen.documents / spent),
        "copies": copies,
        "folded": found,
        "folded_wrongly": wrong,
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    tell(told, chosen.json)


if __name__ == "__main__":
    main()
