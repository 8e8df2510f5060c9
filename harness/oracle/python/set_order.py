"""Fixes the one order that depends on memory in Tornado: that of a set of yielded children or of pending keys.

Tornado's coroutines keep both in sets, which are ordered by addresses and hashes. Here such a set keeps its members'
insertion order, one of the orders that the original may have (the scenario language, "What the original leaves open").
"""

from typing import Any, Dict, Iterable

from tornado import gen


class OrderedSet(Dict[Any, None]):
    """The part of a set that tornado.gen uses, with its members in insertion order."""

    def __init__(self, members: Iterable[Any] = ()) -> None:
        super().__init__(dict.fromkeys(members))

    def add(self, member: Any) -> None:
        """Adds a member, unless it is there."""
        self.setdefault(member)

    def remove(self, member: Any) -> None:
        """Removes a member; raises KeyError if it is not there."""
        del self[member]

    def difference_update(self, members: Iterable[Any]) -> None:
        """Removes the given members that are present."""
        for member in members:
            self.pop(member, None)

    def __repr__(self) -> str:
        return "{" + ", ".join(map(repr, self)) + "}" if self else "set()"


# The module's name `set` now means this class.
setattr(gen, "set", OrderedSet)
