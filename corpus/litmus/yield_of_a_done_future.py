# Does a coroutine let others run when it yields a done Future?
# answer: No, it continues in place, however often it does so.
# laws: R1
# model: adversarial
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
