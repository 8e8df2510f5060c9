# Has each waiter of an Event a Future of its own?
# answer: No, they share one: what is done to it is done to all.
# laws: K7
# known: K7
# freedom: adversary
# canonical: True
# must not: False
from tornado import locks
from windtunnel import log

def main():
    event = locks.Event()
    log(event.wait() is event.wait())
