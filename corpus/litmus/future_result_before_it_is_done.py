# Does result() wait for a Future that is pending?
# answer: No, it raises: nothing in this world can wait without yielding.
# laws: F9
# model: adversarial
# canonical: 7
# must: raise Exception(DummyFuture does not support blocking for results)
# must not: pending
from tornado import gen
from tornado.concurrent import Future
from windtunnel import log, external

f = Future()

@gen.coroutine
def main():
    external(f.set_result, 7)
    yield gen.moment
    log(f.result())
