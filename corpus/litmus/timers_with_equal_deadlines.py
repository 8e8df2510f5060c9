# In which order do timers run that are due at the same time?
# answer: In the order in which they were made, however the deadline was written.
# laws: L5 L9 V1
# canonical: later; at; delta
# must not: at; later; delta
# must not: delta; at; later
from datetime import timedelta
from tornado.ioloop import IOLoop
from windtunnel import log

def main():
    loop = IOLoop.current()
    loop.call_later(2, log, "later")
    loop.call_at(2, log, "at")
    loop.add_timeout(timedelta(seconds=2), log, "delta")
