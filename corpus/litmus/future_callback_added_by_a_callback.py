# When does a callback run that a callback of the same Future adds?
# answer: At once, nested in the one that adds it and before those that were added earlier.
# laws: F3
# freedom: adversary
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
