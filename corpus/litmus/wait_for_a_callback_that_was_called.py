# Does a coroutine let others run if it waits for a Callback that was called already?
# answer: At its first legacy yield point, for one hop; later not at all.
# laws: R10
# canonical: queued 1; first 1; second 2; queued 2
# must not: first 1; second 2; queued 1; queued 2
from tornado import gen
from tornado.ioloop import IOLoop
from windtunnel import log

@gen.coroutine
def main():
    IOLoop.current().add_callback(log, "queued", 1)
    a = yield gen.Callback("a")
    b = yield gen.Callback("b")
    a(1)
    b(2)
    IOLoop.current().add_callback(log, "queued", 2)
    log("first", (yield gen.Wait("a")))
    log("second", (yield gen.Wait("b")))
