# Does a list of gen.moment let other callbacks run, as gen.moment alone does?
# answer: No: a moment is a done Future; only the Runner treats it specially, and only by itself.
# laws: G30 R1 R3
# model: adversarial
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
