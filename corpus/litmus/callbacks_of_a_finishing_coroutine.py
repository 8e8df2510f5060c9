# When do the callbacks of a coroutine's Future run?
# answer: Inside its last step, before anything that this step has queued.
# laws: R7 F1
# model: adversarial
# canonical: last step; callback; queued
# must not: last step; queued; callback
from tornado import gen
from tornado.ioloop import IOLoop
from windtunnel import log

@gen.coroutine
def worker():
    yield gen.moment
    IOLoop.current().add_callback(log, "queued")
    log("last step")

def main():
    worker().add_done_callback(lambda _: log("callback"))
