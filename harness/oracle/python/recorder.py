"""Records the trace of a run: its own lines, and lines for Tornado's log entries."""

import gc
import logging
from typing import Any, Callable, List, Optional

from tornado import concurrent
from tornado.concurrent import Future

from render import render

# The events that Tornado logs, by the text of the log entries.
_EVENTS = {
    "Exception in callback %r": "error callback",
    "Exception in callback %r for %r": "error callback",
    "Multiple exceptions in yield list": "error multiple",
    "Exception in Future %r after timeout": "error late",
}
_NEVER_RETRIEVED = "Future %r exception was never retrieved: %s"


class Recorder:
    """The lines of one run."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.lines: List[str] = []
        self._clock = clock
        self._unretrieved: List[str] = []

    def line(self, event: str, *values: Any) -> None:
        """Adds a line with the virtual time."""
        self.lines.append(" ".join([render(self._clock()), event, *map(render, values)]))

    def entry(self, record: logging.LogRecord) -> None:
        """Adds an entry of Tornado's log."""
        if record.msg == _NEVER_RETRIEVED:
            self._keep_unretrieved(record.args[0])  # type: ignore[index]
        else:
            self.line(_EVENTS[record.msg], record.exc_info[1])  # type: ignore[index]

    def close(self) -> None:
        """Adds the last lines: one for each Future, reachable or not, with an exception that nobody retrieved.

        It looks for them instead of waiting for their destruction, because that would wake suspended coroutines.
        """
        for future in _unretrieved_futures():
            self._keep_unretrieved(future)
        self.lines += ["end unretrieved " + text for text in sorted(self._unretrieved)]

    def _keep_unretrieved(self, future: Future) -> None:
        self._unretrieved.append(render(future._exc_info[1]))


class _LogHandler(logging.Handler):
    """Passes Tornado's log entries to the current run."""

    recorder: Optional[Recorder] = None

    def emit(self, record: logging.LogRecord) -> None:
        if self.recorder is not None:
            self.recorder.entry(record)


class _NoTracebacks:
    """Replaces the module traceback in Tornado's Future: its text is not used, and would take most of a run's time."""

    @staticmethod
    def format_exception(*_exception: Any) -> List[str]:
        return []


_handler = _LogHandler()
_logger = logging.getLogger("tornado.application")
_logger.addHandler(_handler)
_logger.propagate = False
setattr(concurrent, "traceback", _NoTracebacks)


def listen(recorder: Optional[Recorder]) -> None:
    """Sends Tornado's log to this recorder, or nowhere."""
    _handler.recorder = recorder


def silence_futures() -> None:
    """Marks the exception of every remaining Future as retrieved."""
    for future in _unretrieved_futures():
        future._log_traceback = False


def _unretrieved_futures() -> List[Future]:
    return [thing for thing in gc.get_objects() if type(thing) is Future and thing._log_traceback]
