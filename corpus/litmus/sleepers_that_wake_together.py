# In which order do coroutines wake that sleep until the same time?
# answer: In the order in which they went to sleep; other callbacks of that time can come between.
# laws: G29 L5
# show: time
# canonical: timer @1; first @1; callback @1; second @1
# must not: first @1; timer @1; callback @1; second @1
from tornado import gen
from tornado.ioloop import IOLoop
from windtunnel import log

@gen.coroutine
def sleeper(name):
    yield gen.sleep(1)
    log(name)

def timer():
    log("timer")
    IOLoop.current().add_callback(log, "callback")

@gen.coroutine
def main():
    first = sleeper("first")
    IOLoop.current().call_later(1, timer)
    second = sleeper("second")
    yield [first, second]
