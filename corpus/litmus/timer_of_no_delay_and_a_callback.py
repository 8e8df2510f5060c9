# Which comes first, call_later(0) or a later add_callback?
# answer: The callback: an iteration runs the callbacks that were queued at its beginning, then the due timers.
# laws: L1 L4
# canonical: callback; timer
# must not: timer; callback
from tornado.ioloop import IOLoop
from windtunnel import log

def main():
    IOLoop.current().call_later(0, log, "timer")
    IOLoop.current().add_callback(log, "callback")
