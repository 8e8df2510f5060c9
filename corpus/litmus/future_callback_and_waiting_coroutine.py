# Which comes first when a Future is set: its callback or the coroutine that waits for it?
# answer: The callback, even if it was added later: it runs inside set_result, the coroutine one hop after.
# laws: F1 R2 L12
# model: adversarial
# canonical: callback; set; coroutine 7
# must not: coroutine 7; callback; set
# must not: callback; coroutine 7; set
from tornado import gen
from tornado.concurrent import Future
from windtunnel import log

f = Future()

@gen.coroutine
def waiting():
    log("coroutine", (yield f))

@gen.coroutine
def main():
    w = waiting()
    f.add_done_callback(lambda _: log("callback"))
    f.set_result(7)
    log("set")
    yield w
