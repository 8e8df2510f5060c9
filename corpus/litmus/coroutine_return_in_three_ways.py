# Are return, raise gen.Return and the value of a function without a yield the same result?
# answer: Yes; and gen.Return is caught by except Exception, like any exception.
# laws: G3
# model: adversarial
# canonical: 1 2 3 caught
# must not: 1 2 3 4
from tornado import gen
from windtunnel import log

@gen.coroutine
def returns():
    yield gen.moment
    return 1

@gen.coroutine
def raises():
    yield gen.moment
    raise gen.Return(2)

@gen.coroutine
def plain():
    return 3

@gen.coroutine
def caught():
    try:
        yield gen.moment
        raise gen.Return(4)
    except Exception:
        return "caught"

@gen.coroutine
def main():
    a = yield returns()
    b = yield raises()
    c = yield plain()
    d = yield caught()
    log(a, b, c, d)
