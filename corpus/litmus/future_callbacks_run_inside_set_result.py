# Have a Future's callbacks run when set_result returns?
# answer: Yes: set_result makes it done, then runs each of them before it returns.
# laws: F1 F2
# model: adversarial
# canonical: before; callback True 7; after
# must not: before; after; callback True 7
from tornado.concurrent import Future
from windtunnel import log

f = Future()

def on_done(x):
    log("callback", x.done(), x.result())

def main():
    f.add_done_callback(on_done)
    log("before")
    f.set_result(7)
    log("after")
