# Does a Condition remember a notify that came before the wait?
# answer: No: a notify without waiters is lost.
# laws: K3
# canonical: notified; waits; pending
# must: waits; notified; woken
# must not: notified; waits; woken
from tornado import gen, locks
from windtunnel import log, external

condition = locks.Condition()

def notify():
    log("notified")
    condition.notify()

@gen.coroutine
def main():
    external(notify)
    yield gen.moment
    log("waits")
    yield condition.wait()
    log("woken")
