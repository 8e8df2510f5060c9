# If a callback returns a Future that fails, is the failure lost?
# answer: No, the loop logs it as the callback's, one hop after the Future failed.
# laws: L11
# canonical: failing; queued; error callback Boom(lost)
# must not: failing; queued; end unretrieved Boom(lost)
# must not: failing; error callback Boom(lost); queued
from tornado import gen
from tornado.ioloop import IOLoop
from windtunnel import log

class Boom(Exception):
    pass

@gen.coroutine
def fail():
    IOLoop.current().add_callback(log, "queued")
    log("failing")
    raise Boom("lost")

def main():
    IOLoop.current().add_callback(fail)
