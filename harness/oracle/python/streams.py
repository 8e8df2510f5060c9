"""Runs stream scripts on the real Tornado: what the two ends of a connection call, step by step, over loopback.

A script is the text of harness/subjects/programs/stream_script.hpp; its lines are those of stream_script_run.hpp. Time is
virtual: a step begins when nothing is ready any more, and the other end has had what the last one sent.
"""

import datetime
import logging
import socket
from typing import Any, Callable, Dict, List, Optional

from tornado import gen, ioloop, iostream, netutil
from tornado.concurrent import Future
from tornado.platform.auto import Waker

from http_loop import run_script
from words import name_of, shown, text_at

STEP = 1000.0
MOST_LINES = 10000
SIZED = ("write", "read_bytes", "read_partial", "stream_bytes")
SEARCHES = ("read_until", "read_regex")


class _Call:
    """One call: its end, its name, its arguments."""

    def __init__(self, text: str) -> None:
        words = text.split(" ")
        self.end, self.verb = words[0], words[1]
        words = words[2:]
        self.size = int(words.pop(0)) if self.verb in SIZED else 0
        self.pattern = words.pop(0).encode() if self.verb in SEARCHES else b""
        self.by_callback = "callback" in words
        self.limited = "limited" in words
        self.most = next((int(word[5:]) for word in words if word.startswith("most=")), None)


