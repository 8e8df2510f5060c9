# In which order are a callback's contexts entered and left?
# answer: Entered from the outermost to the innermost and left in the reverse order, around each call.
# laws: S2 S9 V14
# model: adversarial
# canonical: enter A; enter B; exit B; exit A; enter A; enter B; callback; exit B; exit A
# must not: enter A; enter B; exit B; exit A; enter B; enter A; callback; exit A; exit B
# must not: enter A; enter B; exit B; exit A; callback
from tornado import stack_context
from tornado.ioloop import IOLoop
from windtunnel import log, tracing

def main():
    with stack_context.StackContext(tracing("A")):
        with stack_context.StackContext(tracing("B")):
            IOLoop.current().add_callback(log, "callback")
