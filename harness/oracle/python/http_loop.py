"""A loop with real sockets and virtual time: it runs until nothing is ready, then its script takes the next step.

Socket pairs deliver at once, so what is ready does not depend on the machine. Time passes only when the script is over. Over
loopback the kernel may take a moment: the loop waits `settle` real seconds before the clock moves.
"""

import datetime
import gc
import logging
import select
import time
import types
from typing import Any, Callable, Generator, List, Tuple

from tornado import web
from tornado.ioloop import PollIOLoop

from virtual_loop import RunEnd

Script = Generator[None, None, None]


class _Poll:
    """Polls without waiting; when nothing is ready, runs a step of the script, then moves the clock."""

    def __init__(self, loop: "HttpLoop", script: Script, seconds: float, settle: float) -> None:
        self.now = 0.0
        self._settle = settle
        self._loop = loop
        self._script = script
        self._seconds = seconds
        self._epoll = select.epoll()
        self.register = self._epoll_of(self._epoll.register)
        self.modify = self._epoll_of(self._epoll.modify)

    @staticmethod
    def _epoll_of(call: Any) -> Any:
        return lambda descriptor, events: descriptor == -1 or call(descriptor, events)

    def unregister(self, descriptor: int) -> None:
        if descriptor != -1:
            self._epoll.unregister(descriptor)

    def poll(self, _timeout: float) -> List[Tuple[int, int]]:
        """One I/O phase."""
        if self._loop.busy():
            return self._epoll.poll(0)
        ready = self._epoll.poll(0)
        if not ready and self._settle:
            time.sleep(self._settle)
            ready = self._epoll.poll(0)
        if ready:
            return ready
        if next(self._script, self) is not self:
            return []
        deadline = self._loop.earliest_deadline()
        if deadline > self._seconds:
            raise RunEnd()
        self.now = max(self.now, deadline)
        return []

    def close(self) -> None:
        self._epoll.close()


class HttpLoop(PollIOLoop):
    """Runs a script, and then the timers of the seconds after it."""

    def initialize(self, script: Script, seconds: float, settle: float = 0.0) -> None:  # type: ignore[override]
        self._poll = _Poll(self, script, seconds, settle)
        super().initialize(self._poll, time_func=lambda: self._poll.now, make_current=False)

    def busy(self) -> bool:
        """Whether callbacks are queued."""
        return bool(self._callbacks)

    def earliest_deadline(self) -> float:
        """The deadline of the first live timer; infinite if there is none."""
        return min((timer.deadline for timer in self._timeouts if timer.callback is not None), default=float("inf"))

    def run(self) -> None:
        """Runs to the end. The world's clock is the loop's meanwhile."""
        clocks = time.time, web.datetime
        time.time = self.time
        web.datetime = types.SimpleNamespace(datetime=_datetime_of(self), timedelta=datetime.timedelta)
        self.make_current()
        try:
            self.start()
        except RunEnd:
            pass
        finally:
            time.time, web.datetime = clocks
            self.clear_current()
            self._running = False
            self.close()


def _datetime_of(loop: HttpLoop) -> Any:
    class Datetime(datetime.datetime):
        """The date and time of a loop's clock."""

        @classmethod
        def utcnow(cls) -> datetime.datetime:
            return cls.utcfromtimestamp(loop.time())

    return Datetime


def run_script(make: Callable[[str], Any], text: str, settle: float) -> List[str]:
    """The lines of a script, which `make` reads from its text, on a loop of its own. `settle` is that of the loop."""
    logging.disable(logging.CRITICAL)
    try:
        loop = HttpLoop(iter(()), 1e9, settle)
        return make(text).run(loop, loop.run)
    finally:
        gc.collect()