class _Script:
    """One run of a script."""

    def __init__(self, text: str) -> None:
        self.lines: List[str] = []
        self._deaf = False
        self._options: Dict[str, Optional[int]] = {}
        self._steps: List[List[_Call]] = []
        for line in text.splitlines():
            if line == "deaf":
                self._deaf = True
            elif line.startswith("limits "):
                limits = dict(word.split("=") for word in line.split(" ")[1:])
                names = {"buffer": "max_buffer_size", "chunk": "read_chunk_size", "write": "max_write_buffer_size"}
                self._options = {names[name]: int(limits[name]) for name in limits}
            else:
                self._steps.append([_Call(call) for call in line.split(" | ")] if line else [])
        self._step = 0
        self._streams: Dict[str, Any] = {}
        self._written = {"a": 0, "b": 0}

    def run(self, loop: Any, run_loop: Callable[[], None]) -> List[str]:
        self._loop = loop
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", 0))
        listener.setblocking(False)
        self._address = listener.getsockname()
        self._loop.make_current()
        if not self._deaf:
            listener.listen(128)
            netutil.add_accept_handler(listener, self._accept, io_loop=self._loop)
        self._loop.call_later(0, self._next_step)  # add_callback() would wake the loop before it runs
        run_loop()
        if not self._deaf:
            loop.remove_handler(listener.fileno())
        listener.close()
        return self.lines

    def _say(self, end: str, words: str) -> None:
        if len(self.lines) < MOST_LINES:
            self.lines.append("%s %d %s" % (end, self._step, words))

    def _stream_of(self, connection: socket.socket) -> Any:
        stream = iostream.IOStream(connection, io_loop=self._loop, **self._options)
        stream.set_nodelay(True)
        return stream

    def _accept(self, connection: socket.socket, _address: Any) -> None:
        self._streams["b"] = self._stream_of(connection)
        self._say("b", "accepted")

    def _next_step(self) -> None:
        count = len(self._steps)
        if self._step == count + 3:
            self._loop.stop()
            return
        self._loop.call_later(STEP, self._next_step)
        now = self._step
        self._step += 1
        last = [[], ["a state", "b state"], ["a close"], ["b close"]]
        calls = self._steps[now] if now < count else [_Call(text) for text in last[now - count + 1]]
        for place, call in enumerate(calls):
            self._begin(call, place if now < count else 0)

    def _begin(self, call: _Call, place: int) -> None:
        label = "%d.%d " % (self._step, place)

        def tell(words: str) -> None:
            self._say(call.end, label + words)

        stream = self._streams.get(call.end)
        if (stream is None) != (call.verb == "connect"):
            return tell("absent" if stream is None else "there already")
        try:
            getattr(self, "_" + call.verb)(stream, call, tell)
        except Exception as error:
            tell("throws " + name_of(error))

    def _tell_outcome(self, future: "Future[Any]", tell: Callable[[str], None]) -> None:
        def outcome(done: "Future[Any]") -> None:
            error = done.exception()
            if error is not None:
                tell("fails " + name_of(error))
            else:
                tell("gives" + (" " + shown(done.result()) if isinstance(done.result(), bytes) else ""))

        self._loop.add_future(future, outcome)

    def _connect(self, _stream: Any, call: _Call, tell: Callable[[str], None]) -> None:
        stream = self._streams["a"] = self._stream_of(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
        if call.by_callback:
            stream.connect(self._address, lambda: tell("calls"))
        else:
            self._tell_outcome(stream.connect(self._address), tell)

    def _write(self, stream: Any, call: _Call, tell: Callable[[str], None]) -> None:
        data = text_at(self._written[call.end], call.size)
        self._written[call.end] += call.size
        if call.by_callback:
            stream.write(data, lambda: tell("calls"))
        else:
            self._tell_outcome(stream.write(data), tell)

    def _read(self, call: _Call, tell: Callable[[str], None], method: Callable[..., Any], *args: Any, **options: Any) -> None:
        if call.by_callback:
            method(*args, callback=lambda data: tell("calls " + shown(data)), **options)
            return
        future = method(*args, **options)
        if call.limited:
            half = datetime.timedelta(seconds=STEP / 2)
            future = gen.with_timeout(half, future, io_loop=self._loop, quiet_exceptions=iostream.StreamClosedError)
        self._tell_outcome(future, tell)

    def _read_bytes(self, stream: Any, call: _Call, tell: Callable[[str], None]) -> None:
        self._read(call, tell, stream.read_bytes, call.size)

    def _read_partial(self, stream: Any, call: _Call, tell: Callable[[str], None]) -> None:
        self._read(call, tell, stream.read_bytes, call.size, partial=True)

    def _read_until(self, stream: Any, call: _Call, tell: Callable[[str], None]) -> None:
        delimiter = call.pattern.replace(b"\\r", b"\r").replace(b"\\n", b"\n")
        self._read(call, tell, stream.read_until, delimiter, max_bytes=call.most)

    def _read_regex(self, stream: Any, call: _Call, tell: Callable[[str], None]) -> None:
        self._read(call, tell, stream.read_until_regex, call.pattern, max_bytes=call.most)

    def _read_all(self, stream: Any, call: _Call, tell: Callable[[str], None]) -> None:
        self._read(call, tell, stream.read_until_close)

    def _stream_bytes(self, stream: Any, call: _Call, tell: Callable[[str], None]) -> None:
        self._read(call, tell, stream.read_bytes, call.size, streaming_callback=lambda part: tell("chunk " + shown(part)))

    def _stream_all(self, stream: Any, call: _Call, tell: Callable[[str], None]) -> None:
        self._read(call, tell, stream.read_until_close, streaming_callback=lambda part: tell("chunk " + shown(part)))

    def _close(self, stream: Any, _call: _Call, _tell: Callable[[str], None]) -> None:
        stream.close()

    def _half_close(self, stream: Any, _call: _Call, _tell: Callable[[str], None]) -> None:
        if not stream.closed():
            try:
                stream.socket.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # it is not connected any more

    def _watch_close(self, stream: Any, _call: _Call, tell: Callable[[str], None]) -> None:
        stream.set_close_callback(lambda: tell("closed" + _error_of(stream)))

    def _ignore_close(self, stream: Any, _call: _Call, _tell: Callable[[str], None]) -> None:
        stream.set_close_callback(None)

    def _state(self, stream: Any, _call: _Call, tell: Callable[[str], None]) -> None:
        words = "is " + ("closed" if stream.closed() else "open") + _error_of(stream)
        words += ", reads" if stream.reading() else ""
        words += ", writes" if stream.writing() else ""
        tell(words + ", has %d" % stream._read_buffer_size)


def _error_of(stream: Any) -> str:
    return " " + name_of(stream.error) if stream.error is not None else ""


def run(text: str, settle: float) -> List[str]:
    """The lines of a script. `settle`: how long the kernel may take to deliver, in real seconds."""
    return run_script(_Script, text, settle)


def run_on_kernel(texts: List[str]) -> None:
    """Prints the lines of each script, which runs on the ordinary loop: of this machine's kernel, or of a simulated one."""
    logging.disable(logging.CRITICAL)
    setattr(ioloop, "Waker", Waker)  # virtual_loop.py has taken it away
    for text in texts:
        loop = ioloop.IOLoop(make_current=False)
        for line in _Script(text).run(loop, loop.start):
            print(line)
        print(flush=True)
        loop.close()
