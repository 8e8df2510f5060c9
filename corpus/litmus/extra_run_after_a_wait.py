# Does the run that a Wait leaves queued disturb the coroutine's next wait?
# answer: It does nothing while that wait is pending; if it is over by then, the coroutine continues a hop early.
# laws: R5 R12
# known: R12
# canonical: resumed; 7; queued
# must: resumed; queued; 7
# must not: resumed; None; queued
from tornado import gen
from tornado.concurrent import Future
from tornado.ioloop import IOLoop
from windtunnel import log, external

f = Future()

@gen.coroutine
def main():
    ready = yield gen.Callback("first")
    ready(None)
    yield gen.Wait("first")
    cb = yield gen.Callback("k")
    IOLoop.current().add_callback(cb, None)
    yield gen.Wait("k")
    log("resumed")
    IOLoop.current().add_callback(log, "queued")
    external(f.set_result, 7)
    log((yield f))
