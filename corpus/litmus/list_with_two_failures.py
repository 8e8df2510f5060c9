# Which exception does a yielded list raise when two of its Futures fail?
# answer: That of the first in the list, whichever failed first; the other is logged.
# laws: G22 V6
# model: adversarial
# must: error multiple Boom(b); caught Boom(a)
# must not: error multiple Boom(a); caught Boom(b)
# must not: caught Boom(a)
from tornado import gen
from tornado.concurrent import Future
from windtunnel import log, external

class Boom(Exception):
    pass

a = Future()
b = Future()

@gen.coroutine
def main():
    external(a.set_exception, Boom("a"))
    external(b.set_exception, Boom("b"))
    try:
        yield [a, b]
    except Boom as e:
        log("caught", e)
