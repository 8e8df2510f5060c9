# Is yielding None like yielding gen.moment?
# answer: Yes, since Tornado 4.5: one hop.
# laws: R3 G20
# canonical: queued; None
# must not: None; queued
# must not: BadYieldError(yielded unknown object None); queued
from tornado import gen
from tornado.ioloop import IOLoop
from windtunnel import log

@gen.coroutine
def main():
    IOLoop.current().add_callback(log, "queued")
    try:
        log((yield None))
    except gen.BadYieldError as e:
        log(e)
