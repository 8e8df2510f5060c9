# Does a function that was wrapped outside of all contexts run in the context of its caller?
# answer: No, in no context; and neither does anything that it queues.
# laws: S3 V14
# model: adversarial
# canonical: enter A; wrapped; exit A; queued
# must not: enter A; wrapped; exit A; enter A; queued; exit A
from tornado import stack_context
from tornado.ioloop import IOLoop
from windtunnel import log, tracing

def f():
    log("wrapped")
    IOLoop.current().add_callback(log, "queued")

w = stack_context.wrap(f)

def main():
    with stack_context.StackContext(tracing("A")):
        w()
