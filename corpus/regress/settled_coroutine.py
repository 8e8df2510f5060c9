from tornado import gen
from windtunnel import log, external

@gen.coroutine
def slow(n):
    yield gen.sleep(n)
    return "own"

@gen.coroutine
def main():
    first = slow(1)
    external(first.set_result, "given")
    log((yield first))
    second = slow(1)
    second.set_result("before")
    yield gen.sleep(2)
    log(first.result(), second.result())
