# Does a callback that is added during a callback run in the same iteration?
# answer: No, in the next one: a callback queued already, and an event that arrives meanwhile, come first.
# laws: L1 L2 L3
# canonical: event; first; second; added
# must: first; second; event; added
# must: first; second; added; event
# must not: first; added; second; event
from tornado.ioloop import IOLoop
from windtunnel import log, external

def first():
    log("first")
    IOLoop.current().add_callback(log, "added")

def main():
    external(log, "event")
    IOLoop.current().add_callback(first)
    IOLoop.current().add_callback(log, "second")
