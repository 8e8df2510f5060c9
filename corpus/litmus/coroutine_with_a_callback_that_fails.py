# If a coroutine is called with a callback and fails, does the callback run?
# answer: No: the exception is logged.
# laws: G5
# model: adversarial
# canonical: error callback Boom(late)
# must not: callback
# must not: end unretrieved Boom(late)
from tornado import gen
from windtunnel import log

class Boom(Exception):
    pass

@gen.coroutine
def fail():
    yield gen.moment
    raise Boom("late")

@gen.coroutine
def main():
    fail(callback=lambda x: log("callback"))
    yield gen.sleep(1)
