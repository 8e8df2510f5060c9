# Does a coroutine get the exception of a callback that it has queued?
# answer: Only if it has used a legacy yield point before, and is waiting; otherwise the exception is logged.
# laws: R11
# canonical: caught Boom(legacy); error callback Boom(futures); pending
# must not: error callback Boom(legacy); error callback Boom(futures); pending
from tornado import gen
from tornado.concurrent import Future
from tornado.ioloop import IOLoop
from windtunnel import log

class Boom(Exception):
    pass

def fail(how):
    raise Boom(how)

@gen.coroutine
def legacy():
    ready = yield gen.Callback("k")
    ready(None)
    yield gen.Wait("k")
    IOLoop.current().add_callback(fail, "legacy")
    try:
        yield Future()
    except Boom as e:
        log("caught", e)

@gen.coroutine
def main():
    yield legacy()
    IOLoop.current().add_callback(fail, "futures")
    yield Future()
