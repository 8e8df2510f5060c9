# What does a coroutine get if it swallows StackContextInconsistentError and yields again?
# answer: The result of the yield before; the new yield is dropped.
# laws: R9
# model: adversarial
# canonical: enter A; exit A; swallowed; 1
# must not: enter A; exit A; swallowed; 2
from tornado import gen, stack_context
from windtunnel import log, tracing

@gen.coroutine
def main():
    yield gen.moment
    try:
        with stack_context.StackContext(tracing("A")):
            yield gen.maybe_future(1)
    except stack_context.StackContextInconsistentError:
        log("swallowed")
    log((yield gen.maybe_future(2)))
