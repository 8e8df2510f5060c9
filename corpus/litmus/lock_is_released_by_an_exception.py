# Is a lock free again after an exception has left its with block?
# answer: Yes.
# laws: K9
# model: adversarial
# canonical: caught; free
# must not: caught; pending
from tornado import gen, locks
from windtunnel import log

class Boom(Exception):
    pass

lock = locks.Lock()

@gen.coroutine
def main():
    try:
        with (yield lock.acquire()):
            yield gen.moment
            raise Boom()
    except Boom:
        log("caught")
    yield lock.acquire()
    log("free")
