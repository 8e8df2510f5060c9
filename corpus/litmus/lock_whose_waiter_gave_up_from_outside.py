# Is a lock lost if its waiter gave up by gen.with_timeout?
# answer: Yes: the next release grants it to the waiter that is gone, and nobody gets it any more.
# laws: K11 G25 V15
# known: K11
# model: adversarial
# canonical: got it; free
# must: gave up; pending
# must not: gave up; free
from datetime import timedelta
from tornado import gen, locks
from windtunnel import log, external

lock = locks.Lock()

@gen.coroutine
def main():
    yield lock.acquire()
    external(lock.release)
    try:
        yield gen.with_timeout(timedelta(seconds=1), lock.acquire())
        log("got it")
        lock.release()
    except gen.TimeoutError:
        log("gave up")
    yield lock.acquire()
    log("free")
