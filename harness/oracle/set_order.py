"""Settles the one thing that Tornado leaves to its memory: the order of a set of yielded children or of pending keys.

Tornado's coroutines keep both in sets, whose order is that of addresses and hashes. Here such a set keeps the order in
which its members came, one of those that the original may have (the scenario language, "What the original leaves open").
"""

from typing import Any, Dict, Iterable

from tornado import gen


class OrderedSet(Dict[Any, None]):
    """As much of a set as tornado.gen uses, its members in the order in which they came."""

    def __init__(self, members: Iterable[Any] = ()) -> None:
        super().__init__(dict.fromkeys(members))

    def add(self, member: Any) -> None:
        """Adds a member, unless it is there."""
        self.setdefault(member)

    def remove(self, member: Any) -> None:
        """Takes a member out; raises KeyError if it is not there."""
        del self[member]

    def difference_update(self, members: Iterable[Any]) -> None:
        """Takes out all of these that are there."""
        for member in members:
            self.pop(member, None)

    def __repr__(self) -> str:
        return "{" + ", ".join(map(repr, self)) + "}" if self else "set()"


# Where the module says `set`, it now finds this one.
setattr(gen, "set", OrderedSet)
