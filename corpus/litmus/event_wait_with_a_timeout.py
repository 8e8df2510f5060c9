# What does Event.wait do when it times out?
# answer: It raises gen.TimeoutError.
# laws: K7
# model: adversarial
# show: time
# canonical: None @0
# must: TimeoutError(Timeout) @1
# must not: False @1
from datetime import timedelta
from tornado import gen, locks
from windtunnel import log, external

event = locks.Event()

@gen.coroutine
def main():
    external(event.set)
    try:
        log((yield event.wait(timedelta(seconds=1))))
    except gen.TimeoutError as e:
        log(e)
