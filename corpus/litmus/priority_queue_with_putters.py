# Does a PriorityQueue give the smallest item, including those that wait to be put?
# answer: No: a get lets one putter in and then gives the smallest item in the queue.
# laws: Q1 Q2
# model: adversarial
# canonical: 3; 1; 5
# must not: 1; 3; 5
# must not: 5; 3; 1
from tornado import gen, queues
from windtunnel import log

q = queues.PriorityQueue(maxsize=1)

@gen.coroutine
def main():
    q.put_nowait(5)
    q.put(3)
    q.put(1)
    log((yield q.get()))
    log((yield q.get()))
    log((yield q.get()))
