"""The one place where the scenario language departs from Tornado 4.5.3: a Future that is done is not set again.

The original overwrites the Future's value and then fails on its missing list of callbacks (laws F7 and F8). In the
scenario language, setting it again raises InvalidStateError() and changes nothing. Otherwise Future is the original's.
"""

from typing import Any

from tornado.concurrent import Future


class InvalidStateError(Exception):
    """A Future that is done was set."""


# How often the rule applied: without it, those runs would have continued differently.
refused = 0

_set_result = Future.set_result
_set_exc_info = Future.set_exc_info


def _refuse_if_done(future: Future) -> None:
    if future._done:
        global refused
        refused += 1
        raise InvalidStateError()


def _set_result_once(self: Future, result: Any) -> None:
    _refuse_if_done(self)
    _set_result(self, result)


def _set_exc_info_once(self: Future, exc_info: Any) -> None:
    _refuse_if_done(self)
    _set_exc_info(self, exc_info)


_set_result_once.__name__ = "set_result"
Future.set_result = _set_result_once
Future.set_exc_info = _set_exc_info_once
