# A list of YieldPoints that an exception has left behind fails after its coroutine has ended: whatever it fails by,
# what is told is that the coroutine's Future is set already.
from datetime import timedelta
from tornado import gen
from tornado.ioloop import IOLoop
from windtunnel import log

class Boom(Exception):
    pass

def crash(error):
    raise error

@gen.coroutine
def main():
    done = yield gen.Callback("k0")
    IOLoop.current().add_callback(done)
    IOLoop.current().add_callback(crash, Boom("early"))
    yield [gen.Wait("k0"), gen.with_timeout(timedelta(seconds=2), gen.sleep(3))]
