# Does `with lock` acquire it?
# answer: No, it raises RuntimeError: the lock has to be acquired by a yield.
# laws: K9
# freedom: adversary
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
