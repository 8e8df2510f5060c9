# Which ExceptionStackContext is asked first about a callback's exception?
# answer: The innermost; if it returns a true value, the others and the log do not get the exception.
# laws: S4
# canonical: inner Boom(x); outer Boom(x); inner Boom(y)
# must not: outer Boom(x); inner Boom(x); outer Boom(y); inner Boom(y)
# must not: inner Boom(x); outer Boom(x); inner Boom(y); outer Boom(y)
from tornado import stack_context
from tornado.ioloop import IOLoop
from windtunnel import log

class Boom(Exception):
    pass

x = Boom("x")
y = Boom("y")

def outer(kind, e, traceback):
    log("outer", e)
    return True

def inner(kind, e, traceback):
    log("inner", e)
    return e is y

def fail(e):
    raise e

def main():
    with stack_context.ExceptionStackContext(outer):
        with stack_context.ExceptionStackContext(inner):
            IOLoop.current().add_callback(fail, x)
            IOLoop.current().add_callback(fail, y)
