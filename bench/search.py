"""What the search measures: 60 queries against the posts they must find, and what a first query moves.

python bench/search.py [--posts 1000 10000] [--json FILE]

The posts are made here, the same on every machine. Which posts a query must find is said by a slow reading of their
words that shares nothing with the index: a word stands in a post where it stands inside one of its words, whatever
particle follows; a query of two words wants both. What is measured is the script that readers get, run by node.
"""

import argparse
import gzip
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
import unicodedata
from pathlib import Path
from random import Random

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from plugins.search.index import FOLDER, Document, index_files  # noqa: E402 - the project is no installed package

SCRIPTS = [ROOT / "theme/static/js" / name for name in ("search.js", "dialog.js", "find.js")]
SHOWN = 10
LIMITS = {1_000: 20 * 1024, 10_000: 60 * 1024}

WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
NOUNS, APART, RARE, FRAMES, TITLES = (WORDS[name] for name in ("nouns", "apart", "rare", "frames", "titles"))
PAIRED = [("이", "가"), ("을", "를"), ("은", "는"), ("과", "와"), ("으로", "로")]
PARTICLES = [*PAIRED, *((particle, particle) for particle in ("에", "에서", "의", "도", "만", "까지"))]
SYLLABLES = "가나다라마바사아자차하강남동산들별빛솔은해온누리봄여름새벽달맑은결하늘노을샘터길벗숲바람물꽃눈비구름섬뜰"


def with_particle(random, noun):
    closed, opened = random.choice(PARTICLES)
    last = (ord(noun[-1]) - 0xAC00) % 28 if "가" <= noun[-1] <= "힣" else 0
    return noun + (closed if last and not (closed == "으로" and last == 8) else opened)


