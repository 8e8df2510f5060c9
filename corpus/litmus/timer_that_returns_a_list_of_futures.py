# If a timer returns a list of Futures, does the loop watch them?
# answer: Yes, as anything that a coroutine can yield: the list's first failure is logged.
# laws: L11
# model: adversarial
# canonical: error callback Boom(lost)
# must not: end unretrieved Boom(lost)
# must not: nothing
from tornado import gen
from tornado.ioloop import IOLoop

class Boom(Exception):
    pass

@gen.coroutine
def fail():
    yield gen.moment
    raise Boom("lost")

def both():
    return [gen.sleep(1), fail()]

def main():
    IOLoop.current().call_later(0, both)
