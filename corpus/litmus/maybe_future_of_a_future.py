# What does maybe_future make of a Future, and of a value?
# answer: The Future itself; a done Future that holds the value.
# laws: G34
# model: adversarial
# canonical: True True 7
# must not: False True 7
from tornado import gen
from tornado.concurrent import Future
from windtunnel import log

def main():
    f = Future()
    of_value = gen.maybe_future(7)
    log(gen.maybe_future(f) is f, of_value.done(), of_value.result())
