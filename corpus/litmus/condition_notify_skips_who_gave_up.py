# Is a notify lost if the longest waiter has timed out?
# answer: No: it wakes the next one that still waits.
# laws: K1 K4 V15
# canonical: hasty True; pending
# must: hasty False; patient True
# must not: hasty False; pending
from datetime import timedelta
from tornado import gen, locks
from windtunnel import log, external

condition = locks.Condition()

@gen.coroutine
def waiter(name, timeout):
    log(name, (yield condition.wait(timeout)))

@gen.coroutine
def main():
    external(condition.notify)
    yield [waiter("hasty", timedelta(seconds=1)), waiter("patient", None)]
