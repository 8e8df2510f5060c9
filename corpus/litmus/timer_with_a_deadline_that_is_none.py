# What does add_timeout do with a deadline that is neither a number nor a timedelta?
# answer: It raises a TypeError and adds no timer.
# laws: L9
# model: adversarial
# canonical: TypeError
# must not: never; TypeError
from tornado.ioloop import IOLoop
from windtunnel import log

def main():
    try:
        IOLoop.current().add_timeout("soon", log, "never")
    except TypeError:
        log("TypeError")
