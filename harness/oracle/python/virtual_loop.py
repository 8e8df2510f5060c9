"""Tornado's own loop without a real clock or real I/O: its poll is the I/O phase, which alone moves the clock.

Everything between two polls is Tornado's code, unchanged.
"""

from typing import Any, Callable, List, Tuple

from tornado import ioloop, stack_context
from tornado.ioloop import IOLoop, PollIOLoop

from schedule import Schedule


class RunEnd(BaseException):
    """Leaves the loop from within its poll; no scenario can catch it there."""


class Livelock(RunEnd):
    """Leaves the loop because it has reached its limit of I/O phases."""


class _NoWaker:
    """Replaces the pipe that wakes a sleeping loop: this one never sleeps."""

    def fileno(self) -> int:
        return -1

    write_fileno = fileno

    def wake(self) -> None:
        pass

    consume = close = wake


setattr(ioloop, "Waker", _NoWaker)


class _Phases:
    """The loop's poll: delivers external events by the schedule, moves the clock, or ends the run."""

    def __init__(self, loop: "VirtualLoop", schedule: Schedule, limit: int) -> None:
        self.now = 0.0
        self._loop = loop
        self._schedule = schedule
        self._left = limit
        self._events: List[int] = []
        self._last_event = 0

    def add_event(self) -> int:
        """Registers an external event and returns the descriptor that becomes readable with it."""
        self._last_event += 1
        self._events.append(self._last_event)
        return self._last_event

    def poll(self, timeout: float) -> List[Tuple[int, int]]:
        """One I/O phase."""
        if self._left == 0:
            raise Livelock()
        self._left -= 1
        busy = self._loop.busy()
        if self._events:
            may_wait = busy or self._loop.has_timers()
            index = self._schedule.choose(len(self._events) + may_wait)
            if index < len(self._events):
                return [(self._events.pop(index), IOLoop.READ)]
        if not busy:
            if not self._loop.has_timers():
                raise RunEnd()
            self.now = max(self.now, self._loop.earliest_deadline())
        return []

    def register(self, descriptor: int, events: int) -> None:
        """Nothing to do: the loop keeps the handlers."""

    def unregister(self, descriptor: int) -> None:
        """Nothing to do: an event is delivered once."""

    def close(self) -> None:
        """Nothing to do: nothing is open."""


class VirtualLoop(PollIOLoop):
    """A loop with the time, events and end that the scenario language defines."""

    def initialize(self, schedule: Schedule, phase_limit: int) -> None:  # type: ignore[override]
        self._phases = _Phases(self, schedule, phase_limit)
        super().initialize(self._phases, time_func=lambda: self._phases.now, make_current=False)

    def external(self, function: Callable[..., Any], args: Tuple[Any, ...]) -> None:
        """Registers an external event; its function runs in an I/O phase, in no stack context."""
        descriptor = self._phases.add_event()

        def deliver(_descriptor: int, _events: int) -> None:
            self.remove_handler(descriptor)
            function(*args)

        with stack_context.NullContext():
            self.add_handler(descriptor, deliver, self.READ)

    def close(self, all_fds: bool = False) -> None:
        """Drops everything that waits, including events that were never delivered."""
        super().close(all_fds)
        self._handlers.clear()

    def busy(self) -> bool:
        """Whether callbacks are queued."""
        return bool(self._callbacks)

    def has_timers(self) -> bool:
        """Whether a timer is live."""
        timers = self._timeouts
        return bool(timers) and (
            timers[0].callback is not None or any(timer.callback is not None for timer in timers)
        )

    def earliest_deadline(self) -> float:
        """The deadline of the first live timer; there must be one."""
        timers = self._timeouts
        if timers[0].callback is not None:
            return float(timers[0].deadline)
        return float(min(timer.deadline for timer in timers if timer.callback is not None))


# In messages, scenarios see an ordinary loop.
VirtualLoop.__name__ = VirtualLoop.__qualname__ = "IOLoop"
