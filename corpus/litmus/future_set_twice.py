# What happens if two events set the same Future?
# answer: The first one wins; the second raises InvalidStateError and changes nothing.
# laws: F7 V8
# model: adversarial
# canonical: a; error callback InvalidStateError()
# must: b; error callback InvalidStateError()
# must not: a; b
# must not: a; error callback TypeError()
from tornado import gen
from tornado.concurrent import Future
from windtunnel import log, external

f = Future()

@gen.coroutine
def main():
    external(f.set_result, "a")
    external(f.set_result, "b")
    log((yield f))
