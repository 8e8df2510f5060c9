# How many hops are there between set_result and the coroutine that waits?
# answer: One: it continues after the callbacks that were queued before, and before those queued after.
# laws: R2
# canonical: before; worker; after
# must not: worker; before; after
# must not: before; after; worker
from tornado import gen
from tornado.concurrent import Future
from tornado.ioloop import IOLoop
from windtunnel import log

f = Future()

@gen.coroutine
def worker():
    yield f
    log("worker")

def main():
    worker()
    IOLoop.current().add_callback(log, "before")
    f.set_result(None)
    IOLoop.current().add_callback(log, "after")
