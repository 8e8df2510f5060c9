# If a Future's callback adds another callback to that Future, when does that run?
# answer: At once, inside the call that adds it, and before callbacks that were added earlier.
# laws: F3
# model: adversarial
# canonical: first begins; added; first ends; second
# must not: first begins; first ends; added; second
# must not: first begins; first ends; second; added
from tornado.concurrent import Future
from windtunnel import log

f = Future()

def first(x):
    log("first begins")
    x.add_done_callback(lambda _: log("added"))
    log("first ends")

def main():
    f.add_done_callback(first)
    f.add_done_callback(lambda _: log("second"))
    f.set_result(None)
