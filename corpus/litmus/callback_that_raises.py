# Does an exception in a callback or a timer stop the loop?
# answer: No, it is logged and the loop goes on.
# laws: L10
# show: time
# canonical: error callback Boom(callback) @0; next @0; error callback Boom(timer) @1; later @1
# must not: error callback Boom(callback) @0
from tornado.ioloop import IOLoop
from windtunnel import log

class Boom(Exception):
    pass

def fail(where):
    raise Boom(where)

def main():
    IOLoop.current().call_later(1, fail, "timer")
    IOLoop.current().call_later(1, log, "later")
    IOLoop.current().add_callback(fail, "callback")
    IOLoop.current().add_callback(log, "next")
