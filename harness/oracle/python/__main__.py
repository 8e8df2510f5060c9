"""The oracle: runs scenarios on the real Tornado 4.5.3, exactly as the scenario language says.

    python harness/oracle/python run FILE... [--schedule S]     prints traces
    python harness/oracle/python check FILE|FOLDER...           compares golden files with the real Tornado
    python harness/oracle/python explore FILE... [--limit N]    prints the traces of all schedules of each file, at most N
    python harness/oracle/python streams FILE                   runs stream scripts, blank lines between them, on the ordinary loop
    python harness/oracle/python http-programs FILE             runs HTTP scripts likewise
    python harness/oracle/python serve                          answers requests (server.py says how)
    python harness/oracle/python http FOLDER [--seed S] [--count N]   records what it does with raw HTTP (http_bytes.py)
    python harness/oracle/python http-check FOLDER...           compares such records with the real Tornado
"""

import argparse
import copy
import json
import sys
import time
import warnings
from pathlib import Path
from typing import List, Optional

import shims  # noqa: F401  (before Tornado)

try:
    import tornado
except ImportError:
    sys.exit("oracle: %s has no Tornado; run: wt setup --oracle" % sys.executable)
if tornado.version != "4.5.3":
    sys.exit("oracle: Tornado 4.5.3 is wanted, this is %s; run: wt setup --oracle" % tornado.version)

import golden  # noqa: E402
import http_bytes  # noqa: E402
import http_cases  # noqa: E402
import http_programs  # noqa: E402
import schedule  # noqa: E402
import server  # noqa: E402
import streams  # noqa: E402
from scenario import load, run  # noqa: E402


def _run(files: List[str], forced: str) -> int:
    def show(file: Path) -> None:
        sys.stdout.write(run(load(file.read_text(), str(file)), schedule.forced(forced)))

    golden.each(files, show)
    return 0


def _check(files: List[str]) -> int:
    differences = []
    count = 0

    def check(file: Path) -> None:
        nonlocal count
        count += 1
        difference = golden.check(file)
        if difference:
            differences.append(difference)
            print(difference)

    begin = time.monotonic()
    golden.each(files, check)
    print("%d scenarios in %.1f s, %d differ" % (count, time.monotonic() - begin, len(differences)))
    return 1 if differences or count == 0 else 0


def _explore(files: List[str], limit: int) -> int:
    """Prints for each file a trace per schedule, the canonical one first; then `complete` or `not complete`."""
    for name in files:
        code = load(Path(name).read_text(), name)
        forced: Optional[schedule.Schedule] = schedule.forced("-")
        for _ in range(limit):
            if forced is not None:
                sys.stdout.write(run(code, forced))
                forced = forced.next()
        print("complete" if forced is None else "not complete")
    return 0


def _record_http(folder: Path, seed: int, count: int) -> int:
    """Writes cases of a server and of a client, `count` of each, with the real answers, into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for side in ("server", "client"):
        cases = http_bytes.answer_all(http_cases.make(seed, count, side))
        (folder / (side + ".jsonl")).write_text("".join(map(http_bytes.to_line, cases)))
    return 0


def _check_http(folders: List[str]) -> int:
    """Says for how many recorded cases the real Tornado answers something else."""
    lines = [line for folder in folders for file in sorted(Path(folder).glob("*.jsonl")) for line in file.open()]
    recorded = [json.loads(line) for line in lines]
    answered = http_bytes.answer_all(copy.deepcopy(recorded))
    different = [old for old, new in zip(recorded, answered) if old["answer"] != new["answer"]]
    for case in different[:10]:
        print(http_bytes.to_line(case), end="")
    print("%d cases, %d differ" % (len(recorded), len(different)))
    return 1 if different or not recorded else 0


def main() -> int:
    """Parses and runs the command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="oracle", description="Runs scenarios on the real Tornado 4.5.3")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("run", "check", "explore"):
        command = commands.add_parser(name)
        command.add_argument("files", nargs="+", metavar="FILE")
        if name == "run":
            command.add_argument("--schedule", default="-")
        if name == "explore":
            command.add_argument("--limit", type=int, default=100000, help="schedules of each scenario, at most")
    commands.add_parser("serve")
    for name in ("streams", "http-programs"):
        commands.add_parser(name).add_argument("file", type=Path, metavar="FILE")
    command = commands.add_parser("http")
    command.add_argument("folder", type=Path)
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--count", type=int, default=1000, help="cases of a server, and as many of a client")
    commands.add_parser("http-check").add_argument("folders", nargs="+", metavar="FOLDER")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    server.quiet()
    try:
        if arguments.command == "run":
            return _run(arguments.files, arguments.schedule)
        if arguments.command == "explore":
            return _explore(arguments.files, arguments.limit)
        if arguments.command in ("streams", "http-programs"):
            module = streams if arguments.command == "streams" else http_programs
            module.run_on_kernel([text + "\n" for text in arguments.file.read_text().strip().split("\n\n")])
            return 0
        if arguments.command == "http":
            return _record_http(arguments.folder, arguments.seed, arguments.count)
        if arguments.command == "http-check":
            return _check_http(arguments.folders)
        if arguments.command == "check":
            return _check(arguments.files)
        server.serve(sys.stdin, sys.stdout)
    except (OSError, SyntaxError, schedule.ScheduleError) as error:
        print("oracle: %s" % error, file=sys.stderr)
        return 2
    return 0


sys.exit(main())
