# What happens if an exception handler itself raises?
# answer: Its exception replaces the first, for the next handler or the log.
# laws: S4
# model: adversarial
# canonical: outer ValueError(instead); error callback ValueError(instead)
# must not: outer Boom(first); error callback Boom(first)
from tornado import stack_context
from tornado.ioloop import IOLoop
from windtunnel import log

class Boom(Exception):
    pass

def outer(kind, e, traceback):
    log("outer", e)

def inner(kind, e, traceback):
    raise ValueError("instead")

def fail():
    raise Boom("first")

def main():
    with stack_context.ExceptionStackContext(outer):
        with stack_context.ExceptionStackContext(inner):
            IOLoop.current().add_callback(fail)
