# Can a newcomer acquire a semaphore that was released for a waiter?
# answer: No: the permit is handed over; the newcomer waits behind, whenever it comes.
# laws: K8 V15
# model: adversarial
# must: waiter; newcomer
# must not: newcomer; waiter
from tornado import gen, locks
from windtunnel import log, external

semaphore = locks.Semaphore(1)

@gen.coroutine
def worker(name):
    with (yield semaphore.acquire()):
        log(name)

@gen.coroutine
def main():
    yield semaphore.acquire()
    w = worker("waiter")
    external(semaphore.release)
    external(worker, "newcomer")
    yield w
