# Can a timer remove another one that is due at the same time?
# answer: Yes, if it runs first.
# laws: L5 L6 V4
# model: adversarial
# canonical: first
# may: second; first
# must not: first; second
from tornado.ioloop import IOLoop
from windtunnel import log

timers = []

def first():
    log("first")
    IOLoop.current().remove_timeout(second)

IOLoop.current().call_later(1, first)
second = IOLoop.current().call_later(1, log, "second")

def main():
    pass
