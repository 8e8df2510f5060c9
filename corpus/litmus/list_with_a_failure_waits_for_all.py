# Does a yielded list raise as soon as one of its Futures fails?
# answer: No, only when the last one is done.
# laws: G22
# model: adversarial
# canonical: failed; second done; caught Boom(a)
# must: second done; failed; caught Boom(a)
# must not: failed; caught Boom(a); second done
from tornado import gen
from tornado.concurrent import Future
from windtunnel import log, external

class Boom(Exception):
    pass

a = Future()
b = Future()

def fail():
    log("failed")
    a.set_exception(Boom("a"))

def succeed():
    log("second done")
    b.set_result(None)

@gen.coroutine
def main():
    external(fail)
    external(succeed)
    try:
        yield [a, b]
    except Boom as e:
        log("caught", e)
