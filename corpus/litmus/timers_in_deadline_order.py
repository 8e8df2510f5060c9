# Do overdue timers run in the order in which they were made?
# answer: No: in the order of their deadlines, even if all of them are in the past.
# laws: L5 L9
# canonical: minus two; minus one; zero
# must not: minus one; zero; minus two
from tornado.ioloop import IOLoop
from windtunnel import log

def main():
    loop = IOLoop.current()
    loop.call_later(-1, log, "minus one")
    loop.call_later(0, log, "zero")
    loop.call_at(-2, log, "minus two")
