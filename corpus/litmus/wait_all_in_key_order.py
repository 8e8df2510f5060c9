# In which order does WaitAll give its results?
# answer: In the order of its keys, whichever callback is called first.
# laws: G33
# model: adversarial
# must: [1, 2]
# must not: [2, 1]
from tornado import gen
from windtunnel import log, external

@gen.coroutine
def main():
    external((yield gen.Callback("a")), 1)
    external((yield gen.Callback("b")), 2)
    log((yield gen.WaitAll(["a", "b"])))
