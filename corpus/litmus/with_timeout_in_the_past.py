# Does with_timeout raise at once if its deadline has passed?
# answer: A done Future wins; a pending one has time until the next timers run, after the callbacks.
# laws: G26
# canonical: done 7; queued 8; TimeoutError(Timeout)
# must not: TimeoutError(Timeout)
# must not: done 7; TimeoutError(Timeout)
from tornado import gen
from tornado.concurrent import Future
from tornado.ioloop import IOLoop
from windtunnel import log

@gen.coroutine
def main():
    log("done", (yield gen.with_timeout(-1, gen.maybe_future(7))))
    f = Future()
    IOLoop.current().add_callback(f.set_result, 8)
    log("queued", (yield gen.with_timeout(-1, f)))
    try:
        yield gen.with_timeout(-1, Future())
    except gen.TimeoutError as e:
        log(e)
