# If a Future's callback raises, do the later ones still run?
# answer: Yes: its exception is logged, the rest run, and set_result returns normally.
# laws: F5 V7
# model: adversarial
# canonical: error callback Boom(first); second; set
# must not: error callback Boom(first); set
# must not: error callback Boom(first)
from tornado.concurrent import Future
from windtunnel import log

class Boom(Exception):
    pass

f = Future()

def first(x):
    raise Boom("first")

def main():
    f.add_done_callback(first)
    f.add_done_callback(lambda _: log("second"))
    f.set_result(None)
    log("set")
