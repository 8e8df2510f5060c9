# If two coroutines wait for one Future that fails, do both get its exception?
# answer: Yes, the same one.
# laws: R2 R6 V13
# model: adversarial
# must: first Boom(bad); second Boom(bad)
# must not: first Boom(bad); end unretrieved Boom(bad)
from tornado import gen
from tornado.concurrent import Future
from windtunnel import log, external

class Boom(Exception):
    pass

f = Future()

@gen.coroutine
def waiter(name, before):
    try:
        yield f
    except Boom as e:
        yield before
        log(name, e)

@gen.coroutine
def main():
    external(f.set_exception, Boom("bad"))
    first = waiter("first", gen.maybe_future(None))
    yield waiter("second", first)
