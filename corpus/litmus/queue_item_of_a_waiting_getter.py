# Can a newcomer take the item that was put for a waiting getter?
# answer: No: the getter got it inside put.
# laws: Q1 Q3
# model: adversarial
# canonical: empty; waiter 1
# must not: newcomer 1; pending
from tornado import gen, queues
from windtunnel import log

q = queues.Queue()

@gen.coroutine
def waiter():
    log("waiter", (yield q.get()))

@gen.coroutine
def main():
    w = waiter()
    q.put_nowait(1)
    try:
        log("newcomer", q.get_nowait())
    except queues.QueueEmpty:
        log("empty")
    yield w
