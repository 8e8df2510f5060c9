# When is the exception of a Future reported as never retrieved?
# answer: When nobody asked for it after the Future was set; asking earlier does not count.
# laws: F9 F10 F11 V6
# model: adversarial
# canonical: failed; looked Boom(lost)
# must: looked too early; failed; end unretrieved Boom(lost)
# must not: looked too early; failed
# must not: failed; looked Boom(lost); end unretrieved Boom(lost)
from tornado.concurrent import Future
from windtunnel import log, external

class Boom(Exception):
    pass

f = Future()

def fail():
    f.set_exception(Boom("lost"))
    log("failed")

def look():
    try:
        log("looked", f.exception())
    except Exception:
        log("looked too early")

def main():
    external(fail)
    external(look)
