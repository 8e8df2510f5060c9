# Who gets the exception of an engine?
# answer: The caller before the first wait, the log after it: an engine returns no Future.
# laws: G6
# model: adversarial
# canonical: caller Boom(at once); None; error callback Boom(late)
# must not: None; None; error callback Boom(late)
from tornado import gen
from windtunnel import log

class Boom(Exception):
    pass

@gen.engine
def fail(late):
    if late:
        yield gen.moment
        raise Boom("late")
    raise Boom("at once")

@gen.coroutine
def main():
    try:
        log(fail(False))
    except Boom as e:
        log("caller", e)
    log(fail(True))
    yield gen.sleep(1)
