# Does clearing an Event that is not set lose its waiters?
# answer: No: that changes nothing.
# laws: K7
# model: adversarial
# canonical: woken
# must not: pending
from tornado import gen, locks
from windtunnel import log, external

event = locks.Event()

@gen.coroutine
def main():
    external(event.clear)
    external(event.set)
    yield event.wait()
    log("woken")
