# When can an external event arrive while the loop waits for a timer?
# answer: Before the timer or after it; it never makes the clock move.
# laws: L1 L8
# show: time
# canonical: event @0; timer @2
# must: timer @2; event @2
# must not: event @1; timer @2
from tornado.ioloop import IOLoop
from windtunnel import log, external

def main():
    external(log, "event")
    IOLoop.current().call_later(2, log, "timer")
