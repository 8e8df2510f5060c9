# Is an item lost if its getter gave up by gen.with_timeout?
# answer: Yes: the queue does not know, and hands the item to a Future that nobody looks at.
# laws: Q1 G25 K11 V15
# known: K11
# model: adversarial
# canonical: got 1
# must: gave up; pending
# must not: gave up; still there 1
from datetime import timedelta
from tornado import gen, queues
from windtunnel import log, external

q = queues.Queue()

@gen.coroutine
def main():
    external(q.put_nowait, 1)
    try:
        log("got", (yield gen.with_timeout(timedelta(seconds=1), q.get())))
    except gen.TimeoutError:
        log("gave up")
        log("still there", (yield q.get()))
