# What do put_nowait and get_nowait do when they would have to wait?
# answer: They raise QueueFull and QueueEmpty.
# laws: Q3
# model: adversarial
# canonical: QueueFull(); 1; QueueEmpty()
# must not: QueueFull(); 1; 2
from tornado import queues
from windtunnel import log

def main():
    q = queues.Queue(maxsize=1)
    q.put_nowait(1)
    try:
        q.put_nowait(2)
    except queues.QueueFull as e:
        log(e)
    log(q.get_nowait())
    try:
        log(q.get_nowait())
    except queues.QueueEmpty as e:
        log(e)
