# Is an item enqueued whose put timed out?
# answer: No, neither then nor later; and join does not count it.
# laws: Q4 Q5
# canonical: gave up; 1; joined; 0
# must not: gave up; 1; joined; 1
# must not: gave up; 1; pending
from datetime import timedelta
from tornado import gen, queues
from windtunnel import log

q = queues.Queue(maxsize=1)

@gen.coroutine
def main():
    yield q.put(1)
    try:
        yield q.put(2, timedelta(seconds=1))
    except gen.TimeoutError:
        log("gave up")
    log((yield q.get()))
    q.task_done()
    yield q.join()
    log("joined")
    log(q.qsize())
