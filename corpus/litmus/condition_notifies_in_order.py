# Which waiters does notify wake?
# answer: Those that have waited longest; they continue one hop later, in that order.
# laws: K1
# canonical: notified; first True; second True; pending
# must not: first True; second True; notified; pending
# must not: notified; second True; first True; pending
from tornado import gen, locks
from windtunnel import log

condition = locks.Condition()

@gen.coroutine
def waiter(name):
    log(name, (yield condition.wait()))

@gen.coroutine
def main():
    waiters = [waiter("first"), waiter("second"), waiter("third")]
    condition.notify(2)
    log("notified")
    yield waiters
