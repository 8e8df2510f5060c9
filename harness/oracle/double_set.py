"""The one place where the scenario language departs from Tornado 4.5.3: a Future that is done is not set again.

The original overwrites what the Future held, then trips over its own missing list of callbacks (laws F7 and F8). By the
document it raises InvalidStateError() and changes nothing. Everything else of Future stays the original's.
"""

from typing import Any

from tornado.concurrent import Future


class InvalidStateError(Exception):
    """A Future was set that is done already."""


# How often the rule was needed: without it, those runs would have gone another way.
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
