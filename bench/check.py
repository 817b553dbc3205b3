"""What the editorial rules measure: wording on two written passes and its speed, pasted replies on a labelled file.

python bench/check.py --wording [--json FILE]
python bench/check.py --post [--json FILE]                whole check of one post beside 1,000 earlier ones, ms
python bench/check.py --reply --data DIR [--json FILE]     DIR/reply/*.jsonl: id, kind, text, label
python bench/check.py --predict-reply                      JSON lines in, scores out (a scorer's command)
"""

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from plugins.editorial.model import Level  # noqa: E402 - the project is no installed package
from plugins.editorial.pasted import MOSTLY, archive_of, compare  # noqa: E402
from plugins.editorial.wording import judge_wording  # noqa: E402

SENTENCES = ROOT / "tests" / "data" / "wording"
PASSES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
SPEED_KILOBYTES = 300


def passes(path):
    """Yield category, whether it must be found, and the sentence."""
    category = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            category = line[3:].strip()
        elif line[:2] in ("+ ", "- "):
            yield category, line[0] == "+", line[2:]


def above_info(text):
    return [f for f in judge_wording(text, path="-") if f.level is not Level.INFO]


def measure_pass(path):
    positives, found, near, false = Counter(), Counter(), Counter(), Counter()
    for category, wrong, text in passes(path):
        hit = above_info(text)
        if wrong:
            positives[category] += 1
            found[category] += category in {f.category for f in hit}
        else:
            near[category] += 1
            false[category] += bool(hit)
    return {
        category: {
            "positives": positives[category],
            "recall": found[category] / positives[category],
            "near_misses": near[category],
            "false_alarms": false[category] / near[category],
        }
        for category in positives
    } | {
        "all": {
            "positives": positives.total(),
            "recall": found.total() / positives.total(),
            "near_misses": near.total(),
            "false_alarms": false.total() / near.total(),
        }
    }


def measure_decent(language):
    lines = decent_lines(language)
    return {"sentences": len(lines), "flagged": sum(bool(above_info(line)) for line in lines) / len(lines)}


