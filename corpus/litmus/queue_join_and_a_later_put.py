# If an item is put after a join was done, is that join pending again?
# answer: No, only new ones are.
# laws: Q5 Q7
# model: adversarial
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
