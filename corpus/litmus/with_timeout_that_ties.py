# Who wins if a Future is set exactly at the deadline of with_timeout?
# answer: The timer that was made first.
# laws: G26 L5
# canonical: early 7; late TimeoutError(Timeout)
# must not: early 7; late 7
from tornado import gen
from tornado.concurrent import Future
from tornado.ioloop import IOLoop
from windtunnel import log

@gen.coroutine
def wait(name, f):
    try:
        log(name, (yield gen.with_timeout(1, f)))
    except gen.TimeoutError as e:
        log(name, e)

@gen.coroutine
def main():
    early = Future()
    late = Future()
    IOLoop.current().call_at(1, early.set_result, 7)
    first = wait("early", early)
    second = wait("late", late)
    IOLoop.current().call_at(1, late.set_result, 7)
    yield [first, second]
