"""Serves runs: each line on stdin is a request, each line on stdout an answer, both JSON objects.

A request has `source`, the scenario's text, and `schedules`, a list of forced schedules. It may have `file`, the name
in messages, and `phases`, the limit of I/O phases. The answer has `traces`, one for each schedule, and `set_again`, the
number of times that a done Future was set. If Python does not accept the scenario, the answer has only `refused`, one
line. If the request is invalid or the oracle itself failed, it has only `error`, one line.
A request with `streams`, the text of a stream script, or with `http`, that of an HTTP script, and with `settle`
(streams.py, http_programs.py) is answered with `lines`.
"""

import gc
import json
import sys
from typing import Any, Dict, TextIO

import double_set
import http_programs
import schedule
import streams
from scenario import PHASE_LIMIT, load, run


def serve(requests: TextIO, answers: TextIO) -> None:
    """Answers until there are no more requests."""
    for line in requests:
        answers.write(json.dumps(_answer(line)) + "\n")
        answers.flush()


def quiet() -> None:
    """Prepares this process to run scenarios: collects garbage only on request, and only that of a run; no warnings."""
    gc.disable()
    gc.collect()
    gc.freeze()
    sys.unraisablehook = lambda _unraisable: None


def _answer(line: str) -> Dict[str, Any]:
    try:
        request = json.loads(line)
        if "streams" in request:
            return {"lines": streams.run(request["streams"], request["settle"])}
        if "http" in request:
            return {"lines": http_programs.run(request["http"], request["settle"])}
        try:
            code = load(request["source"], request.get("file", "scenario"))
        except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError) as error:
            return {"refused": _words(error)}
        before = double_set.refused
        phases = request.get("phases", PHASE_LIMIT)
        traces = [run(code, schedule.forced(text), phases) for text in request["schedules"]]
        return {"traces": traces, "set_again": double_set.refused - before}
    except Exception as error:
        return {"error": _words(error)}


def _words(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return "line %s: %s" % (error.lineno, error.msg)
    return "%s: %s" % (type(error).__name__, error)
