# What happens to a coroutine that ends without waiting for its Callback?
# answer: LeakedCallbackError is logged, and its Future is never done: a coroutine that waits for it waits for ever.
# laws: R13 V12
# known: R13
# model: adversarial
# canonical: ends; error callback LeakedCallbackError(finished without waiting for callbacks {'k'}); pending
# must not: ends; 7
from tornado import gen
from windtunnel import log

@gen.coroutine
def worker():
    yield gen.moment
    yield gen.Callback("k")
    log("ends")
    return 7

@gen.coroutine
def main():
    log((yield worker()))
