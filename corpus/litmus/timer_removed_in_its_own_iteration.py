# Can a callback remove a timer that is due in the same iteration?
# answer: Yes: a timer is checked again when its turn comes.
# laws: L1 L6 V4
# model: adversarial
# canonical: callback
# must not: callback; timer
from tornado.ioloop import IOLoop
from windtunnel import log

def remove(timer):
    log("callback")
    IOLoop.current().remove_timeout(timer)

def main():
    timer = IOLoop.current().call_later(0, log, "timer")
    IOLoop.current().add_callback(remove, timer)
