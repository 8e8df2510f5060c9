# May a coroutine yield inside `with StackContext`?
# answer: No: the context would leak to its caller; StackContextInconsistentError is raised at the first yield.
# laws: G7 S8
# model: adversarial
# canonical: enter A; exit A; refused
# must not: enter A; exit A; resumed
from tornado import gen, stack_context
from windtunnel import log, tracing

@gen.coroutine
def worker():
    with stack_context.StackContext(tracing("A")):
        yield gen.moment
        log("resumed")

@gen.coroutine
def main():
    try:
        yield worker()
    except stack_context.StackContextInconsistentError:
        log("refused")
