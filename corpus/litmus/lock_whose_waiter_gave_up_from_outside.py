# Is a lock lost whose waiter gave up by gen.with_timeout?
# answer: Yes: the next release grants it to the waiter who is gone, and nobody gets it any more.
# laws: K11
# known: K11
# canonical: gave up; pending
# must not: gave up; free
from datetime import timedelta
from tornado import gen, locks
from windtunnel import log

lock = locks.Lock()

@gen.coroutine
def main():
    yield lock.acquire()
    try:
        yield gen.with_timeout(timedelta(seconds=1), lock.acquire())
    except gen.TimeoutError:
        log("gave up")
    lock.release()
    yield lock.acquire()
    log("free")
