# Can a semaphore start with a negative number of permits?
# answer: No. It can start with zero; the first acquire then waits for a release.
# laws: K9 K8
# model: adversarial
# canonical: ValueError(semaphore initial value must be >= 0); waits; free
# must not: ValueError(semaphore initial value must be >= 0); free; waits
from tornado import gen, locks
from windtunnel import log, external

def refuse():
    try:
        locks.Semaphore(-1)
    except ValueError as e:
        log(e)

def release(semaphore):
    log("waits")
    semaphore.release()

@gen.coroutine
def main():
    refuse()
    semaphore = locks.Semaphore(0)
    external(release, semaphore)
    yield semaphore.acquire()
    log("free")
