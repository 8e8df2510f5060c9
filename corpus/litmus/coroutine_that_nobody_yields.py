# What happens to the exception of a coroutine that was called and forgotten?
# answer: It is reported at the end as never retrieved; nothing else happens.
# laws: G4 F11 V6
# model: adversarial
# canonical: called; main goes on; end unretrieved Boom(forgotten)
# must not: called; main goes on
from tornado import gen
from windtunnel import log

class Boom(Exception):
    pass

@gen.coroutine
def fail():
    yield gen.moment
    raise Boom("forgotten")

@gen.coroutine
def main():
    fail()
    log("called")
    yield gen.sleep(1)
    log("main goes on")
