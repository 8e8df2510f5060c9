# What does get give when an item and its deadline race?
# answer: The item or gen.TimeoutError; in either case the item is not lost.
# laws: Q6 Q4
# model: adversarial
# show: time
# canonical: 7 @0
# must: TimeoutError() @1; left 1 @1
# must not: TimeoutError() @1; left 0 @1
from datetime import timedelta
from tornado import gen, queues
from tornado.concurrent import Future
from windtunnel import log, external

q = queues.Queue()
arrived = Future()

def arrive():
    q.put_nowait(7)
    arrived.set_result(None)

@gen.coroutine
def main():
    external(arrive)
    try:
        log((yield q.get(timedelta(seconds=1))))
    except gen.TimeoutError as e:
        log(e)
        yield arrived
        log("left", q.qsize())
