# Which of two waiting getters gets the next item?
# answer: The one that has waited longer, whatever the item is.
# laws: Q1
# model: adversarial
# canonical: first 1; second 2
# must: first 2; second 1
# must not: second 1; first 2
# must not: second 2; first 1
from tornado import gen, queues
from windtunnel import log, external

q = queues.Queue()

@gen.coroutine
def getter(name):
    log(name, (yield q.get()))

@gen.coroutine
def main():
    external(q.put_nowait, 1)
    external(q.put_nowait, 2)
    yield [getter("first"), getter("second")]
