# Is an item lost if it is put after its getter timed out?
# answer: No: that getter is dropped and the next one gets the item.
# laws: Q4 Q6 V15
# canonical: hasty 1; pending
# must: gave up; patient 1
# must not: gave up; pending
from datetime import timedelta
from tornado import gen, queues
from windtunnel import log, external

q = queues.Queue()

@gen.coroutine
def getter(name, timeout):
    try:
        log(name, (yield q.get(timeout)))
    except gen.TimeoutError:
        log("gave up")

@gen.coroutine
def main():
    external(q.put_nowait, 1)
    yield [getter("hasty", timedelta(seconds=1)), getter("patient", None)]
