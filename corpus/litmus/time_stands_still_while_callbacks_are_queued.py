# Does time pass while callbacks are queued?
# answer: No: the loop waits only when nothing is left to run.
# laws: L8 V2
# model: adversarial
# show: time
# canonical: step 1 @0; step 2 @0; step 3 @0; timer @1
# must not: step 1 @0; step 2 @0; timer @1; step 3 @1
from tornado.ioloop import IOLoop
from windtunnel import log

def step(n):
    log("step", n)
    if n < 3:
        IOLoop.current().add_callback(step, n + 1)

def main():
    IOLoop.current().call_later(1, log, "timer")
    step(1)
