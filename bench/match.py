#!/usr/bin/env python3
"""Print what it costs to look for two hundred brand names in an entry of six hundred characters.

    python bench/match.py [--json FILE]               on the texts of content/ and examples/
    python bench/match.py --data FILE [--json FILE]   on the "text" of each line of a JSON lines file

The names are put together from syllables as Korean companies are called; a few are added that do stand in the texts,
so that some entries have to go the whole way. Processor time, the best of five rounds: other work on the machine does
not count.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.figures import tell  # noqa: E402
from plugins.inbox.matching import find_terms, watched_terms  # noqa: E402
from plugins.inbox.model import Brand  # noqa: E402

NAMES, CHARACTERS, MOST_ENTRIES, ROUNDS = 200, 600, 300, 5
BEGINNINGS = (
    "달빛 한결 보리 가온 새벽 토담 온새 다온 미르 해솔 단비 누리 버들 고래 여우 은하 푸른 청우 대성 동방 서진 우림 "
    "세아 유진 태양 금강 백두 한라 광명 네모 두레 오름 이든 예담 초록 아라 가람 모아 산들 별 솔 참 큰 늘 새"
).split()
ENDINGS = "가게 마을 상회 푸드 페이 마켓 식품 전자 나라 하우스 모빌리티 뱅크".split()
THERE = ("모과나루", "쿠팡", "네이버", "카카오", "삼성")


def names() -> tuple[str, ...]:
    """Return the names, of two to six syllables; short ones, every beginning with some endings, and known ones."""
    made = ["".join(pair) for pair in product(ENDINGS, BEGINNINGS)]
    # Not in their order, so that no ending is left out: 7 and the number of names have no common factor.
    mixed = [made[(7 * number) % len(made)] for number in range(len(made))]
    return (*THERE, *BEGINNINGS[:20], *mixed)[:NAMES]


def entries(data: Path | None) -> list[str]:
    """Return pieces of text of the right length."""
    if data:
        texts = [json.loads(line).get("text", "") for line in data.read_text(encoding="utf-8").splitlines()]
    else:
        files = sorted([*ROOT.glob("content/**/*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("examples/**/*.md")])
        texts = [file.read_text(encoding="utf-8") for file in files]
    whole = " ".join(texts)
    return [whole[at : at + CHARACTERS] for at in range(0, len(whole) - CHARACTERS, CHARACTERS)][:MOST_ENTRIES]


def microseconds(work: Callable[[str], object], texts: list[str]) -> float:
    """Return what one text costs."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for text in texts:
            work(text)
        best = min(best, time.process_time() - began)
    return best / len(texts) * 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    texts = entries(chosen.data)
    began = time.process_time()
    terms = watched_terms([Brand(names=(name,)) for name in names()])
    told = {
        "names": len(names()),
        "entries": len(texts),
        "characters": CHARACTERS,
        "entries_with_a_name": sum(bool(find_terms(text, terms)) for text in texts),
        "ready_ms": round((time.process_time() - began) * 1e3, 1),
        "us_per_entry": round(microseconds(lambda text: find_terms(text, terms), texts), 1),
    }
    tell(told, chosen.json)


if __name__ == "__main__":
    main()
