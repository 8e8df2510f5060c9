# Does yielding an empty list or dict let other callbacks run?
# answer: No, nothing is waited for; the result is an empty list or dict.
# laws: G21 R1
# model: adversarial
# canonical: [] {}; queued
# must not: queued; [] {}
# must not: [] []; queued
from tornado import gen
from tornado.ioloop import IOLoop
from windtunnel import log

@gen.coroutine
def main():
    IOLoop.current().add_callback(log, "queued")
    a = yield []
    b = yield {}
    log(a, b)
