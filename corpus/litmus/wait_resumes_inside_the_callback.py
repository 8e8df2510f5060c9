# When does a coroutine continue if the Wait that it yields is over?
# answer: Inside the call of its Callback, before that returns: unlike for a Future, there is no hop.
# laws: R12
# model: adversarial
# canonical: calls; coroutine; called
# must not: calls; called; coroutine
from tornado import gen
from windtunnel import log, external

def call(cb):
    log("calls")
    cb(None)
    log("called")

@gen.coroutine
def main():
    external(call, (yield gen.Callback("k")))
    yield gen.Wait("k")
    log("coroutine")
