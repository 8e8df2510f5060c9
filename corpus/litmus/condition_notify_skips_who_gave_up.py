# Is a notify lost that meets a waiter whose time ran out?
# answer: No: it wakes the next one who still waits.
# laws: K1 K4
# canonical: gave up False; patient True
# must not: gave up False; pending
from datetime import timedelta
from tornado import gen, locks
from windtunnel import log

condition = locks.Condition()

@gen.coroutine
def waiter(name, timeout):
    log(name, (yield condition.wait(timeout)))

@gen.coroutine
def main():
    waiters = [waiter("gave up", timedelta(seconds=1)), waiter("patient", None)]
    yield gen.sleep(2)
    condition.notify()
    yield waiters
