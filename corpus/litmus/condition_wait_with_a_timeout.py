# What does Condition.wait give when it times out?
# answer: False, and no exception.
# laws: K4
# model: adversarial
# show: time
# canonical: True @0
# must: False @1
# must not: TimeoutError(Timeout) @1
from datetime import timedelta
from tornado import gen, locks
from windtunnel import log, external

condition = locks.Condition()

@gen.coroutine
def main():
    external(condition.notify)
    try:
        log((yield condition.wait(timedelta(seconds=1))))
    except gen.TimeoutError as e:
        log(e)
