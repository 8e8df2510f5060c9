# Can the second failure of a list be kept out of the log?
# answer: Yes, by gen.multi with quiet_exceptions of its class; the first failure is still raised.
# laws: G22
# model: adversarial
# canonical: caught Boom(a); error multiple ValueError(b); caught Boom(a)
# must not: caught Boom(a); caught Boom(a)
from tornado import gen
from windtunnel import log

class Boom(Exception):
    pass

@gen.coroutine
def fail(e):
    raise e

@gen.coroutine
def both(second):
    try:
        yield gen.multi([fail(Boom("a")), fail(second)], quiet_exceptions=Boom)
    except Boom as e:
        log("caught", e)

@gen.coroutine
def main():
    yield both(Boom("b"))
    yield both(ValueError("b"))
