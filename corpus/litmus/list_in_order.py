# Is the result of a yielded list in the order of the list or of completion?
# answer: That of the list, whichever Future is done first.
# laws: G20 G21
# model: adversarial
# must: [1, 2]
# must not: [2, 1]
from tornado import gen
from tornado.concurrent import Future
from windtunnel import log, external

a = Future()
b = Future()

@gen.coroutine
def main():
    external(a.set_result, 1)
    external(b.set_result, 2)
    log((yield [a, b]))
