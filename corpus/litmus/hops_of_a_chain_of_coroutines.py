# How long does a result take through three coroutines that wait for one another?
# answer: One hop each: a callback that re-queues itself runs as often meanwhile.
# laws: R2 R7
# canonical: inner; tick 1; middle; tick 2; outer
# must not: inner; middle; outer; tick 1; tick 2
from tornado import gen
from tornado.ioloop import IOLoop
from windtunnel import log

def tick(n):
    log("tick", n)
    if n < 2:
        IOLoop.current().add_callback(tick, n + 1)

@gen.coroutine
def inner():
    yield gen.moment
    IOLoop.current().add_callback(tick, 1)
    log("inner")

@gen.coroutine
def middle():
    yield inner()
    log("middle")

@gen.coroutine
def main():
    yield middle()
    log("outer")
