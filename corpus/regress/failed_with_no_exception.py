from tornado import gen
from tornado.concurrent import Future
from windtunnel import log

class Boom(Exception):
    pass

@gen.coroutine
def fail_with(thing):
    f = Future()
    f.set_exception(thing)
    log(f.exception())
    try:
        yield f
    except TypeError:
        log("TypeError")
    except Exception:
        log("another")

@gen.coroutine
def main():
    yield fail_with(5)
    yield fail_with("text")
    yield fail_with(Boom)
    yield fail_with(None)
    yield fail_with(Boom("x"))
