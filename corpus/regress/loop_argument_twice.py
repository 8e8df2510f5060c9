from tornado import gen
from tornado.ioloop import IOLoop
from windtunnel import log

@gen.coroutine
def main():
    loop = IOLoop.current()
    try:
        loop.call_later(1, log, callback=log)
    except TypeError:
        log("callback twice")
    try:
        loop.call_at(1, log, "a", deadline=2)
    except TypeError:
        log("deadline twice")
    loop.call_at(deadline=3, callback=log)
    loop.call_later(delay=2, callback=log)
    yield gen.sleep(4)
