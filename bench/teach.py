"""Teaches the ear of the editorial check: reads the wording passes and writes plugins/editorial/rules/ear.*.tsv.

python bench/teach.py                writes both ears (about a minute) and the needles of the rules
python bench/teach.py --needles      only the needles: after a change of rules

One logistic regression a category over runs of characters, learned a sentence at a time (AdaGrad). No other package,
one fixed order: the same passes give the same file. A pass named in BLIND is never taught from.
"""

import argparse
import hashlib
import random
import sys
import tomllib
from collections import Counter
from math import exp, sqrt
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from plugins.editorial.ear import MOST, NOUGHT, RULES, STEPS, Ear, as_file, runs  # noqa: E402 - no installed package
from plugins.editorial.rulebook import needles_file, written_needles  # noqa: E402
from plugins.editorial.sentences import manuscript  # noqa: E402

SENTENCES = ROOT / "tests" / "data" / "wording"
# Passes that measure; one that has been looked at moves to what is taught.
BLIND = frozenset({"decent.ko", "ko.ninth", "en.fourth"})
LONGEST = {"ko": 3, "en": 4}
LOUD = {"ko": -1.05, "en": -0.8}
FAINT = {"ko": -2.6, "en": -4.5}
EPOCHS, RATE, SHRINK, DEAD, LEAST, SMALLEST = 20, 0.3, 2e-3, 0.02, 2, 0.2


def lessons(language):
    """Return (category or "", sentence): every fault, and what is none, by the sentence and as it stands together."""
    found = []
    for path in sorted(SENTENCES.glob(f"{language}.*.txt")):
        if path.stem not in BLIND:
            found += _of_pass(path.read_text(encoding="utf-8"))
    for name in ("phrases", "forms", "heard"):
        for row in tomllib.loads((RULES / f"{name}.{language}.toml").read_text(encoding="utf-8"))["rule"]:
            found += [(row["category"], row["bad"]), *_decent(row["good"])]
    return found


def _of_pass(text):
    category = ""
    for line in text.splitlines():
        if line.startswith("## "):
            category = line[3:].strip()
        elif line.startswith("+ "):
            yield category, line[2:]
        elif line.startswith("- "):
            yield from _decent(line[2:])


def _decent(text):
    parts = [sentence.text for sentence in manuscript(text).sentences]
    return [("", part) for part in dict.fromkeys((*parts, text))]


def digest(language):
    """Return what says that a file was written from these lessons in this way."""
    said = repr((lessons(language), LONGEST[language], LOUD[language], FAINT[language], RATE, SHRINK, DEAD, LEAST))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def taught(language):
    """Return an ear that has learned."""
    rows = lessons(language)
    heard = [sorted(runs(text, LONGEST[language])) for _, text in rows]
    often = Counter(run for found in heard for run in found)
    known = {run: number for number, run in enumerate(sorted(run for run in often if often[run] >= LEAST))}
    examples = [([known[run] for run in found if run in known], 1 / sqrt(len(found))) for found in heard]
    categories = sorted({category for category, _ in rows if category})
    wanted = [categories.index(category) if category else -1 for category, _ in rows]
    weights, start = _learned(examples, wanted, len(known), len(categories))
    kept = {run: weights[n] for run, n in known.items() if max(map(abs, weights[n])) >= SMALLEST}
    return Ear(
        taught=digest(language),
        longest=LONGEST[language],
        loud=LOUD[language],
        faint=FAINT[language],
        categories=tuple(categories),
        start=tuple(start),
        weights={run: bytes(NOUGHT + _step(weight) for weight in row) for run, row in kept.items()},
        sums={},
    )


def _step(weight):
    return max(-MOST, min(MOST, round(weight * STEPS)))


def _learned(examples, wanted, runs_known, count):
    weights = [[0.0] * count for _ in range(runs_known)]
    slopes = [[0.01] * count for _ in range(runs_known)]
    start = [-3.0] * count
    order, draw = list(range(len(examples))), random.Random(1)
    for _ in range(EPOCHS):
        draw.shuffle(order)
        for number in order:
            held, unit = examples[number]
            if not held:
                continue
            own = [weights[n] for n in held]
            slope = [slopes[n] for n in held]
            for k, total in enumerate(map(sum, zip(*own, strict=True))):
                chance = 1 / (1 + exp(-max(-30.0, min(30.0, total * unit + start[k]))))
                error = chance - (k == wanted[number])
                if -DEAD < error < DEAD:
                    continue
                start[k] -= 0.02 * error
                error *= unit
                for row, steep in zip(own, slope, strict=True):
                    move = error + SHRINK * row[k]
                    steep[k] += move * move
                    row[k] -= RATE * move / sqrt(steep[k])
    return weights, start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--needles", action="store_true")
    asked = parser.parse_args()
    for language in ("ko", "en"):
        needles_file(language).write_bytes(written_needles(language))
        if not asked.needles:
            (RULES / f"ear.{language}.tsv").write_bytes(as_file(taught(language)))


if __name__ == "__main__":
    main()
