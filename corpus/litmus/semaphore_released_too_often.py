# What happens if a semaphore is released more often than acquired?
# answer: A Semaphore grows; a BoundedSemaphore and a Lock raise.
# laws: K9 K10
# model: adversarial
# canonical: ValueError(Semaphore released too many times); RuntimeError(release unlocked lock)
# must not: ValueError(Semaphore released too many times); ValueError(Semaphore released too many times); RuntimeError(release unlocked lock)
from tornado import locks
from windtunnel import log

def main():
    locks.Semaphore(1).release()
    try:
        locks.BoundedSemaphore(1).release()
    except ValueError as e:
        log(e)
    try:
        locks.Lock().release()
    except RuntimeError as e:
        log(e)
