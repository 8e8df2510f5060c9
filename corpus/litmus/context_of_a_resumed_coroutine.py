# In which context does a coroutine continue: that of its call, or that of the event that wakes it?
# answer: That of its call; it is entered again for each step.
# laws: S10 S11 V14
# model: adversarial
# canonical: enter A; begins; exit A; main; enter A; goes on; exit A; main goes on
# must not: enter A; begins; exit A; main; goes on; main goes on
# must not: enter A; begins; exit A; main; enter A; goes on; main goes on; exit A
from tornado import gen, stack_context
from tornado.concurrent import Future
from windtunnel import log, external, tracing

f = Future()

@gen.coroutine
def worker():
    log("begins")
    yield f
    log("goes on")

def in_context():
    with stack_context.StackContext(tracing("A")):
        return worker()

@gen.coroutine
def main():
    external(f.set_result, None)
    w = in_context()
    log("main")
    yield w
    log("main goes on")
