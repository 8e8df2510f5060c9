# Which item does a LifoQueue give, and to whom?
# answer: The newest, to the one that asks first; a waiting get gets the next item that is put.
# laws: Q1 Q2
# model: adversarial
# canonical: 2; 1; 3
# must not: 1; 2; 3
from tornado import gen, queues
from windtunnel import log

q = queues.LifoQueue()

@gen.coroutine
def main():
    q.put_nowait(1)
    q.put_nowait(2)
    log((yield q.get()))
    log((yield q.get()))
    f = q.get()
    q.put_nowait(3)
    q.put_nowait(4)
    log((yield f))
