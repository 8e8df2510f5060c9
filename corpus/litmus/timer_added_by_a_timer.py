# If a timer adds a timer that is due, does that run at once?
# answer: No, in the next iteration, after the callbacks that were queued meanwhile.
# laws: L3 L4
# canonical: first; second; callback; added
# must not: first; second; added; callback
# must not: first; added; second; callback
from tornado.ioloop import IOLoop
from windtunnel import log

def first():
    log("first")
    IOLoop.current().call_later(0, log, "added")
    IOLoop.current().add_callback(log, "callback")

def main():
    IOLoop.current().call_later(0, first)
    IOLoop.current().call_later(0, log, "second")
