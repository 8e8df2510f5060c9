# May an engine return a value?
# answer: No: ReturnValueIgnoredError goes to the caller if the engine ended in the call, otherwise to the log.
# laws: G6
# model: adversarial
# canonical: caller; error callback ReturnValueIgnoredError(@gen.engine functions cannot return values: 7)
# must not: 7
from tornado import gen
from windtunnel import log

@gen.engine
def quick():
    return 7

@gen.engine
def slow():
    yield gen.moment
    raise gen.Return(7)

@gen.coroutine
def main():
    try:
        quick()
    except gen.ReturnValueIgnoredError:
        log("caller")
    slow()
    yield gen.sleep(1)
