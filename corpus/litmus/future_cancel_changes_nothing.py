# Can a Future be cancelled?
# answer: No: cancel() returns False, and the Future still gets its result.
# laws: F12
# model: adversarial
# canonical: False False True; 7 False
# must not: True True False
from tornado import gen
from tornado.concurrent import Future
from windtunnel import log, external

f = Future()

@gen.coroutine
def main():
    external(f.set_result, 7)
    log(f.cancel(), f.cancelled(), f.running())
    log((yield f), f.running())
