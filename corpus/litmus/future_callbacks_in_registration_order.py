# Does the order of a Future's callbacks depend on whether it was done when they were added?
# answer: No: they run in the order in which they were added, and those added to a done Future at once.
# laws: F1 F4 V1
# model: adversarial
# must: first; second; third
# must not: first; third; second
# must not: third; first; second
from tornado.concurrent import Future
from windtunnel import log, external

f = Future()

def main():
    f.add_done_callback(lambda _: log("first"))
    f.add_done_callback(lambda _: log("second"))
    external(f.add_done_callback, lambda _: log("third"))
    external(f.set_result, None)
