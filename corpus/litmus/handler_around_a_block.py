# Does an ExceptionStackContext also take the exception of its own with block?
# answer: Yes: if the handler returns something true, the block ends and the code behind it goes on.
# laws: S5
# freedom: adversary
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
