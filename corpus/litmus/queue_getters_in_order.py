# Which of two waiting getters gets the next item?
# answer: The one that has waited longer; the item is theirs inside put.
# laws: Q1
# canonical: put; first 1; second 2
# must not: put; second 1; first 2
# must not: first 1; put; second 2
from tornado import gen, queues
from windtunnel import log

q = queues.Queue()

@gen.coroutine
def getter(name):
    log(name, (yield q.get()))

@gen.coroutine
def main():
    waiters = [getter("first"), getter("second")]
    q.put_nowait(1)
    q.put_nowait(2)
    log("put")
    yield waiters
