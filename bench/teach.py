"""Teaches the ear of the editorial check: reads the wording passes and writes plugins/editorial/rules/ear.*.tsv.

python bench/teach.py                writes both ears (some three minutes) and the needles of the rules
python bench/teach.py --needles      only the needles: after a change of rules

One regression over the runs of a sentence that weighs every category against none (softmax, AdaGrad), a sentence at a
time. No other package, one fixed order: the same passes give the same file. A pass named in BLIND is never taught from.
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

from plugins.editorial.ear import (  # noqa: E402 - no installed package
    FEWEST,
    MOST,
    NOUGHT,
    RULES,
    STEPS,
    Ear,
    as_file,
    normal,
    runs,
)
from plugins.editorial.rulebook import needles_file, written_needles  # noqa: E402
from plugins.editorial.sentences import manuscript  # noqa: E402

SENTENCES = ROOT / "tests" / "data" / "wording"
# Passes that measure; one that has been looked at moves to what is taught.
BLIND = frozenset({"decent.ko", "decent.en", "ko.tenth", "en.fifth"})
# Where a sentence is heard as a fault, chosen on authors left out; what hides among plain statements has its own.
LOUD: dict[str, dict[str, float]] = {
    "ko": {"": 0.15, "style": -0.6},
    "en": {
        "": 0.95,
        "blame-shift": 0.2,
        "evidence-free": 0.5,
        "excuse": 0.4,
        "deflection": 0.75,
        "passive": 0.75,
        "no-date": 0.7,
        "self-praise": 0.85,
        "legalism": 0.8,
        "ridicule": 0.7,
    },
}
SURE = {"ko": -2.5, "en": -2.0}
FAINT = {"ko": -3.0, "en": -3.0}
NEAR = 1.5
# An ordinary sentence is worth so many: a text is made of them, the passes are not.
DECENT = {"ko": 3.0, "en": 8.0}
KEPT = {"ko": 30000, "en": 38000}
EPOCHS, RATE, SHRINK, DEAD, LEAST = 10, 0.6, 2e-3, 0.002, 2


def lessons(language):
    """Return (category or "", sentence, weight): every fault, and what is none, by the sentence and all together."""
    found = []
    for path in sorted(SENTENCES.glob(f"{language}.*.txt")):
        if path.stem not in BLIND:
            found += _of_pass(path.read_text(encoding="utf-8"), language)
    for name in ("phrases", "forms", "heard"):
        for row in tomllib.loads((RULES / f"{name}.{language}.toml").read_text(encoding="utf-8"))["rule"]:
            # What is shown to everybody as heard has to be.
            found += [
                (row["category"], row["bad"], 4.0 if name == "heard" and language == "en" else 1.0),
                *(("", part, 1.0) for part in _decent(row["good"])),
            ]
    return found


def _of_pass(text, language):
    category = ""
    for line in text.splitlines():
        if line.startswith("## "):
            category = line[3:].strip()
        elif line.startswith("+ "):
            yield category, line[2:], 1.0
        elif line.startswith("- "):
            weight = DECENT[language] if category == "decent" else 1.0
            yield from (("", part, weight) for part in _decent(line[2:]))


def _decent(text):
    parts = [sentence.text for sentence in manuscript(text).sentences]
    return list(dict.fromkeys((*parts, text)))


def digest(language):
    """Return what says that a file was written from these lessons in this way."""
    way = (
        LOUD[language],
        SURE[language],
        FAINT[language],
        NEAR,
        KEPT[language],
        FEWEST[language],
        EPOCHS,
        RATE,
        SHRINK,
        DEAD,
        LEAST,
    )
    return hashlib.sha256(repr((lessons(language), way)).encode()).hexdigest()[:16]


def taught(language, rows, name=""):
    """Return an ear that has learned."""
    heard = [sorted(runs(normal(text, language), language)) for _, text, _ in rows]
    often = Counter(run for found in heard for run in found)
    known = {run: number for number, run in enumerate(sorted(run for run in often if often[run] >= LEAST))}
    examples = [
        ([known[run] for run in found if run in known], 1 / sqrt(max(len(found), FEWEST[language])), weight)
        for found, (_, _, weight) in zip(heard, rows, strict=True)
    ]
    categories = sorted({category for category, _, _ in rows if category})
    # None of them stands last.
    wanted = [categories.index(category) if category else len(categories) for category, _, _ in rows]
    weights, start = _learned(examples, wanted, len(known), len(categories) + 1)
    against = {run: [weight - weights[n][-1] for weight in weights[n][:-1]] for run, n in known.items()}
    heaviest = sorted(against, key=lambda run: (-max(map(abs, against[run])) * sqrt(often[run]), run))
    return Ear(
        taught=name,
        language=language,
        sure=SURE[language],
        faint=FAINT[language],
        near=NEAR,
        categories=tuple(categories),
        loud=tuple(LOUD[language].get(category, LOUD[language][""]) for category in categories),
        start=tuple(weight - start[-1] for weight in start[:-1]),
        weights={
            run: "".join(chr(NOUGHT + _step(weight)) for weight in against[run]) for run in heaviest[: KEPT[language]]
        },
        sums={},
    )


def _step(weight):
    return max(-MOST, min(MOST, round(weight * STEPS)))


def _learned(examples, wanted, runs_known, count):
    weights = [[0.0] * count for _ in range(runs_known)]
    slopes = [[0.01] * count for _ in range(runs_known)]
    start = [0.0] * count
    order, draw = list(range(len(examples))), random.Random(1)
    for _ in range(EPOCHS):
        draw.shuffle(order)
        for number in order:
            held, unit, weight = examples[number]
            if not held:
                continue
            own = [weights[n] for n in held]
            told = [total * unit + begun for total, begun in zip(map(sum, zip(*own, strict=True)), start, strict=True)]
            most = max(told)
            odds = [exp(one - most) for one in told]
            whole = sum(odds)
            errors = [(k, (odd / whole - (k == wanted[number])) * weight) for k, odd in enumerate(odds)]
            moving = [(k, error * unit) for k, error in errors if not -DEAD < error < DEAD]
            for k, error in moving:
                start[k] -= 0.02 * error / unit
            for row, steep in zip(own, [slopes[n] for n in held], strict=True):
                for k, error in moving:
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
            (RULES / f"ear.{language}.tsv").write_bytes(as_file(taught(language, lessons(language), digest(language))))


if __name__ == "__main__":
    main()
