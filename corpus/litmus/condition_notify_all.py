# Does notify_all also wake waiters that wait again because of it?
# answer: No, only those that wait when it is called.
# laws: K3
# canonical: one; two; pending
# must not: one; two; again
from tornado import gen, locks
from windtunnel import log

condition = locks.Condition()

@gen.coroutine
def again():
    yield condition.wait()
    log("one")
    yield condition.wait()
    log("again")

@gen.coroutine
def once():
    yield condition.wait()
    log("two")

@gen.coroutine
def main():
    waiters = [again(), once()]
    condition.notify_all()
    yield waiters
