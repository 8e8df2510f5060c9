# Can a StackContext swallow the exception of a callback that runs in it?
# answer: No: the context is left in the usual way, and the loop logs the exception.
# laws: S2 S4 L10
# model: adversarial
# canonical: enter A; exit A; enter A; exit A; error callback Boom(x)
# must not: enter A; exit A; enter A; exit A
from tornado import stack_context
from tornado.ioloop import IOLoop
from windtunnel import tracing

class Boom(Exception):
    pass

def fail():
    raise Boom("x")

def main():
    with stack_context.StackContext(tracing("A")):
        IOLoop.current().add_callback(fail)
