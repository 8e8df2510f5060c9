# Is yielding gen.sleep(0) the same as yielding gen.moment?
# answer: No: a moment takes one hop; a sleep takes a timer as well, even if its time is 0.
# laws: G29 R3
# canonical: moment; callback; sleeper
# must not: sleeper; moment; callback
# must not: moment; sleeper; callback
from tornado import gen
from tornado.ioloop import IOLoop
from windtunnel import log

@gen.coroutine
def sleeper():
    yield gen.sleep(0)
    log("sleeper")

@gen.coroutine
def momentary():
    yield gen.moment
    log("moment")
    IOLoop.current().add_callback(log, "callback")

@gen.coroutine
def main():
    yield [sleeper(), momentary()]
