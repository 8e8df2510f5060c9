# Does a producer let others run when it yields a put that fits?
# answer: No: it can fill a queue before anybody else runs.
# laws: Q7 R1
# model: adversarial
# canonical: 3; queued
# must not: queued; 3
from tornado import gen, queues
from tornado.ioloop import IOLoop
from windtunnel import log

q = queues.Queue()

@gen.coroutine
def main():
    IOLoop.current().add_callback(log, "queued")
    for n in range(3):
        yield q.put(n)
    log(q.qsize())
