# What does an engine return?
# answer: None at its first wait: its caller cannot wait for it.
# laws: G6
# model: adversarial
# canonical: begins; None; goes on
# must not: begins; goes on; None
from tornado import gen
from windtunnel import log

@gen.engine
def worker():
    log("begins")
    yield gen.moment
    log("goes on")

@gen.coroutine
def main():
    log(worker())
    yield gen.sleep(1)
