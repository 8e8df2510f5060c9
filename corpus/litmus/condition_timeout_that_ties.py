# Who wins if a notify comes exactly at the deadline of a wait?
# answer: The timer that was made first.
# laws: K4 L5
# canonical: early True; late False
# must not: early True; late True
from datetime import timedelta
from tornado import gen, locks
from tornado.ioloop import IOLoop
from windtunnel import log

@gen.coroutine
def wait(name, condition):
    log(name, (yield condition.wait(timedelta(seconds=1))))

@gen.coroutine
def main():
    early = locks.Condition()
    late = locks.Condition()
    IOLoop.current().call_later(1, early.notify)
    first = wait("early", early)
    second = wait("late", late)
    IOLoop.current().call_later(1, late.notify)
    yield [first, second]
