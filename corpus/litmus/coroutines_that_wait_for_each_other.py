# What happens to two coroutines that wait for each other?
# answer: They wait for ever: the loop is idle and says so.
# laws: R2 V12
# model: adversarial
# canonical: before; pending
# must not: before; after
from tornado import gen
from windtunnel import log

@gen.coroutine
def first():
    yield gen.moment
    log("before")
    yield b
    log("after")

@gen.coroutine
def second():
    yield a

a = first()
b = second()

@gen.coroutine
def main():
    yield a
