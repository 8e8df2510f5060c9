"""Compares the bundled runtime with the real Tornado, line by line: generated programs, or the files given.

    diff.py --native build/release/tests/oracle/native_peer --runs 1000 [--areas core,sync] [--seed S]
    diff.py --native ... FILE|FOLDER...

Each program runs under the canonical schedule and two random ones. Every difference is made small and printed, with both
traces. Exit status: 0 no difference, 1 differences, 2 a side cannot be started.
"""

import argparse
import sys
import time
from pathlib import Path
from typing import Iterator, List

from comparison import Comparison
from peers import Json, Peer

ROOT = Path(__file__).resolve().parents[2]
MOST_DIFFERENCES = 2000


def _requests(arguments: argparse.Namespace) -> Iterator[Json]:
    common = {"schedules": ["-"], "random": arguments.schedules - 1, "seed": arguments.seed}
    if arguments.files:
        for file in _files(arguments.files):
            yield {**common, "source": file.read_text(), "file": str(file)}
    else:
        areas = arguments.areas.split(",")
        for number in range(arguments.first, arguments.first + arguments.runs):
            yield {**common, "generate": number, "areas": areas, "size": arguments.size}


def _files(names: List[str]) -> Iterator[Path]:
    for name in names:
        path = Path(name)
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def main() -> int:
    """Parses the command line and compares; returns the exit status."""
    parser = argparse.ArgumentParser(description="Compares the bundled runtime with the real Tornado")
    parser.add_argument("files", nargs="*", metavar="FILE")
    parser.add_argument("--native", default=str(ROOT / "build/release/tests/oracle/native_peer"))
    parser.add_argument("--python", default=str(ROOT / "build/oracle/bin/python"))
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first program")
    parser.add_argument("--areas", default="core,loop,sync,context,legacy")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=25)
    parser.add_argument("--schedules", type=int, default=3)
    parser.add_argument("--no-shrink", action="store_true")
    arguments = parser.parse_args()
    for program in (arguments.native, arguments.python):
        if not Path(program).exists():
            print("diff: there is no %s" % program, file=sys.stderr)
            return 2

    native = Peer("native", [arguments.native])
    real = Peer("oracle", [arguments.python, str(ROOT / "harness/oracle"), "serve"])
    comparison = Comparison(native, real)
    programs = differences = 0
    begin = time.monotonic()
    for request in _requests(arguments):
        programs += 1
        found = comparison.compare(request)
        if found is None:
            continue
        differences += 1
        runs = comparison.runs
        small = found if arguments.no_shrink else comparison.shrink(found)
        comparison.runs = runs
        name = request.get("file", "program %s of seed %s" % (request.get("generate"), arguments.seed))
        print("=== %s\n%s%s" % (name, small.source, small), flush=True)
        if differences == MOST_DIFFERENCES:
            break
    seconds = time.monotonic() - begin
    print(
        "%d programs, %d runs a side in %.1f s (%.0f a second), %d done Futures set again, %d refused by both, %d differ"
        % (programs, comparison.runs, seconds, comparison.runs / seconds, comparison.refused, comparison.excluded, differences)
    )
    native.close()
    real.close()
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
