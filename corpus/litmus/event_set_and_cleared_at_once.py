# Do waiters wake if an Event is set and cleared before they can run?
# answer: Yes, and they find it not set.
# laws: K7
# model: adversarial
# canonical: woken False
# must not: pending
# must not: woken True
from tornado import gen, locks
from windtunnel import log

event = locks.Event()

@gen.coroutine
def waiter():
    yield event.wait()
    log("woken", event.is_set())

@gen.coroutine
def main():
    w = waiter()
    event.set()
    event.clear()
    yield w
