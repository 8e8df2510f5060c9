# If a coroutine is called with a callback, when does the callback run?
# answer: One hop after the coroutine's end, with the result, even if the coroutine ended in the call.
# laws: G5
# canonical: called; queued; callback 7
# must not: callback 7; called; queued
# must not: called; callback 7; queued
from tornado import gen
from tornado.ioloop import IOLoop
from windtunnel import log

@gen.coroutine
def quick():
    IOLoop.current().add_callback(log, "queued")
    return 7

@gen.coroutine
def main():
    quick(callback=lambda x: log("callback", x))
    log("called")
    yield gen.sleep(1)
