#!/usr/bin/env python3
"""Fit the weights of the prior, and what each part of a score counts for. Development only.

    python bench/fit_prior.py --data DIR            writes plugins/inbox/prior.bin and model.toml
    python bench/fit_prior.py --data DIR --folds F  writes F/0 … F/4, each fitted without one fifth, for honest figures

DIR holds complaint/kote_dev.jsonl, nsmc_dev.jsonl and neutral_dev.jsonl. Only texts whose licences allow it without
share-alike are read: KOTE (MIT), NSMC (CC0) and, of the neutral ones, songys/Chatbot_data (MIT). See NOTICE. Comments
and film reviews do not say how customers complain of a company, calmly and with plain words, so bench/written.tsv
stands beside them: label (1 = complaint), register, text; written for this project, about companies that do not exist.
Needs numpy and scipy; the product does not.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from plugins.inbox.lexicon import NEWS, read_lexicon  # noqa: E402
from plugins.inbox.prior import BUCKETS, grams_of  # noqa: E402
from plugins.inbox.scoring import LONGEST, SHORTEST  # noqa: E402

WRITTEN_LINES = ROOT / "bench" / "written.tsv"
FOLDS = 5
# Chosen on folds 0 and 1: rare grams are trusted less with the square of their rarity undone, film reviews count less.
RIDGE, RARITY, REVIEWS = 2e-5, 1.75, 0.6
# What was written for this counts so much in the prior, and in what each part counts for: as far as it helps with
# customers' words (recall 0.44 -> 0.79 on 300 lines of another author) and costs nothing on comments.
WRITTEN, WRITTEN_PARTS = 0.5, 0.3
# By hand: no text of the news that we may fit on. See docs/inbox.md.
NEWS_WEIGHT, NEWS_FROM, NEWS_MOST = 1.5, 0.5, 5.0
# Moves the middle of the scale to where complaints and others are best told apart (F1) when one in five complains.
MIDDLE = 0.45


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    text: str
    label: int
    weight: float
    fold: int
    source: str


def fold_of(which: str) -> int:
    return int(hashlib.sha1(which.encode()).hexdigest()[:8], 16) % FOLDS


def lines_of(data: Path) -> list[Line]:
    lines = []
    for name in ("kote_dev", "nsmc_dev", "neutral_dev"):
        for row in map(json.loads, (data / "complaint" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()):
            if row["label"] is None or row["src"] not in ("kote", "nsmc", "songys"):
                continue
            weight = REVIEWS if row["src"] == "nsmc" else 1.0
            lines.append(
                Line(
                    text=row["text"],
                    label=row["label"],
                    weight=weight,
                    fold=fold_of(row["id"]),
                    source=row["src"],
                )
            )
    for row in WRITTEN_LINES.read_text(encoding="utf-8").splitlines():
        label, _register, text = row.split("\t")
        lines.append(Line(text=text, label=int(label), weight=WRITTEN, fold=fold_of(text), source="written"))
    return lines


def matrix_of(texts: Sequence[str]) -> sparse.csr_matrix:
    columns, values, ends = [], [], [0]
    for text in texts:
        grams = grams_of(text)
        columns += grams.two + grams.three + grams.four
        values += [max(1, grams.count) ** -0.5] * grams.count
        ends.append(len(columns))
    shape = (len(texts), BUCKETS)
    return sparse.csr_matrix((np.array(values), np.array(columns), np.array(ends)), shape=shape)


def rarity_of(matrix: sparse.csr_matrix) -> np.ndarray:
    seen = np.asarray((matrix > 0).sum(axis=0)).ravel()
    rarity = np.log(matrix.shape[0] / (1 + seen))
    rarity[seen == 0] = 0
    return (rarity / rarity[seen > 0].mean()) ** RARITY


def logistic(matrix, labels, weights, *, ridge, steps) -> tuple[np.ndarray, float]:
    """Logistic regression with a ridge, by L-BFGS from zero: the same numbers on every run."""
    turned, total, width = matrix.T.tocsr(), weights.sum(), matrix.shape[1]

    def loss(point):
        odds = matrix @ point[:width] + point[width]
        value = (weights * (np.logaddexp(0, odds) - labels * odds)).sum() / total
        slope = weights * (1 / (1 + np.exp(-odds)) - labels) / total
        return value + ridge * (point[:width] @ point[:width]) / 2, np.append(
            turned @ slope + ridge * point[:width], slope.sum()
        )

    point = minimize(loss, np.zeros(width + 1), jac=True, method="L-BFGS-B", options={"maxiter": steps}).x
    return point[:width], float(point[width])


def quantised(weights: np.ndarray) -> tuple[np.ndarray, float]:
    # A handful of huge weights would cost all others their precision.
    scale = float(np.quantile(np.abs(weights[weights != 0]), 0.9995)) / 127
    return np.clip(np.rint(weights / scale), -127, 127).astype(np.int8), scale


def lexicon_sums(texts: Sequence[str]) -> np.ndarray:
    lexicon = read_lexicon()
    rows = []
    for text in texts:
        stands = [stand for stand in lexicon.find(text.lower()) if stand.word.category != NEWS]
        rows.append((sum(max(0, stand.weight) for stand in stands), sum(max(0, -stand.weight) for stand in stands)))
    return np.array(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--folds", type=Path)
    chosen = parser.parse_args()
    lines = lines_of(chosen.data)
    matrix = matrix_of([line.text for line in lines])
    matrix = (matrix @ sparse.diags(rarity := rarity_of(matrix))).tocsr()
    labels, weights = np.array([line.label for line in lines], float), np.array([line.weight for line in lines])
    folds = np.array([line.fold for line in lines])

    def prior_without(fold: int) -> tuple[np.ndarray, float, float]:
        rows = np.flatnonzero(folds != fold)
        found, bias = logistic(matrix[rows], labels[rows], weights[rows], ridge=RIDGE, steps=60)
        return *quantised(found * rarity), bias

    plain = matrix @ sparse.diags(np.divide(1, rarity, out=np.zeros_like(rarity), where=rarity > 0))
    priors, odds = {}, np.zeros(len(lines))
    for fold in range(FOLDS):
        priors[fold] = bytes_, scale, bias = prior_without(fold)
        rows = np.flatnonzero(folds == fold)
        odds[rows] = plain[rows] @ (bytes_.astype(float) * scale) + bias
    sums = lexicon_sums([line.text for line in lines])
    length = np.log(np.clip([len(line.text) for line in lines], SHORTEST, LONGEST))
    parts = np.column_stack(
        [odds, *(f(column) for column in sums.T for f in (lambda x: np.minimum(x, 8), lambda x: x / (x + 2)))]
    )
    parts = np.column_stack([parts, length, length**2])
    # A film review says nothing of how long a complaint is.
    mixed = np.flatnonzero([line.source != "nsmc" for line in lines])
    shares = np.array([WRITTEN_PARTS if line.source == "written" else 1.0 for line in lines])

    def write(folder: Path, prior: tuple[np.ndarray, float, float], fold: int | None) -> None:
        rows = mixed if fold is None else mixed[folds[mixed] != fold]
        found, bias = logistic(sparse.csr_matrix(parts[rows]), labels[rows], shares[rows], ridge=1e-5, steps=2000)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "prior.bin").write_bytes(prior[0].tobytes())
        c = [round(float(value), 4) for value in found]
        (folder / "model.toml").write_text(
            "# Written by bench/fit_prior.py. 손으로 고치지 마세요: 고칠 것은 lexicon.ko.tsv입니다.\n"
            f"[prior]\nscale = {prior[1]:.8f}\nbias = {prior[2]:.5f}\n\n"
            f"[mixture]\nbias = {bias + MIDDLE:.4f}\nprior = {c[0]}\ncomplaint = [{c[1]}, {c[2]}]\n"
            f"praise = [{c[3]}, {c[4]}]\nlength = [{c[5]}, {c[6]}]\n"
            f"news = {NEWS_WEIGHT}\nnews_from = {NEWS_FROM}\nnews_most = {NEWS_MOST}\n",
            encoding="utf-8",
        )

    if chosen.folds:
        for fold in range(FOLDS):
            write(chosen.folds / str(fold), priors[fold], fold)
        return
    write(ROOT / "plugins" / "inbox", prior_without(FOLDS), None)


if __name__ == "__main__":
    main()
