# Can two coroutines be inside the same lock?
# answer: No, however events wake them; the second enters when the first has left.
# laws: K8 K12 V15
# model: adversarial
# must: first enters; first leaves; second enters; second leaves
# must not: first enters; second enters; first leaves; second leaves
# must not: first enters; second enters; second leaves; first leaves
from tornado import gen, locks
from tornado.concurrent import Future
from windtunnel import log, external

lock = locks.Lock()

@gen.coroutine
def worker(name, f):
    with (yield lock.acquire()):
        log(name + " enters")
        yield f
        log(name + " leaves")

@gen.coroutine
def main():
    a = Future()
    b = Future()
    external(a.set_result, None)
    external(b.set_result, None)
    yield [worker("first", a), worker("second", b)]
