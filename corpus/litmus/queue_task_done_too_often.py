# What does task_done do when nothing is unfinished?
# answer: It raises ValueError.
# laws: Q5
# model: adversarial
# canonical: ValueError(task_done() called too many times)
# must not: nothing
from tornado import queues
from windtunnel import log

def main():
    q = queues.Queue()
    q.put_nowait(1)
    q.task_done()
    try:
        q.task_done()
    except ValueError as e:
        log(e)
