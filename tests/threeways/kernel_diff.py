"""kernel_diff.py LIBRARY PROGRAM PYTHON ORACLE [--areas streams,http] [--seed S] [--runs N] [--schedules K]: the real Tornado and this runtime on one
simulated kernel, with the same answers to the same questions.

Draws scripts of streams, or of HTTP, and runs them twice under the preloaded LIBRARY, which is the simulated kernel: by PROGRAM (threeways_preloaded), on
EpollLoop and PosixNetwork, and by PYTHON with the folder ORACLE, on the real Tornado's loop. Each time with every fault of the network,
and with the order of epoll as a choice. Both must print the same, line by line, and in the same order.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Dict, List

AT_ONCE = {"streams": 80, "http": 10}  # scripts of one process
ORACLE_COMMANDS = {"streams": "streams", "http": "http-programs"}


def run(command: List[str], library: str, seed: int) -> List[str]:
    """What each script gave."""
    settings: Dict[str, str] = {"LD_PRELOAD": library, "WINDTUNNEL_SEED": str(seed), "WINDTUNNEL_FAULTS": "all", "PYTHONHASHSEED": "0"}
    ended = subprocess.run(command, env={**os.environ, **settings}, capture_output=True, text=True, timeout=600)
    if ended.returncode != 0:
        words = ended.stderr.strip().split("\n")[-1]
        sys.exit("kernel_diff: %s ended with status %d: %s" % (os.path.basename(command[0]), ended.returncode, words))
    return ended.stdout.split("\n\n")[:-1]


def check_library(library: str, program: str) -> None:
    """A library that cannot be preloaded is ignored by the dynamic linker, and then nothing would be simulated."""
    settings = {"LD_PRELOAD": library, "WINDTUNNEL_SEED": "none"}
    tried = subprocess.run([program], env={**os.environ, **settings}, capture_output=True, text=True)
    if tried.returncode != 64:
        sys.exit("kernel_diff: the simulated kernel cannot be preloaded: " + (tried.stderr.strip() or library))


def compare(area: str, options: argparse.Namespace) -> bool:
    """Whether all runs of scripts of one kind are the same on both sides."""
    compared = 0
    with tempfile.TemporaryDirectory() as folder:
        for first in range(0, options.runs, AT_ONCE[area]):
            file = Path(folder) / "scripts"
            count = min(AT_ONCE[area], options.runs - first)
            draw = [options.program, area, "--draw", str(options.seed), str(first), str(count)]
            file.write_text(subprocess.run(draw, capture_output=True, text=True, check=True).stdout)
            scripts = file.read_text().split("\n\n")[:-1]
            for schedule in range(1, options.schedules + 1):
                ours = run([options.program, area, str(file)], options.library, schedule)
                real = run([options.python, options.oracle, ORACLE_COMMANDS[area], str(file)], options.library, schedule)
                if len(ours) != count or len(real) != count:
                    sys.exit("kernel_diff: %d scripts, and answers to %d and %d of them" % (count, len(ours), len(real)))
                for script, mine, theirs in zip(scripts, ours, real):
                    compared += 1
                    if mine != theirs:
                        print("schedule %d differs at\n\n%s\n\nthis runtime:\n%s\n\nthe real Tornado 4.5.3:\n%s" % (schedule, script, mine, theirs))
                        return False
    print("%d runs of %s scripts on one simulated kernel: no difference" % (compared, {"streams": "stream", "http": "HTTP"}[area]))
    return compared > 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="kernel_diff", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("library", "program", "python", "oracle"):
        parser.add_argument(name)
    parser.add_argument("--areas", default="streams", help="streams, http, or both with a comma between")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=400, help="how many scripts of each area")
    parser.add_argument("--schedules", type=int, default=3, help="how many for each script")
    options = parser.parse_args()
    areas = options.areas.split(",")
    for area in areas:
        if area not in ORACLE_COMMANDS:
            parser.error("--areas: found '%s'; allowed: streams, http" % area)
    check_library(options.library, options.program)
    return 0 if all([compare(area, options) for area in areas]) else 1


sys.exit(main())
