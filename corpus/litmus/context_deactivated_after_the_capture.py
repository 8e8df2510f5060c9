# Does deactivating a context affect callbacks that have captured it already?
# answer: Yes, they skip it when they run.
# laws: S6
# model: adversarial
# canonical: enter A; exit A; callback
# must: enter A; exit A; enter A; callback; exit A
from tornado import stack_context
from tornado.ioloop import IOLoop
from windtunnel import log, external, tracing

def main():
    with stack_context.StackContext(tracing("A")) as deactivate:
        IOLoop.current().call_later(1, log, "callback")
    external(deactivate)
