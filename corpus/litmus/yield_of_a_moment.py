# What runs before a coroutine that yields gen.moment continues?
# answer: What is queued already, and nothing that is queued later.
# laws: R3
# canonical: queued; main; later
# must not: main; queued; later
# must not: queued; later; main
from tornado import gen
from tornado.ioloop import IOLoop
from windtunnel import log

def queued():
    log("queued")
    IOLoop.current().add_callback(log, "later")

@gen.coroutine
def main():
    IOLoop.current().add_callback(queued)
    yield gen.moment
    log("main")
