# Is the Future of a coroutine that never waits done when the call returns?
# answer: Yes, so that yielding it costs no hop.
# laws: G2 R1
# model: adversarial
# canonical: True 7; parent; queued
# must not: True 7; queued; parent
from tornado import gen
from tornado.ioloop import IOLoop
from windtunnel import log

@gen.coroutine
def quick():
    x = yield gen.maybe_future(7)
    return x

@gen.coroutine
def main():
    IOLoop.current().add_callback(log, "queued")
    q = quick()
    log(q.done(), q.result())
    yield q
    log("parent")
