# Can callbacks that add one another keep an event from being delivered?
# answer: No: after each iteration the loop looks for external events.
# laws: L1 L3 V3
# canonical: one; event; two; three
# must: one; two; event; three
# must: one; two; three; event
# must not: event; one; two; three
from tornado.ioloop import IOLoop
from windtunnel import log, external

def three():
    log("three")

def two():
    log("two")
    IOLoop.current().add_callback(three)

def main():
    external(log, "event")
    log("one")
    IOLoop.current().add_callback(two)
