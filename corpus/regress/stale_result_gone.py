# An exception takes a coroutine away from a list of YieldPoints. The list stays, and takes the result of a key that is
# waited for meanwhile; after it the key is unknown.
from tornado import gen
from tornado.concurrent import Future
from tornado.ioloop import IOLoop
from windtunnel import log

class Boom(Exception):
    pass

def crash(error):
    raise error

other = Future()

@gen.coroutine
def main():
    done = yield gen.Callback("k0")
    done(1)
    IOLoop.current().add_callback(crash, Boom("first"))
    try:
        yield [other, gen.Wait("k0")]
    except Boom as e:
        log("caught", e)
    IOLoop.current().call_later(1, other.set_result, 2)
    IOLoop.current().call_later(2, done, 3)
    try:
        log("got", (yield gen.sleep(1)))
        log("got", (yield gen.sleep(2)))
        log("got", (yield gen.Wait("k0")))
    except Exception as e:
        log("failed", e)
    yield gen.sleep(5)
