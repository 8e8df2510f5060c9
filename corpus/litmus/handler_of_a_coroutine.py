# Does an ExceptionStackContext see the exception of a coroutine that is called in it?
# answer: No, the coroutine's Future holds it; but it sees that of a callback that the coroutine adds.
# laws: G4 S4 S9
# canonical: handler Boom(callback); caught Boom(coroutine)
# must not: handler Boom(coroutine); handler Boom(callback)
from tornado import gen, stack_context
from tornado.ioloop import IOLoop
from windtunnel import log

class Boom(Exception):
    pass

def handler(kind, e, traceback):
    log("handler", e)
    return True

def fail():
    raise Boom("callback")

@gen.coroutine
def worker():
    yield gen.moment
    IOLoop.current().add_callback(fail)
    yield gen.moment
    raise Boom("coroutine")

def in_context():
    with stack_context.ExceptionStackContext(handler):
        return worker()

@gen.coroutine
def main():
    try:
        yield in_context()
    except Boom as e:
        log("caught", e)
