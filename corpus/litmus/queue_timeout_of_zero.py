# Does q.get(timeout=0) return at once if the queue is empty?
# answer: No, it waits for ever: zero is false, and so means no timeout.
# laws: K5 Q6
# known: K5
# model: adversarial
# canonical: pending
# must not: gave up
from datetime import timedelta
from tornado import gen, queues
from windtunnel import log

@gen.coroutine
def main():
    try:
        yield queues.Queue().get(timedelta(seconds=0))
    except gen.TimeoutError:
        log("gave up")
