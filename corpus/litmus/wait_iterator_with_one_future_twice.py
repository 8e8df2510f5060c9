# Can a WaitIterator contain the same Future twice?
# answer: No: the second time it is done, the iterator does not know it any more and raises KeyError.
# laws: G31
# model: adversarial
# canonical: 7; raise KeyError(<Future>)
# must not: 7; 7
from tornado import gen
from windtunnel import log

@gen.coroutine
def main():
    f = gen.maybe_future(7)
    results = gen.WaitIterator(f, f)
    while not results.done():
        log((yield results.next()))
