# What does next() of a WaitIterator give when nothing is left?
# answer: A Future that is never done: the coroutine waits for ever.
# laws: G31
# model: adversarial
# canonical: 7; pending
# must not: 7
from tornado import gen
from windtunnel import log

@gen.coroutine
def main():
    results = gen.WaitIterator(gen.maybe_future(7))
    log((yield results.next()))
    yield results.next()
    log("never")
