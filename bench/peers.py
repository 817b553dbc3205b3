"""The readers that are measured, each as the command of a whole process in a folder of its own."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

# Download with aiohttp and one lxml tree, nothing kept but validators: what no reader was thought to do without.
FLOOR = """
import asyncio, json, os, sys
import aiohttp
from lxml import etree
base, count = sys.argv[1], int(sys.argv[2])
etags = json.load(open("etags.json")) if os.path.exists("etags.json") else {}
async def main():
    queue = list(range(count))
    async with aiohttp.ClientSession() as session:
        async def work():
            while queue:
                n = queue.pop()
                url = f"{base}/{n}.xml"
                headers = {"If-None-Match": etags[str(n)]} if str(n) in etags else {}
                async with session.get(url, headers=headers) as reply:
                    body = await reply.read()
                    if reply.status == 200:
                        etags[str(n)] = reply.headers["ETag"]
                        etree.fromstring(body, etree.XMLParser(recover=True))
        await asyncio.gather(*(work() for _ in range(32)))
asyncio.run(main())
json.dump(etags, open("etags.json", "w"))
"""

LOOP = """
import json, os, sys
import feedparser, requests
base, count = sys.argv[1], int(sys.argv[2])
etags = json.load(open("etags.json")) if os.path.exists("etags.json") else {}
seen = set(json.load(open("seen.json"))) if os.path.exists("seen.json") else set()
session = requests.Session()
for n in range(count):
    headers = {"If-None-Match": etags[str(n)]} if str(n) in etags else {}
    reply = session.get(f"{base}/{n}.xml", headers=headers, timeout=30)
    if reply.status_code == 200:
        etags[str(n)] = reply.headers["ETag"]
        seen.update(entry.get("id", entry.get("link", "")) for entry in feedparser.parse(reply.content).entries)
json.dump(etags, open("etags.json", "w"))
json.dump(sorted(seen), open("seen.json", "w"))
"""

READER = """
import os, sys
from reader import make_reader
base, count = sys.argv[1], int(sys.argv[2])
reader = make_reader("reader.sqlite")
if not list(reader.get_feeds(limit=1)):
    for n in range(count):
        reader.add_feed(f"{base}/{n}.xml")
reader.update_feeds(workers=16, scheduled=False)
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Peer:
    """One reader; ``missing`` says what is not installed."""

    name: str
    folder: Path
    argv: tuple[str, ...]
    environment: dict[str, str]
    files: tuple[tuple[str, str], ...] = ()
    tree: Path | None = None
    missing: str = ""

    def prepare(self):
        """Make the folder, with nothing pulled yet."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        if self.tree:
            _copy_product(self.tree, self.folder)
        for name, text in self.files:
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(text, encoding="utf-8")

    def command(self, phase):
        """Return what is run; ``force`` stands in for the hours between two polls."""
        return [*self.argv, *(["--force"] if self.tree and phase != "first" else [])]


def all_peers(root, folder, base, options):
    """Return ourselves, the floor and the peers."""
    urls = [f"{base}/{n}.xml" for n in range(options.feeds)]
    host = base.removeprefix("http://")
    environment = {**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "none"), "PYTHONHASHSEED": "0"}
    environment.pop("PYTHONPATH", None)
    counted = (base, str(options.feeds))
    ours = {**environment, "EDGE_ALLOW": host, "INBOX_HOST_SPACING_SECONDS": "0", "INBOX_DATABASE": ""}
    python = options.peers
    reader = _missing_modules(python, "reader", "requests", "feedparser")
    product = Peer(
        name="ours",
        folder=folder / "ours",
        argv=(sys.executable, "-m", "invoke", "collect"),
        environment=ours,
        files=(("sources.toml", _sources(urls)),),
        tree=root,
    )
    against = replace(product, name="against", folder=folder / "against", tree=Path(options.against))
    return [
        product,
        *([against] if options.against else []),
        Peer(
            name="floor",
            folder=folder / "floor",
            argv=(sys.executable, "-c", FLOOR, *counted),
            environment=environment,
        ),
        Peer(
            name="reader",
            folder=folder / "reader",
            argv=(python, "-c", READER, *counted),
            environment=environment,
            missing=reader,
        ),
        Peer(
            name="loop",
            folder=folder / "loop",
            argv=(python, "-c", LOOP, *counted),
            environment=environment,
            missing=reader,
        ),
        Peer(
            name="newsboat",
            folder=folder / "newsboat",
            argv=("newsboat", "-q", "-u", "urls", "-c", "cache.db", "-C", "config", "-x", "reload"),
            environment=environment,
            files=(("urls", "\n".join(urls) + "\n"), ("config", "reload-threads 16\nmax-items 0\n")),
            missing="" if shutil.which("newsboat") else "apt install newsboat",
        ),
        Peer(
            name="sfeed",
            folder=folder / "sfeed",
            argv=("sfeed_update", str(folder / "sfeed" / "sfeedrc")),
            environment=environment,
            files=(("sfeedrc", _sfeedrc(folder / "sfeed", urls)),),
            missing="" if shutil.which("sfeed_update") and shutil.which("curl") else "apt install sfeed curl",
        ),
    ]


def _copy_product(root, folder):
    kept = ("plugins", "tasks.py", "pelicanconf.py", "publishconf.py", "site.toml")
    for name in kept:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy2(source, folder / name)
    (folder / "content").mkdir()
    # A product that was used once has its modules compiled.
    subprocess.run([sys.executable, "-m", "compileall", "-q", "plugins"], cwd=folder, check=True)


def _sources(urls):
    each = "".join(f'[[source]]\nkey = "s{n}"\nurl = "{url}"\ninterval = "30m"\n' for n, url in enumerate(urls))
    return each + '[[brand]]\nnames = ["모과나루"]\naliases = ["Mogwanaru"]\nexclude = ["모과나루터"]\n'


def _sfeedrc(folder, urls):
    feeds = "\n".join(f'  feed "f{n}" "{url}"' for n, url in enumerate(urls))
    return f'sfeedpath="{folder}/feeds"\nmaxjobs=16\nfeeds() {{\n{feeds}\n}}\n'


def _missing_modules(python, *names):
    if not python:
        return "--peers names no Python"
    code = f"import {', '.join(names)}"
    found = subprocess.run([python, "-c", code], capture_output=True, check=False)
    return "" if found.returncode == 0 else f"pip install {' '.join(names)} sgmllib3k"
