"""Serves runs: a request a line on stdin, an answer a line on stdout, both JSON objects.

A request has `source`, the scenario's text, `schedules`, a list of forced schedules, and may have `file`, its name in
messages, and `phases`, the limit of I/O phases. The answer has `traces`, one for each schedule, and `refused`, how often
a Future that was done was set; or only `error`, one line, where Python does not accept the request or the scenario.
"""

import gc
import json
import sys
from typing import Any, Dict, TextIO

import double_set
import schedule
from scenario import PHASE_LIMIT, load, run


def serve(requests: TextIO, answers: TextIO) -> None:
    """Answers until there are no more requests."""
    for line in requests:
        answers.write(json.dumps(_answer(line)) + "\n")
        answers.flush()


def quiet() -> None:
    """Makes this process fit to run scenarios: garbage only when asked for, and only that of a run; no warnings."""
    gc.disable()
    gc.collect()
    gc.freeze()
    sys.unraisablehook = lambda _unraisable: None


def _answer(line: str) -> Dict[str, Any]:
    try:
        request = json.loads(line)
        code = load(request["source"], request.get("file", "scenario"))
        refused = double_set.refused
        phases = request.get("phases", PHASE_LIMIT)
        traces = [run(code, schedule.forced(text), phases) for text in request["schedules"]]
        return {"traces": traces, "refused": double_set.refused - refused}
    except SyntaxError as error:
        return {"error": "line %s: %s" % (error.lineno, error.msg)}
    except Exception as error:
        return {"error": "%s: %s" % (type(error).__name__, error)}
