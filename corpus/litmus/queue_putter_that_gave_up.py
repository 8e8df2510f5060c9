# Is an item enqueued if its put timed out?
# answer: No, neither then nor later; and join does not count it.
# laws: Q4 Q5 V15
# model: adversarial
# canonical: took 1; put; joined; left 1
# must: gave up; took 1; joined; left 0
# must: took 1; gave up; joined; left 0
# must not: gave up; took 1; joined; left 1
# must not: gave up; took 1; pending
from datetime import timedelta
from tornado import gen, queues
from windtunnel import log, external

q = queues.Queue(maxsize=1)

def take():
    log("took", q.get_nowait())
    q.task_done()

@gen.coroutine
def main():
    yield q.put(1)
    external(take)
    try:
        yield q.put(2, timedelta(seconds=1))
        log("put")
        q.task_done()
    except gen.TimeoutError:
        log("gave up")
    yield q.join()
    log("joined")
    log("left", q.qsize())
