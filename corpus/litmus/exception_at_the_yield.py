# Where does a coroutine get the exception of the Future that it waits for?
# answer: At the yield, where it can catch it and continue.
# laws: R6
# model: adversarial
# canonical: caught Boom(bad); goes on 7
# must not: raise Boom(bad)
from tornado import gen
from tornado.concurrent import Future
from windtunnel import log, external

class Boom(Exception):
    pass

f = Future()

@gen.coroutine
def main():
    external(f.set_exception, Boom("bad"))
    try:
        yield f
    except Boom as e:
        log("caught", e)
    log("goes on", (yield gen.maybe_future(7)))
