# What does a yielded dict give?
# answer: A dict with the same keys, once all are done.
# laws: G20 G21
# model: adversarial
# must: {first: 1, second: 2}
# must not: [1, 2]
from tornado import gen
from tornado.concurrent import Future
from windtunnel import log, external

a = Future()
b = Future()

@gen.coroutine
def main():
    external(b.set_result, 2)
    external(a.set_result, 1)
    log((yield {"first": a, "second": b}))
