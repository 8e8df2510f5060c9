# Does add_future call back at once if the Future is done?
# answer: No: always one hop later, unlike add_done_callback.
# laws: L12 F4
# canonical: done callback; end of main; queued; add_future
# must not: add_future; done callback; end of main; queued
# must not: done callback; end of main; add_future; queued
from tornado.concurrent import Future
from tornado.ioloop import IOLoop
from windtunnel import log

f = Future()

def main():
    f.set_result(None)
    IOLoop.current().add_callback(log, "queued")
    IOLoop.current().add_future(f, lambda _: log("add_future"))
    f.add_done_callback(lambda _: log("done callback"))
    log("end of main")
