# Does with_timeout take a list of Futures?
# answer: Yes, anything that a coroutine can yield.
# laws: G28
# model: adversarial
# canonical: [1, 2]
# must: gave up
# must not: raise BadYieldError()
from tornado import gen
from tornado.concurrent import Future
from windtunnel import log, external

@gen.coroutine
def main():
    f = Future()
    external(f.set_result, 2)
    try:
        log((yield gen.with_timeout(1, [gen.maybe_future(1), f])))
    except gen.TimeoutError:
        log("gave up")