def a_post(random, number):
    """A post as (title, text): nouns with their particles in sentences, some of them again and again, as posts have."""
    about = random.sample(NOUNS, 14) + random.sample(APART, 2)
    about += [
        "".join(random.sample(SYLLABLES, random.choice((2, 3)))) + random.choice(("", "상회", "카페", "마을"))
        for _ in range(4)
    ]
    if number % 331 == 7:
        about.append(RARE[number // 331 % len(RARE)])

    def filled(frame):
        words = [with_particle(random, random.choice(about)) for _ in range(2)]
        return frame.format(*words, n=random.randint(2, 40), m=random.randint(2, 40))

    paragraphs = [
        " ".join(filled(random.choice(FRAMES)) for _ in range(random.randint(2, 6)))
        for _ in range(random.randint(3, 11))
    ]
    if number % 97 == 3:
        paragraphs.append("올해 회비 12,000원을 돌려드렸습니다.")
    return filled(random.choice(TITLES)), "\n".join(paragraphs)


def posts(count):
    random = Random(20261122)
    return [a_post(random, number) for number in range(count)]


def gold(made):
    """For every query, the numbers of the posts it must find: looked for in the words one by one, without an index."""
    found = []
    for _shown, _typed, patterns in typed_queries():
        regexes = [re.compile(pattern, re.IGNORECASE) for pattern in patterns]
        found.append(
            {
                number
                for number, (title, text) in enumerate(made)
                if all(any(regex.search(said) for said in (title, text)) for regex in regexes)
            }
        )
    return found


RUN = """
import { readFileSync } from "node:fs";
const [script, folder, queries, shown] = process.argv.slice(1);
const { finder } = await import(script);
const answers = [];
for (const query of JSON.parse(queries)) {
  const moved = [];
  const found = finder(async (name) => {
    moved.push(name);
    return JSON.parse(readFileSync(`${folder}/${name}.json`, "utf8"));
  });
  const { numbers, isPart } = await found.search(query);
  await found.shown(numbers.slice(0, Number(shown)));
  answers.push({ numbers: isPart ? [] : numbers, moved });
}
process.stdout.write(JSON.stringify(answers));
"""


def answers(folder, typed):
    """Ask every query of a reader who has just come, and return what was found and which pieces that took."""
    words = [str(SCRIPTS[-1]), str(folder / FOLDER), json.dumps(typed), str(SHOWN)]
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", RUN, "--", *words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)


def typed_queries():
    """The queries as they are typed, and those that some systems hand over decomposed once more so."""
    whole = [(typed, typed, patterns) for typed, *patterns in WORDS["queries"]]
    found = dict.fromkeys(WORDS["decomposed"])
    apart = [
        (f"{typed} (NFD)", unicodedata.normalize("NFD", typed), patterns)
        for _, typed, patterns in whole
        if typed in found
    ]
    return [*whole, *apart]


def measured(count):
    made = posts(count)
    begun = time.perf_counter()
    documents = [
        Document(
            shown=(title, f"responses/mg-2026-{n:05}-response/", "답변", "2026-09-01", text[:90]),
            title=title,
            text=text,
        )
        for n, (title, text) in enumerate(made)
    ]
    files = index_files(documents)
    seconds = time.perf_counter() - begun
    packed = {path: len(gzip.compress(content, 9, mtime=0)) for path, content in files.items()}
    scripts = [path.read_bytes() for path in SCRIPTS]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / FOLDER).mkdir(parents=True)
        for path, content in files.items():
            (folder / path).write_bytes(content)
        told = answers(folder, [typed for _shown, typed, _patterns in typed_queries()])
    rows = []
    for (shown, _typed, _patterns), wanted, answer in zip(typed_queries(), gold(made), told, strict=True):
        found = set(answer["numbers"])
        pieces = [f"{FOLDER}/{piece}.json" for piece in answer["moved"]]
        rows.append(
            {
                "query": shown,
                "wanted": len(wanted),
                "found": len(found),
                "right": len(found & wanted),
                "recall": len(found & wanted) / len(wanted) if wanted else 1.0,
                "precision": len(found & wanted) / len(found) if found else 1.0,
                "gzip": sum(packed[p] for p in pieces) + sum(len(gzip.compress(s, 9, mtime=0)) for s in scripts),
                "raw": sum(len(files[p]) for p in pieces) + sum(map(len, scripts)),
                "requests": len(pieces) + len(scripts),
            }
        )
    return {
        "posts": count,
        "characters_a_post": round(statistics.mean(len(title) + len(text) for title, text in made)),
        "queries": len(rows),
        "recall": round(statistics.mean(row["recall"] for row in rows), 4),
        "precision": round(statistics.mean(row["precision"] for row in rows), 4),
        "worst_recall": round(min(row["recall"] for row in rows), 4),
        "worst_precision": round(min(row["precision"] for row in rows), 4),
        "first_query_gzip_bytes": {
            "median": round(statistics.median(row["gzip"] for row in rows)),
            "largest": max(row["gzip"] for row in rows),
        },
        "first_query_raw_bytes": {"median": round(statistics.median(row["raw"] for row in rows))},
        "first_query_requests": {"median": statistics.median(row["requests"] for row in rows)},
        "index_files": len(files),
        "index_gzip_bytes": sum(packed.values()),
        "index_raw_bytes": sum(map(len, files.values())),
        "script_gzip_bytes": {p.name: len(gzip.compress(s, 9, mtime=0)) for p, s in zip(SCRIPTS, scripts, strict=True)},
        "seconds_to_build": round(seconds, 2),
        "rows": rows,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--rows", action="store_true", help="every query's own numbers")
    options = parser.parse_args()
    results = [measured(count) for count in options.posts]
    passed = True
    for result in results:
        limit = LIMITS.get(result["posts"], max(LIMITS.values()))
        median = result["first_query_gzip_bytes"]["median"]
        result["passed"] = result["recall"] >= 0.99 and result["precision"] >= 0.97 and median <= limit
        passed &= result["passed"]
        first, index = result["first_query_gzip_bytes"], result["index_gzip_bytes"]
        print(f"{result['posts']} posts of {result['characters_a_post']} characters, {result['queries']} queries")
        print(f"  recall {result['recall']:.4f}, precision {result['precision']:.4f}")
        raw, files = result["first_query_raw_bytes"]["median"], result["first_query_requests"]["median"]
        print(f"  first query {median / 1024:.1f} KB gzipped ({raw / 1024:.1f} raw) in {files:g} files, at most")
        print(f"  {first['largest'] / 1024:.1f} KB; index {index / 1024:.0f} KB in {result['index_files']} files")
        print(f"  built in {result['seconds_to_build']} s: {'passed' if result['passed'] else 'FAILED'}")
        for row in result["rows"] if options.rows else ():
            print(
                f"  {row['query']}: wanted {row['wanted']}, found {row['found']}, right {row['right']}, {row['gzip']} B"
            )
    if options.json:
        options.json.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
