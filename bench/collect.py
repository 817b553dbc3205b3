"""Measure `invoke collect` against the feed readers that are installed: whole processes, in one run.

    .venv/bin/python bench/collect.py [--feeds 1000] [--entries 50] [--latency 0] [--changed 0.05] [--peers PYTHON]
                                      [--rounds 3] [--against FOLDER] [--json FILE] [--only ours,floor,…]

A server of its own serves F feeds (RSS and Atom, 10 % of them in EUC-KR) of which one entry in 500 names the brand.
All readers pull everything new; then, in turns and --rounds times, everything unchanged (304); then, likewise, with
new entries in a share of the feeds each time. Of several rounds the one with the least CPU counts: what else the
machine was doing is nobody's work. Peers: reader (16 workers) and a feedparser + requests loop from a Python of their
own (--peers), newsboat, sfeed; those that are not installed are named. --against measures another copy of the product
in the same run. Spacing per host is a setting, and off here: all feeds share one host.
"""

import argparse
import json
import multiprocessing
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import feedserver, peers

ROOT = Path(__file__).resolve().parents[1]
PHASES = ("first", "steady", "changed")


def main():
    options = _options()
    port = _free_port()
    server = multiprocessing.Process(target=feedserver.serve, args=(port, options), daemon=True)
    server.start()
    base = f"http://127.0.0.1:{port}"
    _wait_for(base)
    results = {}
    with tempfile.TemporaryDirectory(prefix="bench-collect-") as folder:
        chosen = list(_chosen(peers.all_peers(ROOT, Path(folder), base, options), options))
        for peer in chosen:
            peer.prepare()
        for phase in PHASES:
            rounds = [{} for _ in range(1 if phase == "first" else options.rounds)]
            for measured in rounds:
                if phase == "changed":
                    _tell_server(base, "change")
                for peer in chosen:
                    measured[peer.name] = _measured(peer, phase)
                    print(f"{peer.name:9} {phase:8} {_line(measured[peer.name])}", flush=True)
            for peer in chosen:
                best = min((measured[peer.name] for measured in rounds), key=lambda row: row["cpu"])
                results.setdefault(peer.name, {})[phase] = best
    server.terminate()
    _say_ratios(results)
    if options.json:
        Path(options.json).write_text(json.dumps({"options": vars(options), "results": results}, indent=1))


def _chosen(found, options):
    for peer in found:
        if options.only and peer.name not in options.only:
            continue
        if peer.missing:
            print(f"{peer.name}: not installed ({peer.missing})")
        else:
            yield peer


def _options():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--entries", type=int, default=50)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--changed", type=float, default=0.05, help="share of the feeds with five new entries")
    parser.add_argument("--named", type=int, default=500, help="one entry in so many names the brand")
    parser.add_argument("--peers", default=os.environ.get("BENCH_PEERS", ""), help="a Python with reader and requests")
    parser.add_argument("--rounds", type=int, default=3, help="of the unchanged and of the changed feeds")
    parser.add_argument("--against", default="", help="the root of another copy of the product")
    parser.add_argument("--only", type=lambda text: text.split(","), default=[])
    parser.add_argument("--json", default="")
    return parser.parse_args()


def _measured(peer, phase):
    before = time.perf_counter()
    with open(os.devnull, "w") as nowhere, tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(
            peer.command(phase), cwd=peer.folder, env=peer.environment, stdout=nowhere, stderr=errors
        )
        _, status, usage = os.wait4(process.pid, 0)
        errors.seek(0)
        said = errors.read()
    if status:
        print(f"{peer.name} {phase}: status {status}\n{said[-2000:]}", file=sys.stderr)
    return {
        "wall": time.perf_counter() - before,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak_mb": usage.ru_maxrss / 1024,
        "status": status,
    }


def _line(row):
    return f"wall {row['wall']:7.2f} s   cpu {row['cpu']:7.2f} s   peak {row['peak_mb']:6.0f} MB"


def _say_ratios(results):
    ours = results.get("ours")
    if not ours:
        return
    print("\nCPU of whole processes, ours as a part of theirs:")
    for name, rows in results.items():
        if name != "ours":
            parts = (f"{phase} {ours[phase]['cpu'] / rows[phase]['cpu']:5.2f}" for phase in PHASES)
            print(f"  {name:9} " + "   ".join(parts))


def _tell_server(base, what):
    urllib.request.urlopen(f"{base}/_{what}", timeout=60).read()


def _wait_for(base):
    for _ in range(600):
        try:
            _tell_server(base, "ready")
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("the bench server does not answer")


def _free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


if __name__ == "__main__":
    main()
