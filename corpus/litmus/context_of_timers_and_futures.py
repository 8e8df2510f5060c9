# Which calls capture the context for what they call later?
# answer: add_callback, call_later and add_future do; a Future's own callbacks run in the context of the code that sets it.
# laws: S9 L12
# canonical: enter A; exit A; done callback; enter A; callback; exit A; enter A; add_future; exit A; enter A; timer; exit A
# must not: enter A; exit A; enter A; done callback; exit A; enter A; callback; exit A; enter A; add_future; exit A; enter A; timer; exit A
from tornado import stack_context
from tornado.concurrent import Future
from tornado.ioloop import IOLoop
from windtunnel import log, tracing

def main():
    f = Future()
    loop = IOLoop.current()
    with stack_context.StackContext(tracing("A")):
        loop.call_later(0, log, "timer")
        loop.add_callback(log, "callback")
        loop.add_future(f, lambda _: log("add_future"))
        f.add_done_callback(lambda _: log("done callback"))
    f.set_result(None)
