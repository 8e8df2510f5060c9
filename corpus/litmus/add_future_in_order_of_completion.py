# In which order does add_future call its callbacks?
# answer: In the order in which the Futures complete, not in that of the calls.
# laws: L12
# canonical: a; b
# must: b; a
from tornado import gen
from tornado.concurrent import Future
from tornado.ioloop import IOLoop
from windtunnel import log, external

def main():
    a = Future()
    b = Future()
    IOLoop.current().add_future(a, lambda f: log(f.result()))
    IOLoop.current().add_future(b, lambda f: log(f.result()))
    external(a.set_result, "a")
    external(b.set_result, "b")
