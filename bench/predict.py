#!/usr/bin/env python3
"""Answer the lines of an acceptance scorer with the product's own code: what was measured is what runs.

    score.py --predict 'python bench/predict.py'                            the shipped model
    score.py --predict 'python bench/predict.py --folds F --data DIR'       cross-validated: each text of DIR is scored
                                                                            by the model that was fitted without it

Reads JSON lines on stdin until the end, writes JSON lines on stdout; the task is named by SCORE_TASK (complaint,
brand, dup, learn, reply). F is what bench/fit_prior.py --folds wrote.
"""

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

# What only one task needs is imported there: starting is a part of what is measured.
from plugins.inbox.scoring import Model, load_model, model_from, verdict_of  # noqa: E402

Line = dict[str, Any]


def complaint(lines: list[Line], models: "Models") -> Iterator[Line]:
    for line in lines:
        verdict = verdict_of(line["text"], models.of(line["text"]))
        evidence = [{"start": e.start, "end": e.end, "text": e.text} for e in verdict.evidence]
        yield {"id": line["id"], "score": verdict.value, "evidence": evidence}


def brand(lines: list[Line], _models: "Models") -> Iterator[Line]:
    from plugins.inbox.matching import find_terms, watched_terms  # noqa: PLC0415
    from plugins.inbox.model import Brand  # noqa: PLC0415

    known: dict[str, Any] = {}
    for line in lines:
        key = json.dumps([line["names"], line["aliases"], line["exclude"]])
        if key not in known:
            words = {name: tuple(line[name]) for name in ("names", "aliases", "exclude")}
            known[key] = watched_terms([Brand(**words)])
        matches = find_terms(line["text"], known[key])
        yield {"id": line["id"], "match": bool(matches), "spans": [[match.start, match.end] for match in matches]}


def dup(lines: list[Line], _models: "Models") -> Iterator[Line]:
    from plugins.inbox.duplicates import Tellings  # noqa: PLC0415

    tellings = Tellings()
    for line in lines:
        found = tellings.add(line["id"], line["text"])
        yield {"id": line["id"], "group": found.first if found and found.is_copy else line["id"]}


def learn(lines: list[Line], models: "Models") -> Iterator[Line]:
    from plugins.inbox.feedback import counts_of, lesson_of  # noqa: PLC0415
    from plugins.inbox.restraint import restrained  # noqa: PLC0415

    lessons = [
        lesson_of(line["text"], verdict_of(line["text"], models.of(line["text"])), bool(line["decision"]))
        for line in lines
        if "decision" in line
    ]
    staff = restrained(counts_of(lessons), lessons).log_odds
    for line in lines:
        if "decision" not in line:
            yield {
                "id": line["id"],
                "score": verdict_of(line["text"], models.of(line["text"]), staff=staff).value,
            }


def reply(lines: list[Line], _models: "Models") -> Iterator[Line]:
    from bench.check import scores  # noqa: PLC0415

    for which, score in scores(lines).items():
        yield {"id": which, "score": min(1.0, score)}


class Models:
    """The shipped model, or the one of five that never saw a text."""

    def __init__(self, folds: Path | None, data: Path | None) -> None:
        self.folds: dict[str, int] = {}
        self.models: list[Model] = []
        if not folds or not data:
            return
        lexicon = ROOT / "plugins" / "inbox" / "lexicon.ko.tsv"
        self.models = [
            model_from(folds / str(n) / "prior.bin", folds / str(n) / "model.toml", lexicon) for n in range(5)
        ]
        for path in sorted((data / "complaint").glob("*.jsonl")):
            for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
                if "text" in row:
                    self.folds[row["text"]] = int(hashlib.sha1(row["id"].encode()).hexdigest()[:8], 16) % 5

    def of(self, text: str) -> Model:
        return self.models[self.folds.get(text, 0)] if self.models else load_model()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=Path)
    parser.add_argument("--data", type=Path)
    chosen = parser.parse_args()
    tasks = {task.__name__: task for task in (complaint, brand, dup, learn, reply)}
    task = os.environ.get("SCORE_TASK", "complaint")
    if task not in tasks:
        sys.exit(f"no such task here: {task}")
    lines = [json.loads(line) for line in sys.stdin if line.strip()]
    encode = json.JSONEncoder(ensure_ascii=False).encode
    answers = tasks[task](lines, Models(chosen.folds, chosen.data))
    sys.stdout.writelines(f"{encode(answer)}\n" for answer in answers)


if __name__ == "__main__":
    main()
