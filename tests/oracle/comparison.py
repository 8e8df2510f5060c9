"""Compares what both sides do with one scenario, and makes a scenario on which they differ smaller."""

from typing import Callable, List, Optional, Tuple

from peers import Json, Peer, PeerDied

# Exceptions of the language itself: no trace depends on their messages.
_WORDLESS = ("TypeError(", "AttributeError(", "NameError(", "UnboundLocalError(", "OverflowError(", "RecursionError(")


class Difference:
    """Both sides' traces of one scenario under one schedule, or why one has none."""

    def __init__(self, source: str, schedule: str, native: str, real: str) -> None:
        self.source = source
        self.schedule = schedule
        self.native = native
        self.real = real

    def __str__(self) -> str:
        return "schedule %s\n--- native\n%s--- real\n%s" % (self.schedule, self.native, self.real)


class Comparison:
    """Asks both sides the same."""

    def __init__(self, native: Peer, real: Peer) -> None:
        self._native = native
        self._real = real
        self.runs = 0
        self.refused = 0
        self.excluded = 0

    def compare(self, request: Json) -> Optional[Difference]:
        """Runs natively what is requested, then the same scenario under the same schedules on the real one."""
        source = request.get("source", "")
        try:
            native = self._native.ask(request)
            source = native.get("source", source)
            traces = native.get("traces", [])
            schedules = [_schedule(trace) for trace in traces] or ["-"]
            real = self._real.ask({"source": source, "schedules": schedules})
        except PeerDied as error:
            return Difference(source or str(request), "-", str(error) + "\n", "")
        if "error" in native or "error" in real:
            return self._refusal(source, native, real)
        self.runs += len(traces)
        self.refused += real["refused"]
        for schedule, ours, theirs in zip(schedules, traces, real["traces"]):
            if ours != theirs and masked(ours) != masked(theirs):
                return Difference(source, schedule, ours, theirs)
        return None

    def _refusal(self, source: str, native: Json, real: Json) -> Optional[Difference]:
        if "error" in native and "error" in real:
            self.excluded += 1
            return None
        words = [side.get("error", "accepted") + "\n" for side in (native, real)]
        return Difference(source, "-", words[0], words[1])

    def shrink(self, difference: Difference, most_tries: int = 1500) -> Difference:
        """A difference of as few lines as may be, on the same kind of disagreement."""
        refusal = _is_refusal(difference)
        smallest = difference
        lines = difference.source.splitlines()
        schedules = ["-"] if difference.schedule == "-" else ["-", difference.schedule]

        def differs(candidate: List[str]) -> bool:
            nonlocal smallest
            found = self.compare({"source": "\n".join(candidate) + "\n", "schedules": schedules})
            if found is None or _is_refusal(found) != refusal:
                return False
            smallest = found
            return True

        _remove_blocks(lines, differs, most_tries)
        return smallest


def masked(trace: str) -> str:
    """The trace without the messages on which none depends."""
    return "".join(_masked_line(line) for line in trace.splitlines(keepends=True))


def _masked_line(line: str) -> str:
    for name in _WORDLESS:
        begin = line.find(name)
        while begin >= 0:
            begin += len(name)
            end, depth = begin, 1
            while end < len(line) and depth:
                depth += (line[end] == "(") - (line[end] == ")")
                end += 1
            line = line[:begin] + ")" + (line[end:] if depth == 0 else "\n")
            begin = line.find(name, begin)
    return line


def _schedule(trace: str) -> str:
    return trace.partition("\n")[0][len("schedule ") :]


def _is_refusal(difference: Difference) -> Tuple[bool, bool]:
    return not difference.native.startswith("schedule "), not difference.real.startswith("schedule ")


def _remove_blocks(lines: List[str], differs: Callable[[List[str]], bool], most_tries: int) -> None:
    """Removes lines, each with what is indented below it, or unwraps what is below, while the sides differ."""
    tries = 0
    again = True
    while again and tries < most_tries:
        again = False
        at = len(lines) - 1
        while at >= 0 and tries < most_tries:
            end = _end_of_block(lines, at)
            without = lines[:at] + lines[end:]
            unwrapped = lines[:at] + [line[4:] for line in lines[at + 1 : end]] + lines[end:]
            as_pass = lines[:at] + [_indent(lines[at]) + "pass"] + lines[end:]
            candidates = [without] + ([unwrapped] if end > at + 1 else []) + [as_pass]
            for candidate in candidates:
                if sum(map(len, candidate)) >= sum(map(len, lines)):
                    continue
                tries += 1
                if differs(candidate):
                    lines[:] = candidate
                    again = True
                    break
            at = min(at, len(lines)) - 1


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _end_of_block(lines: List[str], begin: int) -> int:
    """Past the line and all that is indented deeper after it; a decorator takes its function along."""
    end = begin + 1
    if lines[begin].startswith("@"):
        end += 1
    depth = len(_indent(lines[begin]))
    while end < len(lines) and (not lines[end].strip() or len(_indent(lines[end])) > depth):
        end += 1
    return end
