# Does a callback that an event's handler adds run before those that are queued already?
# answer: No, after them: there is one queue for all.
# laws: L2 L3 V1
# canonical: event; queued; from event
# must: queued; event; from event
# must not: event; from event; queued
from tornado.ioloop import IOLoop
from windtunnel import log, external

def handle():
    log("event")
    IOLoop.current().add_callback(log, "from event")

def main():
    external(handle)
    IOLoop.current().add_callback(log, "queued")
