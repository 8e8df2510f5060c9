# What happens to a coroutine that yields a number, or a list that contains one?
# answer: BadYieldError is raised at the yield, at once; the coroutine can continue.
# laws: R4 G20
# model: adversarial
# canonical: BadYieldError(yielded unknown object 5); True; goes on; queued
# must not: BadYieldError(yielded unknown object 5); queued; True; goes on
# must not: pending
from tornado import gen
from tornado.ioloop import IOLoop
from windtunnel import log

@gen.coroutine
def main():
    IOLoop.current().add_callback(log, "queued")
    try:
        yield 5
    except gen.BadYieldError as e:
        log(e)
    caught = False
    try:
        yield [gen.moment, 5]
    except gen.BadYieldError:
        caught = True
    log(caught)
    log("goes on")
