# Is it an error to remove a timer that has run?
# answer: No, nothing happens; if it is removed in time, it never runs.
# laws: L6 V4
# model: adversarial
# canonical: removed
# must: timer; removed
# must not: removed; timer
from tornado.ioloop import IOLoop
from windtunnel import log, external

def remove(timer):
    IOLoop.current().remove_timeout(timer)
    IOLoop.current().remove_timeout(timer)
    log("removed")

def main():
    external(remove, IOLoop.current().call_later(1, log, "timer"))
