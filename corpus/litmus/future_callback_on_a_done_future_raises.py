# Who gets the exception of a callback that is added to a done Future?
# answer: The caller of add_done_callback; if it was added to a pending Future, the log.
# laws: F4 F5
# model: adversarial
# must: caller Boom(now)
# must: error callback Boom(now)
# must not: nothing
from tornado.concurrent import Future
from windtunnel import log, external

class Boom(Exception):
    pass

f = Future()

def fail(x):
    raise Boom("now")

def add():
    try:
        f.add_done_callback(fail)
    except Boom as e:
        log("caller", e)

def main():
    external(add)
    external(f.set_result, None)