def decent_lines(language):
    text = (SENTENCES / f"decent.{language}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def wrong_lines():
    """Return near misses and as many faults: the hardest text there is, twenty times what a post holds of either."""
    paths = [SENTENCES / f"ko.{name}.txt" for name in PASSES]
    return [text for path in paths for _, _, text in passes(path)]


def measure_speed(lines):
    """Kilobytes a second of processor time, five sentences a paragraph."""
    text = "\n\n".join(" ".join(lines[i : i + 5]) for i in range(0, len(lines), 5))
    text = "\n\n".join([text] * max(1, SPEED_KILOBYTES * 1000 // len(text.encode()) + 1))
    # Once before: a pattern is compiled when a text first needs it.
    judge_wording(text, path="-")
    start = time.process_time()
    found = judge_wording(text, path="-")
    seconds = time.process_time() - start
    return {
        "kilobytes": len(text.encode()) / 1000,
        "per_second": len(text.encode()) / 1000 / seconds,
        "findings": len(found),
    }


def wording():
    result: dict = {f"decent.{language}": measure_decent(language) for language in ("ko", "en")}
    result |= {"speed.ko": {"decent": measure_speed(decent_lines("ko")), "half wrong": measure_speed(wrong_lines())}}
    result["passes"] = {}
    for path in sorted(SENTENCES.glob("*.*.txt")):
        if path.name.startswith("decent") or ".ordinary." in path.name:
            continue
        result["passes"][path.stem] = measure_pass(path)
    for name, table in result["passes"].items():
        print(f"\n{name:24}  recall   false alarms")
        for category, row in table.items():
            print(
                f"{category:24}  {row['recall']:.2f} of {row['positives']:3}  "
                f"{row['false_alarms']:.3f} of {row['near_misses']:3}"
            )
    for language in ("ko", "en"):
        decent = result[f"decent.{language}"]
        print(f"\ndecent sentences, {language}: {decent['flagged']:.3f} of {decent['sentences']} above info")
    for kind, speed in result["speed.ko"].items():
        print(f"speed, Korean, {kind}: {speed['per_second']:.0f} KB a second of processor time")
    return result


def scores(rows):
    """Return a score for each query, 0.5 and more where it is mostly another reply."""
    archive = archive_of({str(row["id"]): row["text"] for row in rows if row["kind"] == "archive"})
    return {str(row["id"]): compare(row["text"], archive).share for row in rows if row["kind"] == "query"}


def reply(data):
    result = {}
    for path in sorted(Path(data).glob("reply/*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        score = scores(rows)
        pairs = [(bool(row["label"]), score[str(row["id"])] >= MOSTLY) for row in rows if row["kind"] == "query"]
        true = sum(label and hit for label, hit in pairs)
        recall = true / max(1, sum(label for label, _ in pairs))
        precision = true / max(1, sum(hit for _, hit in pairs))
        result[path.name] = {"queries": len(pairs), "recall": recall, "precision": precision}
        print(f"{path.name}: recall {recall:.3f}  precision {precision:.3f}  of {len(pairs)}")
    return result


def predict_reply():
    rows = [json.loads(line) for line in sys.stdin if line.strip()]
    for name, share in scores(rows).items():
        print(json.dumps({"id": name, "score": min(1.0, share)}))


def whole_check(times=20):
    """Milliseconds of processor time for every check of one response while it is typed, beside 1,000 earlier ones."""
    import random  # noqa: PLC0415 - the other measures do without the demo
    from dataclasses import replace  # noqa: PLC0415
    from datetime import timedelta  # noqa: PLC0415

    from plugins.editorial.check import our_own  # noqa: PLC0415
    from plugins.editorial.content import PostText  # noqa: PLC0415
    from plugins.editorial.examine import examine  # noqa: PLC0415
    from plugins.editorial.house import PLAIN  # noqa: PLC0415
    from plugins.editorial.sheets import Source  # noqa: PLC0415
    from tests.editorial.demo import RESPONSE_1, SITE, laid_out  # noqa: PLC0415

    content, _ = laid_out()
    base = next(post for post in content.posts if post.path == RESPONSE_1)
    # The same texts every time.
    draw = random.Random(1)
    words = sorted({word for post in content.posts for word in post.text.split() if not word.startswith("#")})
    earlier = tuple(
        PostText(
            source=Source(
                path=f"content/responses/earlier-{n}.md",
                text=" ".join(draw.choice(words) if draw.random() < 0.9 else word for word in base.text.split(" ")),
            ),
            post=replace(base.post, slug=f"earlier-{n}", published_at=base.post.published_at - timedelta(hours=n + 1)),
        )
        for n in range(1000)
    )
    allowed, taken = our_own(content.people, SITE.own_domains, (SITE.contact_email,), PLAIN), []
    rest = tuple(post for post in content.posts if post is not base)
    for n in range(times + 1):
        text = Source(path=base.path, text=base.text + "가" * n)
        typed = replace(content, posts=(*rest, *earlier, replace(base, source=text)))
        start = time.process_time()
        examine(typed, allowed, only=frozenset({RESPONSE_1}))
        taken.append(round((time.process_time() - start) * 1000, 1))
    first, *others = taken
    return {"first_ms": first, "median_ms": sorted(others)[times // 2], "slowest_ms": max(others)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wording", action="store_true")
    parser.add_argument("--reply", action="store_true")
    parser.add_argument("--post", action="store_true")
    parser.add_argument("--predict-reply", action="store_true")
    parser.add_argument("--data", default=".")
    parser.add_argument("--json")
    asked = parser.parse_args()
    if asked.predict_reply:
        predict_reply()
        return
    result = {}
    if asked.wording:
        result["wording"] = wording()
    if asked.reply:
        result["reply"] = reply(asked.data)
    if asked.post:
        result["post"] = whole_check()
        print(result["post"])
    if asked.json:
        Path(asked.json).write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
