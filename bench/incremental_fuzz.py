"""Walks of random edits over a generated site: quick builds against clean ones, byte for byte.

python bench/incremental_fuzz.py --seeds 1-10 --steps 300 [--json FILE]

Ends with 1 at the first difference and says which edits led to it; the tree and both outputs stay where it says.
"""

import argparse
import json
import shutil
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.incremental.walks import walk  # noqa: E402 - the project is no installed package


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="1-3", help="e.g. 4 or 1-10")
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    first, _, last = options.seeds.partition("-")
    walks = []
    for seed in range(int(first), int(last or first) + 1):
        folder = Path(tempfile.mkdtemp(prefix=f"walk-{seed}-"))
        met = walk(folder, seed=seed, steps=options.steps)
        walks.append(asdict(met))
        print(
            f"seed {seed}: {met.steps} steps, {met.refused} refused, {met.troubles['a killed build']} killed",
            flush=True,
        )
        if met.differing:
            print(f"{met.differing}\n{folder}")
            break
        shutil.rmtree(folder)
    if options.json:
        options.json.write_text(json.dumps(walks, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 1 if walks[-1]["differing"] else 0


if __name__ == "__main__":
    sys.exit(main())
