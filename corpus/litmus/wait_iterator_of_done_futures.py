# In which order does a WaitIterator give Futures that were done before it was made?
# answer: In the order of its arguments, not of their completion.
# laws: G31
# model: adversarial
# canonical: a; b
# must not: b; a
from tornado import gen
from tornado.concurrent import Future
from windtunnel import log

@gen.coroutine
def main():
    a = Future()
    b = Future()
    b.set_result("b")
    a.set_result("a")
    results = gen.WaitIterator(a, b)
    log((yield results.next()))
    log((yield results.next()))
