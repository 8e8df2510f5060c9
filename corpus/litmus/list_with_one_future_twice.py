# May a list contain the same Future twice?
# answer: Yes, its result is there twice.
# laws: G23
# model: adversarial
# canonical: [7, 7]
# must not: pending
from tornado import gen
from tornado.concurrent import Future
from windtunnel import log, external

f = Future()

@gen.coroutine
def main():
    external(f.set_result, 7)
    log((yield [f, f]))
