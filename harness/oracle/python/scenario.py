"""Runs one scenario on Tornado and returns its trace."""

import gc
from types import CodeType
from typing import Any, Dict, List

from tornado import gen, stack_context
from tornado.concurrent import Future, is_future
from tornado.ioloop import IOLoop

import recorder
import set_order  # noqa: F401  (patches gen)
import windtunnel
from recorder import Recorder
from schedule import Schedule
from virtual_loop import Livelock, RunEnd, VirtualLoop

PHASE_LIMIT = 20000
MOST_COLLECTIONS = 5


class _KeptRunner(gen.Runner):  # type: ignore[misc]
    """A Runner whose generator outlives it: a coroutine that cannot be resumed stays suspended until the run is over.

    Python would close the generator once nothing refers to it, and so run its `finally`.
    """

    kept: List[Any] = []

    def __init__(self, generator: Any, result_future: Future, first_yielded: Any) -> None:
        self.kept.append(generator)
        super().__init__(generator, result_future, first_yielded)


gen.Runner = _KeptRunner


def load(source: str, name: str) -> CodeType:
    """Compiles a scenario; raises SyntaxError."""
    return compile(source, name, "exec", dont_inherit=True)


def run(code: CodeType, schedule: Schedule, phase_limit: int = PHASE_LIMIT) -> str:
    """Runs the scenario once. Returns its trace, each line with its end."""
    try:
        lines = _play(code, VirtualLoop(schedule, phase_limit))
    finally:
        _forget()
    return "schedule %s\n" % schedule + "".join(line + "\n" for line in lines)


def _play(code: CodeType, loop: VirtualLoop) -> List[str]:
    trace = Recorder(loop.time)
    windtunnel.begin(trace, loop)
    recorder.listen(trace)
    try:
        _Program(code, loop, trace).run()
        trace.close()
    finally:
        windtunnel.end()
        recorder.listen(None)
        # Objects that are destroyed now still find a loop, but a closed one.
        loop.make_current()
        loop.close()
    return trace.lines


def _forget() -> None:
    """Destroys everything that a run has left, without recording anything."""
    _KeptRunner.kept.clear()
    # This map is weak in its keys only, and a Runner holds its key: a coroutine that never ends would stay for ever.
    gen._futures_to_runners.clear()
    # Ending one object may revive others for a while: leaving a `with` restores its old contexts.
    for _ in range(MOST_COLLECTIONS):
        found = gc.collect()
        stack_context._state.contexts = (tuple(), None)
        if found == 0:
            break
    IOLoop.clear_current()
    # Python 3.11 sometimes leaks a generator's frame, and Futures with it: the next run must not report them.
    recorder.silence_futures()


class _Program:
    """A scenario's module and its main, on a loop."""

    def __init__(self, code: CodeType, loop: VirtualLoop, trace: Recorder) -> None:
        self._code = code
        self._loop = loop
        self._trace = trace
        self._failed = False
        self._pending = False
        self._names: Dict[str, Any] = {"__name__": "scenario"}

    def run(self) -> None:
        """Runs until nothing is left to do or the limit of I/O phases is reached."""
        self._loop.add_callback(self._first)
        self._loop.handle_callback_exception = self._report  # type: ignore[method-assign]
        try:
            self._loop.start()
        except Livelock:
            self._trace.line("livelock")
        except RunEnd:
            pass
        finally:
            del self._loop.handle_callback_exception
        if self._pending:
            self._trace.line("pending")

    def _first(self) -> None:
        """The loop's first callback: the module's body, then main()."""
        try:
            exec(self._code, self._names)
            result = self._names["main"]()
        except Exception:
            self._failed = True
            raise
        if is_future(result):
            self._pending = True
            result.add_done_callback(self._observe)
        else:
            self._trace.line("return", result)

    def _report(self, callback: Any) -> None:
        """Reports the exception as the loop does, then that the whole program failed."""
        VirtualLoop.handle_callback_exception(self._loop, callback)
        if self._failed:
            self._failed = False
            self._trace.line("invalid")

    def _observe(self, future: Future) -> None:
        self._pending = False
        error = future.exception()
        if error is None:
            self._trace.line("return", future.result())
        else:
            self._trace.line("raise", error)
