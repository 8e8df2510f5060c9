# May a callback of a waiting put use the queue before the get that lets the put in has taken its item?
# answer: Yes: it can take the item that the get was about to take, or leave a put waiting though there is room.
# laws: Q2
# known: Q2
# canonical: took 1; waits; got 2; room for 1
from tornado import queues
from windtunnel import log

q = queues.Queue(maxsize=1)

def swap(f):
    log("took", q.get_nowait())
    if not q.put(3).done():
        log("waits")

def main():
    q.put(1)
    q.put(2).add_done_callback(swap)
    log("got", q.get_nowait())
    log("room for", q.maxsize - q.qsize())
