# What does a notify do if a waiter that is being notified calls it?
# answer: It takes the next waiters; its callbacks run inside the first one's.
# laws: K2 F1
# model: adversarial
# canonical: a begins; c; a ends; b
# must not: a begins; b; a ends; c
# must not: a begins; a ends; b; c
from tornado import locks
from windtunnel import log

condition = locks.Condition()

def on_a(f):
    log("a begins")
    condition.notify()
    log("a ends")

def main():
    condition.wait().add_done_callback(on_a)
    condition.wait().add_done_callback(lambda _: log("b"))
    condition.wait().add_done_callback(lambda _: log("c"))
    condition.notify(2)
