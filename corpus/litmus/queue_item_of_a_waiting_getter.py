# Can a newcomer snatch the item that was put for a getter who waits?
# answer: No: it went to the getter inside put.
# laws: Q1 Q3
# freedom: adversary
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
