# Does an ExceptionStackContext also handle the exception of its own with block?
# answer: Yes: if the handler returns a true value, the block ends and the code after it continues.
# laws: S5
# model: adversarial
# canonical: handler Boom(x); goes on
# must not: handler Boom(x); error callback Boom(x); invalid
from tornado import stack_context
from windtunnel import log

class Boom(Exception):
    pass

def handler(kind, e, traceback):
    log("handler", e)
    return True

def main():
    with stack_context.ExceptionStackContext(handler):
        raise Boom("x")
    log("goes on")
