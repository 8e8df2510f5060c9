from tornado import gen
from tornado.ioloop import IOLoop
from windtunnel import log

@gen.coroutine
def waits(key):
    cb = yield gen.Callback("known")
    IOLoop.current().call_later(1, cb, 7)
    try:
        x = yield [gen.Wait("known"), gen.Wait(key), gen.Wait("none either")]
        log(x)
    except gen.UnknownKeyError as e:
        log(e)
        log((yield gen.Wait("known")))

@gen.coroutine
def asks_first(key):
    cb = yield gen.Callback("known")
    IOLoop.current().call_later(1, cb, 7)
    try:
        x = yield [gen.Wait(key), gen.Wait("known")]
        log(x)
    except gen.UnknownKeyError as e:
        log(e)
        log((yield gen.Wait("known")))

@gen.coroutine
def main():
    for n in range(4):
        yield waits(n)
        yield asks_first(n)
