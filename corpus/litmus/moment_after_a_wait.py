# Right after a Wait, does a moment let a callback that was queued before it run first?
# answer: No: the Wait's own run is still queued and cuts the moment short.
# laws: R12 R3 V1
# known: R12
# canonical: moment; queued
# must not: queued; moment
from tornado import gen
from tornado.ioloop import IOLoop
from windtunnel import log

@gen.coroutine
def main():
    ready = yield gen.Callback("first")
    ready(None)
    yield gen.Wait("first")
    cb = yield gen.Callback("k")
    IOLoop.current().add_callback(call, cb)
    yield gen.Wait("k")
    yield gen.moment
    log("moment")

def call(cb):
    cb(None)
    IOLoop.current().add_callback(log, "queued")
