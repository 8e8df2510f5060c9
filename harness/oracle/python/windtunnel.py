"""The module `windtunnel` that scenarios import: their interface to the harness."""

from typing import Any, Callable, Optional

from recorder import Recorder
from virtual_loop import VirtualLoop


class _Run:
    """The recorder and loop of the current run; None between runs."""

    recorder: Optional[Recorder] = None
    loop: Optional[VirtualLoop] = None


def begin(recorder: Recorder, loop: VirtualLoop) -> None:
    """Directs the scenario's calls to this run."""
    _Run.recorder = recorder
    _Run.loop = loop


def end() -> None:
    """Stops recording: what is left of a run ends silently."""
    _Run.recorder = None
    _Run.loop = None


def log(*values: Any) -> None:
    """Records a trace line."""
    if _Run.recorder is not None:
        _Run.recorder.line("log", *values)


def external(fn: Callable[..., Any], *args: Any) -> None:
    """Registers an external event."""
    if _Run.loop is not None:
        _Run.loop.external(fn, args)


class _Tracing:
    """A context that records its entry and its exit."""

    def __init__(self, name: Any) -> None:
        self._name = name

    def __enter__(self) -> None:
        if _Run.recorder is not None:
            _Run.recorder.line("enter", self._name)

    def __exit__(self, *_exception: Any) -> None:
        if _Run.recorder is not None:
            _Run.recorder.line("exit", self._name)


_Tracing.__name__ = "tracing"


def tracing(name: Any) -> Callable[[], _Tracing]:
    """A factory for StackContext."""
    return lambda: _Tracing(name)
