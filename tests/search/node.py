"""The script that readers get, run by node: what it makes of words, and what it finds in an index."""

import json
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "theme/static/js/find.js"

_CALL = """
const [script, name, calls] = process.argv.slice(1);
const module = await import(script);
process.stdout.write(JSON.stringify(JSON.parse(calls).map((words) => module[name](...words))));
"""
_STEM = """
const [script, words, nouns] = process.argv.slice(1);
const { stem } = await import(script);
const known = new Set(JSON.parse(nouns));
process.stdout.write(JSON.stringify(JSON.parse(words).map((word) => stem(word, (noun) => known.has(noun)))));
"""
_SEARCH = """
import { readFileSync } from "node:fs";
const [script, folder, queries] = process.argv.slice(1);
const { finder } = await import(script);
const answers = [];
for (const query of JSON.parse(queries)) {
  const moved = [];
  const { search, shown } = finder(async (name) => {
    moved.push(name);
    return JSON.parse(readFileSync(`${folder}/${name}.json`, "utf8"));
  });
  const found = await search(query);
  answers.push({ ...found, moved, titles: (await shown(found.numbers)).map(([title]) => title) });
}
process.stdout.write(JSON.stringify(answers));
"""


def called(name, *calls):
    """What an exported function returns for each of these lists of arguments."""
    return _run(_CALL, name, json.dumps(calls))


def stems(words, nouns=()):
    return _run(_STEM, json.dumps(words), json.dumps(list(nouns)))


def searched(folder, *queries):
    """What a reader who has just come gets for each query, and which pieces that took."""
    return _run(_SEARCH, str(folder), json.dumps(queries))


def _run(program, *words):
    command = ["node", "--input-type=module", "--eval", program, "--", str(SCRIPT), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
