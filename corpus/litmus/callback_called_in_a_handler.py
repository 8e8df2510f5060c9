# May a coroutine call its own Callback after an exception has ended the Wait for it?
# answer: No: the call fails with AttributeError on the stale Wait, but the value is kept for the next one.
# laws: R14 R11 V7
# known: R14
# model: adversarial
# canonical: failed; 7
# must not: called; 7
from tornado import gen
from tornado.ioloop import IOLoop
from windtunnel import log

class Boom(Exception):
    pass

def fail():
    raise Boom()

@gen.coroutine
def main():
    cb = yield gen.Callback("k")
    ready = yield gen.Callback("first")
    ready(None)
    yield gen.Wait("first")
    IOLoop.current().add_callback(fail)
    try:
        yield gen.Wait("k")
    except Boom:
        call(cb)
    log((yield gen.Wait("k")))

def call(cb):
    try:
        cb(7)
        log("called")
    except Exception:
        log("failed")
