# Does each waiter of an Event have a Future of its own?
# answer: No, they share one: what is done to it is done to all.
# laws: K7
# known: K7
# model: adversarial
# canonical: True True True
# must not: False False False
from tornado import locks
from windtunnel import log

def main():
    event = locks.Event()
    mine = event.wait()
    other = event.wait()
    mine.set_result(None)
    log(mine is other, other.done(), event.is_set())
