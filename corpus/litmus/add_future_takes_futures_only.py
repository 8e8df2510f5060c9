# What does add_future do with an argument that is not a Future?
# answer: It fails at once, in the caller.
# laws: L12
# model: adversarial
# canonical: refused
# must not: called
from tornado.ioloop import IOLoop
from windtunnel import log

def main():
    try:
        IOLoop.current().add_future(7, lambda _: log("called"))
    except Exception:
        log("refused")
