# Does the timer of a wait remain if the wait is notified in time?
# answer: No.
# laws: K4 V9
# model: adversarial
# show: time
# canonical: event @0
# must: event @5
# must not: event @1
from datetime import timedelta
from tornado import gen, locks
from windtunnel import log, external

@gen.coroutine
def main():
    condition = locks.Condition()
    waiting = condition.wait(timedelta(seconds=1))
    condition.notify()
    yield waiting
    external(log, "event")
    yield gen.sleep(5)
