# Does a list of gen.moment give way like gen.moment alone?
# answer: No: a moment is a done Future; only the Runner knows it, and only by itself.
# laws: G30 R1 R3
# freedom: adversary
# canonical: list; queued; alone
# may: list; alone; queued
# must not: queued; list; alone
from tornado import gen
from tornado.ioloop import IOLoop
from windtunnel import log

@gen.coroutine
def main():
    IOLoop.current().add_callback(log, "queued")
    yield [gen.moment, gen.moment]
    log("list")
    yield gen.moment
    log("alone")
