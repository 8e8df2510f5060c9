# What does a timeout of zero mean for a Lock, and for an Event?
# answer: For a Lock, no timeout, because zero is false: it waits for ever. For an Event, a deadline.
# laws: K5 K7
# known: K5
# model: adversarial
# canonical: event gave up; pending
# must not: event gave up; lock gave up
from datetime import timedelta
from tornado import gen, locks
from windtunnel import log

@gen.coroutine
def main():
    try:
        yield locks.Event().wait(timedelta(seconds=0))
    except gen.TimeoutError:
        log("event gave up")
    lock = locks.Lock()
    yield lock.acquire()
    try:
        yield lock.acquire(timedelta(seconds=0))
    except gen.TimeoutError:
        log("lock gave up")
