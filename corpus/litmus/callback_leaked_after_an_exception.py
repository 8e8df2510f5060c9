# Must a coroutine that has seen an exception wait for its Callbacks?
# answer: No: a Callback that is left is not reported, and the coroutine ends normally.
# laws: R13 R6
# model: adversarial
# canonical: caught; 7
# must not: caught; pending
from tornado import gen
from windtunnel import log

class Boom(Exception):
    pass

@gen.coroutine
def fail():
    raise Boom()

@gen.coroutine
def worker():
    yield gen.Callback("k")
    try:
        yield fail()
    except Boom:
        log("caught")
    return 7

@gen.coroutine
def main():
    log((yield worker()))
