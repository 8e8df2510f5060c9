# When is a join over?
# answer: When each item was reported by task_done, not when the queue is empty.
# laws: Q5
# model: adversarial
# canonical: empty; done; joined
# must not: empty; joined; done
from tornado import gen, queues
from windtunnel import log, external

q = queues.Queue()

def finish():
    log("done")
    q.task_done()

@gen.coroutine
def main():
    q.put_nowait(1)
    q.get_nowait()
    log("empty")
    external(finish)
    yield q.join()
    log("joined")
