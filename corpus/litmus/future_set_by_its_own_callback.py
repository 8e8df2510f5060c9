# May a Future's callback set the Future again?
# answer: No: it gets InvalidStateError, and no callback runs twice.
# laws: F8 V8
# model: adversarial
# canonical: first InvalidStateError(); second 1
# must not: second 2; second 2
# must not: first InvalidStateError(); second 2
from tornado.concurrent import Future
from windtunnel import log

f = Future()

def first(x):
    try:
        x.set_result(2)
    except Exception as e:
        log("first", e)

def main():
    f.add_done_callback(first)
    f.add_done_callback(lambda x: log("second", x.result()))
    f.set_result(1)
