# Is the exception of an event's handler lost?
# answer: No, it is logged like a callback's, and later events are delivered.
# laws: L10
# model: adversarial
# canonical: error callback Boom(event); next
# must: next; error callback Boom(event)
# must not: next
from windtunnel import log, external

class Boom(Exception):
    pass

def fail():
    raise Boom("event")

def main():
    external(fail)
    external(log, "next")
