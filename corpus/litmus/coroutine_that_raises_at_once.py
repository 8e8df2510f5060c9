# Does calling a coroutine raise what its body raises before the first yield?
# answer: No: the Future holds it, and raises it where it is yielded.
# laws: G1 G4 R6
# model: adversarial
# canonical: called; yielded Boom(at once)
# must not: called at once
from tornado import gen
from windtunnel import log

class Boom(Exception):
    pass

@gen.coroutine
def fail():
    raise Boom("at once")
    yield gen.moment

@gen.coroutine
def main():
    f = fail()
    log("called")
    try:
        yield f
    except Boom as e:
        log("yielded", e)
