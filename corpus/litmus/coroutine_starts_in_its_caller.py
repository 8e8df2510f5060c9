# When does the body of a coroutine begin to run?
# answer: In the call, up to the first yield that is not ready.
# laws: G1
# canonical: begins; called; queued; goes on
# must not: called; begins; queued; goes on
from tornado import gen
from tornado.ioloop import IOLoop
from windtunnel import log

@gen.coroutine
def worker():
    log("begins")
    yield gen.moment
    log("goes on")

@gen.coroutine
def main():
    IOLoop.current().add_callback(log, "queued")
    w = worker()
    log("called")
    yield w
