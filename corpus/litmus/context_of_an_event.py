# Does an event's handler run in the context in which it was registered?
# answer: In none: external events have no context, and neither has a callback of spawn_callback.
# laws: L21 S3
# model: adversarial
# canonical: enter A; exit A; event; spawned
# must: enter A; exit A; spawned; event
# must not: enter A; exit A; event; enter A; spawned; exit A
from tornado import stack_context
from tornado.ioloop import IOLoop
from windtunnel import log, external, tracing

def main():
    with stack_context.StackContext(tracing("A")):
        external(log, "event")
        IOLoop.current().spawn_callback(log, "spawned")
