#!/usr/bin/env python3
"""Print what the public account costs for 1,250 to 10,000 cases, and how large its page is; 1 where it is not linear.

    python bench/transparency.py [--json FILE]

The cases are made up from a fixed seed: each has two to five posts, one to three promises (one in ten recurring), and
some wait. Processor time of the best of two rounds: other work on the machine does not count. Linear means that a case
costs at most half as much again among 10,000 as among 1,250.
"""

import argparse
import json
import random
import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from plugins.core.model import CaseId, PostKind, PromiseChange, PromiseUpdate, Stage, Stance  # noqa: E402
from plugins.transparency.assembly import Account, account_of  # noqa: E402
from plugins.transparency.config import TransparencyConfig  # noqa: E402
from plugins.transparency.figuredata import figures_document  # noqa: E402
from plugins.transparency.opendata import (  # noqa: E402
    Publisher,
    case_document,
    cases_document,
    json_bytes,
    promises_document,
)
from tests.nouns import SEOUL, a_case, a_citation, a_post, a_promise  # noqa: E402

SIZES = (1_250, 2_500, 5_000, 10_000)
ROUNDS, SLACK, SEED = 2, 1.5, 7
FIRST, NOW = datetime(2022, 1, 1, tzinfo=SEOUL), datetime(2026, 11, 22, 9, tzinfo=SEOUL)
TOPICS = "refund delivery payment outage support personal-data price product".split()
WORDS = (
    "환불 배송 결제 상담 취소 적립금 알림 로그인 영수증 포장 지연 누락 오류 약관 해지 쿠폰 주소 반품 교환 문의".split()
)
COURSE = (Stage.ANSWERED, Stage.ACTING, Stage.ACTING, Stage.RESOLVED, Stage.RESOLVED)


def made_up(count):
    """Return cases and posts, the same for the same number."""
    chance = random.Random(SEED)
    cases, posts = [], []
    for number in range(count):
        # A busy desk has more cases, not a longer past.
        began = FIRST + (NOW - FIRST) * (number / count)
        id_ = CaseId(f"MG-{began.year}-{number:05}")
        promises = [a_promise(id=f"P{n}", due=(began + timedelta(days=20 + 9 * n)).date()) for n in range(1, 4)]
        promises = promises[: chance.randint(1, 3)]
        if chance.random() < 0.1:
            promises[0] = replace(promises[0], recurring="monthly:25", due=began.date().replace(day=25))
        title = " ".join(chance.sample(WORDS, 3)) + f" {number}"
        citation = a_citation(published_on=began, title=title)
        cases.append(
            a_case(
                id=id_,
                title=title,
                topic=chance.choice(TOPICS),
                opened_at=began,
                known_at=began,
                citations=(citation,),
                promises=tuple(promises),
                tags=tuple(chance.sample(WORDS, 2)),
            )
        )
        for step in range(chance.randint(2, 5)):
            at = began + timedelta(days=1 + 9 * step, hours=chance.randint(0, 30))
            if at > NOW or chance.random() < 0.1:
                break
            posts.append(
                a_post(
                    kind=PostKind.PROGRESS if step else PostKind.RESPONSE,
                    stance=None if step else Stance.ACCEPT,
                    slug=f"{id_.lower()}-{step}",
                    case_id=id_,
                    published_at=at,
                    stage=COURSE[step],
                    promise_updates=(_kept(promises[step - 1], at),) if 0 < step <= len(promises) else (),
                )
            )
    return tuple(cases), tuple(posts)


def _kept(promise, at):
    day = None if not promise.recurring else promise.due
    return PromiseUpdate(
        promise=promise.id, change=PromiseChange.KEPT, on=at.date(), why="", proof="바꾼 화면", occurrence=day
    )


def the_account(cases, posts) -> Account:
    return account_of(cases, posts, {}, TransparencyConfig(), NOW)


def the_data(account):
    publisher = Publisher(
        site="자", url="https://a.example", as_of=NOW, names={"윤하람": "윤하람", "yun-haram": "윤하람"}
    )
    documents = [cases_document(account.facts, publisher), promises_document(account.facts, publisher)]
    documents.append(figures_document(account.all_time.figures, [m.figures for m in account.months], publisher))
    documents += [case_document(one.facts, one.alike, publisher) for one in account.cases.values()]
    return sum(len(json_bytes(document)) for document in documents)


def seconds(size):
    cases, posts = made_up(size)
    best = []
    for _ in range(ROUNDS):
        started = time.process_time()
        account = the_account(cases, posts)
        counted = time.process_time()
        the_data(account)
        best.append((counted - started, time.process_time() - counted))
    return tuple(min(column) for column in zip(*best, strict=True))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows = []
    for size in SIZES:
        account, data = seconds(size)
        rows.append({"cases": size, "account_ms": round(account * 1000), "data_ms": round(data * 1000)})
        rows[-1]["us_a_case"] = round((account + data) * 1e6 / size)
        print(
            "{cases:>7,} cases  account {account_ms:>6,} ms  data {data_ms:>6,} ms  {us_a_case} us a case".format(
                **rows[-1]
            )
        )
    growth = rows[-1]["us_a_case"] / rows[0]["us_a_case"]
    print(f"a case costs {growth:.2f} times as much among {SIZES[-1]:,} as among {SIZES[0]:,} (at most {SLACK})")
    if options.json:
        options.json.write_text(json.dumps({"rows": rows, "growth": round(growth, 2)}, indent=1), encoding="utf-8")
    return 0 if growth <= SLACK else 1


if __name__ == "__main__":
    sys.exit(main())
