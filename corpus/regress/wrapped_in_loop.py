# A function that is wrapped takes no contexts along when it is given to the loop.
from datetime import timedelta
from tornado import gen, stack_context
from tornado.ioloop import IOLoop
from windtunnel import log, tracing

@gen.coroutine
def main():
    outside = stack_context.wrap(lambda: log("outside"))
    with stack_context.StackContext(tracing("inner")):
        inside = stack_context.wrap(lambda: log("inside"))
        IOLoop.current().add_callback(outside)
        IOLoop.current().add_callback(inside)
        IOLoop.current().call_later(1, outside)
        IOLoop.current().add_timeout(timedelta(seconds=1), inside)
        IOLoop.current().add_future(gen.sleep(2), stack_context.wrap(lambda f: log("future")))
    yield gen.sleep(3)
