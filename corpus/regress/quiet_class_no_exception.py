from tornado import gen
from tornado.concurrent import Future
from windtunnel import log

@gen.coroutine
def failing(n):
    yield gen.moment
    raise ValueError(n)

@gen.coroutine
def main():
    try:
        yield gen.multi([failing(1), failing(2)], quiet_exceptions=Future)
    except ValueError as e:
        log(e)
