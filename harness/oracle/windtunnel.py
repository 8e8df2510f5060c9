"""The module `windtunnel` that scenarios import: what they tell the harness and ask of it."""

from typing import Any, Callable, Optional

from recorder import Recorder
from virtual_loop import VirtualLoop


class _Run:
    """What the scenario that runs now talks to; nothing between two runs."""

    recorder: Optional[Recorder] = None
    loop: Optional[VirtualLoop] = None


def begin(recorder: Recorder, loop: VirtualLoop) -> None:
    """From now on the scenario's words go there."""
    _Run.recorder = recorder
    _Run.loop = loop


def end() -> None:
    """From now on nobody listens: what is left of a run ends in silence."""
    _Run.recorder = None
    _Run.loop = None


def log(*values: Any) -> None:
    """Records a trace line."""
    if _Run.recorder is not None:
        _Run.recorder.line("log", *values)


def external(fn: Callable[..., Any], *args: Any) -> None:
    """Registers an event of the outside world."""
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
