# When does the next waiter own a semaphore: at the release, or when it runs?
# answer: At the release, inside it; its coroutine runs one hop later.
# laws: K12 F1
# model: adversarial
# canonical: granted; released; waiter
# must not: released; granted; waiter
# must not: waiter; granted; released
from tornado import gen, locks
from windtunnel import log

semaphore = locks.Semaphore(1)

@gen.coroutine
def waiter(f):
    yield f
    log("waiter")

@gen.coroutine
def main():
    yield semaphore.acquire()
    f = semaphore.acquire()
    w = waiter(f)
    f.add_done_callback(lambda _: log("granted"))
    semaphore.release()
    log("released")
    yield w
