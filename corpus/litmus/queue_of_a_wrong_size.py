# Which sizes are not allowed for a Queue?
# answer: None and negative numbers; zero means no limit.
# laws: Q3
# model: adversarial
# canonical: TypeError(maxsize can't be None); ValueError(maxsize can't be negative); False
# must not: TypeError(maxsize can't be None); ValueError(maxsize can't be negative); True
from tornado import queues
from windtunnel import log

def make(size):
    try:
        log(queues.Queue(maxsize=size).full())
    except Exception as e:
        log(e)

def main():
    make(None)
    make(-1)
    make(0)
