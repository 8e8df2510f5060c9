# What does with_timeout give when a result and the deadline race?
# answer: The result or gen.TimeoutError, whichever comes first, and never both.
# laws: G25 G26
# model: adversarial
# show: time
# canonical: result 7 @0
# must: TimeoutError(Timeout) @1
# must not: result 7 @1
from datetime import timedelta
from tornado import gen
from tornado.concurrent import Future
from windtunnel import log, external

f = Future()

@gen.coroutine
def main():
    external(f.set_result, 7)
    try:
        log("result", (yield gen.with_timeout(timedelta(seconds=1), f)))
    except gen.TimeoutError as e:
        log(e)
