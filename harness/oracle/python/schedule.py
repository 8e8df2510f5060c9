"""Schedules: which external event is delivered in which I/O phase (the scenario language, "The I/O phase")."""

import re
from typing import Callable, List, Optional, Tuple

# A function that gets the number of options (2 or more) and returns an index.
Chooser = Callable[[int], int]

_CHOICE = re.compile(r"(\d+)/(\d+)\Z")


class ScheduleError(ValueError):
    """The text is not a valid schedule."""


class Schedule:
    """Makes the choices of one run and records them."""

    def __init__(self, choose: Chooser) -> None:
        self._choose = choose
        self._made: List[Tuple[int, int]] = []

    def choose(self, options: int) -> int:
        """The index of the option to take; a choice with only one option is not recorded."""
        if options == 1:
            return 0
        index = self._choose(options)
        self._made.append((index, options))
        return index

    def next(self) -> "Optional[Schedule]":
        """After a run: the next schedule, if every schedule is to be run once; None after the last one.

        It makes the same choices up to the last one that has an option left, takes that option, and then always 0.
        """
        made = list(self._made)
        while made and made[-1][0] + 1 == made[-1][1]:
            made.pop()
        if not made:
            return None
        made[-1] = (made[-1][0] + 1, made[-1][1])
        return _following([index for index, _options in made])

    def __str__(self) -> str:
        return ",".join("%d/%d" % choice for choice in self._made) or "-"


def forced(text: str) -> Schedule:
    """The schedule with that text. An index past the end means the last option; after the text, every choice is 0."""
    return _following(_parse(text))


def _following(indices: List[int]) -> Schedule:
    left = iter(indices)
    return Schedule(lambda options: min(next(left, 0), options - 1))


def _parse(text: str) -> List[int]:
    if text == "-":
        return []
    indices = []
    for choice in text.split(","):
        match: Optional["re.Match[str]"] = _CHOICE.match(choice)
        if match is None:
            raise ScheduleError("schedule: found '%s', allowed is index/options, or - for none" % choice)
        indices.append(int(match.group(1)))
    return indices
