# Does `with lock` acquire it?
# answer: No, it raises RuntimeError: a lock must be acquired with a yield.
# laws: K9
# model: adversarial
# canonical: refused
# must not: inside
from tornado import locks
from windtunnel import log

def main():
    lock = locks.Lock()
    try:
        with lock:
            log("inside")
    except RuntimeError:
        log("refused")
