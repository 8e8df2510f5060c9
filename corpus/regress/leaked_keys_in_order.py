from tornado import gen
from tornado.ioloop import IOLoop

@gen.coroutine
def leaks(first, second, third):
    yield gen.Callback(first)
    yield gen.Callback(second)
    yield gen.Callback(third)

def main():
    for n in range(4):
        IOLoop.current().add_callback(leaks, "a", n, "b")
        IOLoop.current().add_callback(leaks, "c", "b", "a")
