from datetime import timedelta
from tornado import gen
from windtunnel import log

@gen.coroutine
def show(thing):
    try:
        yield thing
    except gen.BadYieldError as e:
        log(e)

@gen.coroutine
def main():
    yield show(2.0)
    yield show(-0.0)
    yield show(1e16)
    yield show(9999999999999998.0)
    yield show(1e-5)
    yield show("it's \"so\"\n")
    yield show(timedelta(seconds=0))
    yield show(timedelta(seconds=90061.5))
    yield show(timedelta(seconds=-1))
    yield show(show)
    yield show(gen.BadYieldError(1, "a"))
