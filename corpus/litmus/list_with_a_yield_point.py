# May Futures and legacy yield points be in one list?
# answer: Yes, the results come in the list's order.
# laws: G24
# model: adversarial
# must: [1, 2]
# must not: [2, 1]
# must not: pending
from tornado import gen
from tornado.concurrent import Future
from windtunnel import log, external

f = Future()

@gen.coroutine
def main():
    external(f.set_result, 2)
    external((yield gen.Callback("k")), 1)
    log((yield [gen.Wait("k"), f]))
