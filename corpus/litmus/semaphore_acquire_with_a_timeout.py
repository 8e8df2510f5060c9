# Is a permit lost if it is released after its waiter timed out?
# answer: No: acquire(timeout) removes the waiter from the queue.
# laws: K8 K11 V15
# model: adversarial
# canonical: got it; free
# must: gave up; free
# must not: gave up; pending
from datetime import timedelta
from tornado import gen, locks
from windtunnel import log, external

semaphore = locks.Semaphore(1)

@gen.coroutine
def main():
    yield semaphore.acquire()
    external(semaphore.release)
    try:
        yield semaphore.acquire(timedelta(seconds=1))
        log("got it")
        semaphore.release()
    except gen.TimeoutError:
        log("gave up")
    yield semaphore.acquire()
    log("free")
