# Who gets an exception of a Task's function, or of a callback that it leaves behind?
# answer: The coroutine that waits for the Task, both times.
# laws: G32
# model: adversarial
# canonical: caught Boom(at once); caught Boom(late)
# must not: caught Boom(at once); error callback Boom(late); pending
from tornado import gen
from tornado.ioloop import IOLoop
from windtunnel import log

class Boom(Exception):
    pass

def fail(when):
    raise Boom(when)

def at_once(callback):
    fail("at once")

def late(callback):
    IOLoop.current().add_callback(fail, "late")

@gen.coroutine
def main():
    try:
        yield gen.Task(at_once)
    except Boom as e:
        log("caught", e)
    try:
        yield gen.Task(late)
    except Boom as e:
        log("caught", e)
