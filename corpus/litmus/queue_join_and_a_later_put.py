# Does an item that is put later make a join wait that was over?
# answer: No, only new ones.
# laws: Q5 Q7
# freedom: adversary
# canonical: True False
# must not: False False
# must not: True True
from tornado import queues
from windtunnel import log

def main():
    q = queues.Queue()
    early = q.join()
    q.put_nowait(1)
    log(early.done(), q.join().done())
