# Does a timeout stop the coroutine that was waited for?
# answer: No, it runs to its end; its result is dropped.
# laws: G25
# show: time
# canonical: gave up @1; worker ends @2; 7 @3
# must not: gave up @1; None @3
from datetime import timedelta
from tornado import gen
from windtunnel import log

@gen.coroutine
def worker():
    yield gen.sleep(2)
    log("worker ends")
    return 7

@gen.coroutine
def main():
    w = worker()
    try:
        yield gen.with_timeout(timedelta(seconds=1), w)
    except gen.TimeoutError:
        log("gave up")
    yield gen.sleep(2)
    log(w.result())
