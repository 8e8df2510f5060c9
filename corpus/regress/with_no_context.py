from tornado import gen
from windtunnel import log

def enter(thing):
    try:
        with thing as x:
            log("entered", x)
    except TypeError:
        log("no context")

@gen.coroutine
def main():
    enter(1.5)
    enter(gen.sleep)
    enter(None)
    enter(gen.sleep(0))
    yield gen.moment
