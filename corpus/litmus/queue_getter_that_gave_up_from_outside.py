# Is an item lost whose getter gave up by gen.with_timeout?
# answer: Yes: the queue does not know, and hands the item to a Future that nobody looks at.
# laws: Q4 K11
# known: K11
# canonical: gave up; size 0; pending
# must not: gave up; size 1; 1
from datetime import timedelta
from tornado import gen, queues
from windtunnel import log

q = queues.Queue()

@gen.coroutine
def main():
    try:
        yield gen.with_timeout(timedelta(seconds=1), q.get())
    except gen.TimeoutError:
        log("gave up")
    q.put_nowait(1)
    log("size", q.qsize())
    log((yield q.get()))
