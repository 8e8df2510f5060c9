# Do callbacks that timers add share a queue with those that callbacks add?
# answer: Yes, first in, first out: callbacks run before timers, so theirs come first.
# laws: L1 L2 L3
# canonical: callback; timer; from callback; from timer
# must not: callback; timer; from timer; from callback
# must not: callback; from callback; timer; from timer
from tornado.ioloop import IOLoop
from windtunnel import log

def act(name):
    log(name)
    IOLoop.current().add_callback(log, "from " + name)

def main():
    IOLoop.current().call_later(0, act, "timer")
    IOLoop.current().add_callback(act, "callback")
