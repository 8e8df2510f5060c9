# In which order do coroutines continue that wait for the same Future?
# answer: In the order in which they yielded it, one hop after it is set.
# laws: R2 V1
# canonical: set; first; second; third
# must not: first; second; third; set
# must not: set; third; second; first
from tornado import gen
from tornado.concurrent import Future
from windtunnel import log, external

f = Future()

@gen.coroutine
def waiter(name):
    yield f
    log(name)

def arrive():
    f.set_result(None)
    log("set")

@gen.coroutine
def main():
    external(arrive)
    yield [waiter("first"), waiter("second"), waiter("third")]
