# What does NullContext do to the contexts around it?
# answer: Nothing that is captured in its block has them; after the block they are back.
# laws: S7
# canonical: enter A; exit A; inside; enter A; behind; exit A
# must not: enter A; exit A; enter A; inside; exit A; enter A; behind; exit A
# must not: enter A; exit A; inside; behind
from tornado import stack_context
from tornado.ioloop import IOLoop
from windtunnel import log, tracing

def main():
    with stack_context.StackContext(tracing("A")):
        with stack_context.NullContext():
            IOLoop.current().add_callback(log, "inside")
        IOLoop.current().add_callback(log, "behind")
