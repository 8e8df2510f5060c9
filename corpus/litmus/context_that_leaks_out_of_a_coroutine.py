# Who notices a context that a coroutine left open at a yield?
# answer: The with block around its call: it finds a state that it did not install, and raises.
# laws: S8 G7 V14
# model: adversarial
# canonical: enter outer; enter inner; swallowed; exit outer; noticed
# must not: enter outer; enter inner; swallowed; exit outer
from tornado import gen, stack_context
from tornado.concurrent import Future
from windtunnel import log, tracing

@gen.coroutine
def leaky():
    with stack_context.StackContext(tracing("inner")):
        try:
            yield gen.moment
        except stack_context.StackContextInconsistentError:
            log("swallowed")
        yield Future()

def main():
    try:
        with stack_context.StackContext(tracing("outer")):
            leaky()
    except stack_context.StackContextInconsistentError:
        log("noticed")
