# What does stack_context.wrap do with a wrapped function, and with None?
# answer: It returns them as they are.
# laws: S1
# model: adversarial
# canonical: enter A; exit A; True True False
# must not: enter A; exit A; False True False
from tornado import stack_context
from windtunnel import log, tracing

def f():
    pass

def main():
    with stack_context.StackContext(tracing("A")):
        w = stack_context.wrap(f)
    log(stack_context.wrap(w) is w, stack_context.wrap(None) is None, w is f)
