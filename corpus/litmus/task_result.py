# What does a Task give, depending on the arguments with which its callback is called?
# answer: The one value, None for no value, Arguments for several; a second call is ignored.
# laws: G32
# model: adversarial
# canonical: 1; None; [[1, 2], {}]
# must not: 2; None; [[1, 2], {}]
from tornado import gen
from windtunnel import log

def one(callback):
    callback(1)
    callback(2)

def none(callback):
    callback()

def two(callback):
    callback(1, 2)

@gen.coroutine
def main():
    log((yield gen.Task(one)))
    log((yield gen.Task(none)))
    log((yield gen.Task(two)))
