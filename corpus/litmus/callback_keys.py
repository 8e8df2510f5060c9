# When is the key of a gen.Callback in use, and what happens otherwise?
# answer: From its yield to its Wait; otherwise KeyReuseError or UnknownKeyError is raised at the yield.
# laws: G33
# model: adversarial
# canonical: unknown; reused; 1; 2
# must not: unknown; reused; 1; reused
from tornado import gen
from windtunnel import log

@gen.coroutine
def main():
    try:
        yield gen.Wait("k")
    except gen.UnknownKeyError:
        log("unknown")
    cb = yield gen.Callback("k")
    try:
        yield gen.Callback("k")
    except gen.KeyReuseError:
        log("reused")
    cb(1)
    log((yield gen.Wait("k")))
    ready = yield gen.Callback("k")
    ready(2)
    log((yield gen.Wait("k")))
