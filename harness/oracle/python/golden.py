"""Golden files: a scenario NAME.py, and NAME.trace with its traces under some schedules, the canonical one first."""

from pathlib import Path
from typing import Callable, List

import schedule
from scenario import load, run


def check(file: Path) -> str:
    """Runs a scenario under each schedule of its trace file. Returns the first difference in one line, or None."""
    code = load(file.read_text(), file.name)
    for block in _blocks(file.with_suffix(".trace")):
        forced = block.partition("\n")[0][len("schedule "):]
        trace = run(code, schedule.forced(forced))
        if trace != block:
            return "%s: schedule %s: %s" % (file, forced, _first_difference(block, trace))
    return ""


def each(files: List[str], act: Callable[[Path], None]) -> None:
    """Processes each file, and every scenario in each folder."""
    for name in files:
        path = Path(name)
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            act(file)


def _blocks(file: Path) -> List[str]:
    return [block.rstrip("\n") + "\n" for block in file.read_text().split("\n\n")]


def _first_difference(expected: str, found: str) -> str:
    pairs = zip(expected.splitlines() + ["(end)"], found.splitlines() + ["(end)"])
    for number, (left, right) in enumerate(pairs, 1):
        if left != right:
            return "line %d: expected '%s', found '%s'" % (number, left, right)
    return "the lines are the same, their ends are not"
