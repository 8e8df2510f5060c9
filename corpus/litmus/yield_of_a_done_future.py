# Does a coroutine give way when it yields a Future that is done?
# answer: No, it goes on in place, however often it does so.
# laws: R1
# freedom: adversary
# canonical: still here; queued
# must not: queued; still here
from tornado import gen
from tornado.ioloop import IOLoop
from windtunnel import log

@gen.coroutine
def main():
    IOLoop.current().add_callback(log, "queued")
    for n in range(1000):
        yield gen.maybe_future(n)
    log("still here")
