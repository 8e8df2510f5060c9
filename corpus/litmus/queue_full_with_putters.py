# In which order do items leave a full queue that putters wait for?
# answer: In the order of the puts: each get lets one putter in, behind the items that are there.
# laws: Q1 Q2
# canonical: 1; b is in; 2; c is in; 3
# must not: 2; b is in; 1; c is in; 3
# must not: 1; c is in; 3; b is in; 2
from tornado import gen, queues
from windtunnel import log

q = queues.Queue(maxsize=1)

@gen.coroutine
def putter(name, item):
    yield q.put(item)
    log(name + " is in")

@gen.coroutine
def main():
    q.put_nowait(1)
    putter("b", 2)
    putter("c", 3)
    for n in range(3):
        log((yield q.get()))
        yield gen.moment
