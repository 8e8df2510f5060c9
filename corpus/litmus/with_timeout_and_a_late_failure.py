# Is a failure lost if it comes after the timeout?
# answer: No, it is logged, unless its class is quiet.
# laws: G25 V6
# canonical: TimeoutError(Timeout); error late Boom(loud)
# must not: TimeoutError(Timeout); end unretrieved Boom(loud)
# must not: TimeoutError(Timeout); error late Boom(loud); error late ValueError(quiet)
from tornado import gen
from windtunnel import log

class Boom(Exception):
    pass

@gen.coroutine
def fail(e):
    yield gen.sleep(2)
    raise e

@gen.coroutine
def main():
    loud = gen.with_timeout(1, fail(Boom("loud")), quiet_exceptions=ValueError)
    quiet = gen.with_timeout(1, fail(ValueError("quiet")), quiet_exceptions=ValueError)
    try:
        yield gen.multi([loud, quiet], quiet_exceptions=gen.TimeoutError)
    except gen.TimeoutError as e:
        log(e)
    yield gen.sleep(2)
