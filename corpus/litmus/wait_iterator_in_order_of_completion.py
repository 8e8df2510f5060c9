# In which order does a WaitIterator give its results?
# answer: In the order in which they are done, each with the index of its Future.
# laws: G31
# model: adversarial
# canonical: a 0; b 1
# must: b 1; a 0
from tornado import gen
from tornado.concurrent import Future
from windtunnel import log, external

a = Future()
b = Future()

@gen.coroutine
def main():
    external(a.set_result, "a")
    external(b.set_result, "b")
    results = gen.WaitIterator(a, b)
    while not results.done():
        x = yield results.next()
        log(x, results.current_index)
