# Does the timer of with_timeout remain if the Future is done in time?
# answer: No: nothing makes the loop stop at its deadline any more.
# laws: G27 V9
# model: adversarial
# show: time
# canonical: event @0
# must: event @5
# must not: event @1
from tornado import gen
from tornado.concurrent import Future
from windtunnel import log, external

@gen.coroutine
def main():
    f = Future()
    waiting = gen.with_timeout(1, f)
    f.set_result(7)
    yield waiting
    external(log, "event")
    yield gen.sleep(5)
