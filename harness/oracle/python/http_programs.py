"""Runs HTTP scripts on the real Tornado: what clients fetch from a server, step by step, over loopback.

A script is the text of harness/subjects/programs/http_script.hpp; its lines are those of http_script_run.hpp. Time is virtual.
"""

import atexit
import ctypes
import logging
import os
import shutil
import socket
import time
from typing import Any, Callable, Dict, List, Optional, Tuple

from tornado import gen, httpserver, ioloop, netutil, simple_httpclient
from tornado.concurrent import Future
from tornado.httpclient import HTTPError, HTTPRequest, HTTPResponse
from tornado.httputil import HTTPHeaders, HTTPInputError, HTTPOutputError
from tornado.platform.auto import Waker

import http_handlers
import http_script_handlers
from http_loop import run_script
from words import name_of, shown, text_at

STEP = 1000.0
ROUND = 100000  # seconds, more than a script lasts
TIMER_ABSTIME = 1
MOST_LINES = 10000
USUAL_PART = 40
CLIENT_SETTINGS = {"max_clients": "max_clients", "max_buffer": "max_buffer_size", "max_head": "max_header_size", "max_body": "max_body_size"}
SERVER_SIZES = {"max_head": "max_header_size", "max_body": "max_body_size", "max_buffer": "max_buffer_size", "chunk": "chunk_size"}
SERVER_TIMES = {"idle": "idle_connection_timeout", "body_timeout": "body_timeout"}
SERVER_FLAGS = {"no_keep_alive": "no_keep_alive", "decompress": "decompress_request"}

# Headers that almost every response has: they are not told, except by a header_callback.
USUAL_HEADERS = (("Server", "TornadoServer/4.5.3"), ("Content-Type", "text/html; charset=UTF-8"))

Words = List[Tuple[str, str]]

_files: Optional[str] = None


def _static_files() -> str:
    """The folder of /static, made once a process."""
    global _files
    if _files is None:
        _files = http_handlers.make_files()
        atexit.register(shutil.rmtree, _files, True)
    return _files


def _words(text: str) -> Words:
    return [(name, value) for name, _, value in (word.partition("=") for word in text.split(" ") if word)]


class _InOrder(Dict[Any, None]):
    """Stands for the set of a server's connections: the order of a set is a matter of addresses."""

    def add(self, item: Any) -> None:
        self[item] = None

    def remove(self, item: Any) -> None:
        del self[item]


class _NoAddress(Exception):
    """A name has no address."""


class _Hosts(netutil.Resolver):
    """Each host is a port of loopback."""

    def initialize(self, ports: Dict[str, int], io_loop: Any = None) -> None:  # type: ignore[override]
        self._ports = ports

    def resolve(self, host: str, port: int, family: int = 0, callback: Any = None) -> Any:
        future: "Future[Any]" = Future()
        if host in self._ports:
            future.set_result([(socket.AF_INET, ("127.0.0.1", self._ports[host] if port == 80 else 1))])
        else:
            future.set_exception(_NoAddress("no address for '%s'" % host))
        return future


SAID = (ValueError, KeyError, RuntimeError, HTTPInputError, HTTPOutputError, _NoAddress)


def _words_of(error: BaseException) -> str:
    if isinstance(error, HTTPError):
        return str(error)
    if isinstance(error, SAID) and error.args:
        return str(error.args[0])
    return name_of(error)


class _Script:
    """One run of a script."""

    def __init__(self, text: str) -> None:
        self.lines: List[str] = []
        lines = text.splitlines()
        settings = _words(lines.pop(0)[5:]) if lines and lines[0].startswith("with ") else []
        self._settings = dict(settings[::-1])  # the first of a name counts
        self._steps = [line.split(" | ") if line else [] for line in lines]
        self._step = 0
        self._over = False
        self._parts: Dict[str, Tuple[int, bytes]] = {}

    def run(self, loop: Any, run_loop: Callable[[], None]) -> List[str]:
        """The lines."""
        self._loop = loop
        loop.make_current()
        self._begin = loop.time()
        listeners = {name: _listener() for name in ("server", "other")}
        ports = {name: listener.getsockname()[1] for name, listener in listeners.items()}
        self._resolver = _Hosts(io_loop=loop, ports={**ports, "deaf": 1})
        site = http_script_handlers.Site(
            lambda fetch, words: self._say("s" + fetch, words), lambda fetch, part: self._say_part("s" + fetch, part)
        )
        site.client = self._make_client({})
        self._clients = {
            name: self._make_client({CLIENT_SETTINGS[each]: int(value) for each, value in self._of(name).items()}) for name in ("a", "b")
        }
        application = http_script_handlers.application(site, "compress" in self._of("s"), _static_files())
        self._servers = {}
        for name, listener in listeners.items():
            self._servers[name] = httpserver.HTTPServer(application, io_loop=loop, **self._server_options())
            self._servers[name]._connections = _InOrder()
            listener.listen(128)
            self._servers[name].add_sockets([listener])
        loop.call_later(0, self._next_step)  # add_callback() would wake the loop before it runs
        run_loop()
        return self.lines

    def _of(self, owner: str) -> Dict[str, str]:
        return {name[2:]: value for name, value in self._settings.items() if name.startswith(owner + ".")}

    def _make_client(self, options: Dict[str, int]) -> Any:
        return simple_httpclient.SimpleAsyncHTTPClient(self._loop, force_instance=True, resolver=self._resolver, **options)

    def _server_options(self) -> Dict[str, Any]:
        found = self._of("s")
        options: Dict[str, Any] = {SERVER_SIZES[name]: int(found[name]) for name in found if name in SERVER_SIZES}
        options.update({SERVER_TIMES[name]: int(found[name]) / 1000.0 for name in found if name in SERVER_TIMES})
        options.update({SERVER_FLAGS[name]: True for name in found if name in SERVER_FLAGS})
        return options

    def _say(self, party: str, words: str) -> None:
        if not self._over:
            self._say_parts_of(party)
            self._add_line(party, self._now(), words)

    def _now(self) -> int:
        return round((self._loop.time() - self._begin) * 1000)

    def _add_line(self, party: str, time: int, words: str) -> None:
        if len(self.lines) < MOST_LINES:
            self.lines.append("%s %d %s" % (party, time, words))

    def _say_part(self, party: str, part: bytes) -> None:
        """Where the parts of a body end is a matter of the kernel's buffers: what comes at the same time is one."""
        if self._over:
            return
        if self._parts.get(party, (self._now(), b""))[0] != self._now():
            self._say_parts_of(party)
        self._parts[party] = self._now(), self._parts.get(party, (0, b""))[1] + part

    def _say_parts_of(self, party: str) -> None:
        if party in self._parts:
            time, part = self._parts.pop(party)
            self._add_line(party, time, "part " + shown(part))

    def _next_step(self) -> None:
        if self._step == len(self._steps):
            return self._end()
        calls = self._steps[self._step]
        self._step += 1
        pauses = [int(call[5:]) / 1000.0 for call in calls if call.startswith("soon ")]
        self._loop.call_later(pauses[-1] if pauses else STEP, self._next_step)
        for place, call in enumerate(calls):
            self._perform(call, "%d.%d" % (self._step, place))

    def _end(self) -> None:
        for party in sorted(self._parts):
            self._say_parts_of(party)
        for name, client in self._clients.items():
            self._say(name, "has %d active, %d queued" % (len(client.active), len(client.queue)))
        for name, server in self._servers.items():
            self._say(name, "has %d connections" % len(server._connections))
            server.stop()
        self._over = True
        self._loop.stop()

    def _perform(self, call: str, label: str) -> None:
        words = call.split(" ")
        if words[0] == "soon":
            return
        if words[0] == "stop":
            self._servers["server"].stop()
        elif words[0] == "shut":
            self._loop.add_future(self._servers["server"].close_all_connections(), self._tell_shut)
        elif words[1] == "close":
            self._clients[words[0]].close()
        else:
            self._fetch(self._clients[words[0]], words[1], words[2], _words(" ".join(words[3:])), label)

    def _tell_shut(self, done: "Future[None]") -> None:
        error = done.exception()
        self._say("server", "is shut" if error is None else "fails " + _words_of(error))

    def _fetch(self, client: Any, method: str, target: str, words: Words, label: str) -> None:
        party = "c" + label
        names = [name for name, _ in words]
        raise_error = "quiet" not in names
        try:
            request = self._request(method, target, words, label)
            if "callback" in names:
                client.fetch(request, lambda response: self._tell(party, "calls", response), raise_error)
            else:
                self._loop.add_future(client.fetch(request, raise_error=raise_error), lambda done: self._tell_outcome(party, done))
        except Exception as error:
            self._say(party, "throws " + _words_of(error))

    def _tell_outcome(self, party: str, done: "Future[HTTPResponse]") -> None:
        error = done.exception()
        if error is None:
            return self._tell(party, "gives", done.result())
        self._say(party, "fails " + _words_of(error))
        if isinstance(error, HTTPError) and error.response is not None:
            self._tell(party, "with", error.response)

    def _tell(self, party: str, verb: str, response: HTTPResponse) -> None:
        taken = round(response.request_time * 1000)
        self._say(
            party,
            "%s %d %s from %s in %d ms: %s" % (verb, response.code, response.reason, response.effective_url, taken, shown(response.body or b"")),
        )
        headers = ["[%s: %s]" % pair for pair in response.headers.get_all() if pair not in USUAL_HEADERS]
        if headers:
            self._say(party, "headers " + " ".join(headers))
        if response.error and verb != "with":
            self._say(party, "error " + _words_of(response.error))

    def _request(self, method: str, target: str, words: Words, label: str) -> HTTPRequest:
        values = dict(words[::-1])  # the first of a name counts
        numbers = {name: int(value) for name, value in values.items() if value.isdigit()}
        party = "c" + label
        host, slash, path = target.partition("/")
        options: Dict[str, Any] = {}
        headers = HTTPHeaders({"X-Fetch": label})
        for name, value in words:
            before, _, after = value.partition(":")
            if name == "header":
                headers.add(before, after)
            elif name == "agent":
                options["user_agent"] = value
            elif name == "auth":
                options.update(auth_username=before, auth_password=after)
        part = numbers.get("part", USUAL_PART)
        if "sized" in values:
            headers["Content-Length"] = str(numbers.get("parts", 0) * part)
        if "body" in values:
            options["body"] = text_at(0, numbers["body"])
        if "parts" in values:
            options["body_producer"] = lambda write: self._produce(party, numbers, part, "fails" in values, write)
        if "stays" in values:
            options["follow_redirects"] = False
        if "redirects" in values:
            options["max_redirects"] = numbers["redirects"]
        for name in ("connect", "request"):
            if name in values:
                options[name + "_timeout"] = numbers[name] / 1000.0
        options["expect_100_continue"] = "expect" in values
        options["allow_nonstandard_methods"] = "anything" in values
        options["decompress_response"] = "plain" not in values
        if "since" in values:
            options["if_modified_since"] = float(numbers["since"])
        if "chunks" in values:
            options["streaming_callback"] = lambda chunk: self._say_part(party, chunk)
        if "heads" in values:
            options["header_callback"] = lambda line: self._say(party, "head " + shown(line.encode("latin1")))
        return HTTPRequest("http://" + (host or "server") + slash + path, method, headers, **options)

    @gen.coroutine
    def _produce(self, party: str, numbers: Dict[str, int], size: int, fails: bool, write: Callable[[bytes], Any]) -> Any:
        for part in range(numbers["parts"]):
            yield write(text_at(part * size, size))
            self._say(party, "wrote %d" % size)
            if "pause" in numbers:
                yield gen.sleep(numbers["pause"] / 1000.0)
        if fails:
            raise RuntimeError("planted")


def _listener() -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # for what is accepted: the kernel holds nothing back
    listener.bind(("127.0.0.1", 0))
    listener.setblocking(False)
    return listener


def run(text: str, settle: float) -> List[str]:
    """The lines of a script. `settle`: how long the kernel may take to deliver, in real seconds."""
    return run_script(_Script, text, settle)


class _Timespec(ctypes.Structure):
    _fields_ = [("seconds", ctypes.c_long), ("nanoseconds", ctypes.c_long)]


def _wait_for_round_time() -> None:
    """On the simulated kernel, where both sides must read the same from the clock, whatever they did before."""
    if "WINDTUNNEL_SEED" in os.environ:
        until = _Timespec((int(time.time()) // ROUND + 1) * ROUND, 0)
        ctypes.CDLL(None).clock_nanosleep(time.CLOCK_REALTIME, TIMER_ABSTIME, ctypes.byref(until), None)


def run_on_kernel(texts: List[str]) -> None:
    """Prints the lines of each script, which runs on the ordinary loop: of this machine's kernel, or of a simulated one."""
    logging.disable(logging.CRITICAL)
    setattr(ioloop, "Waker", Waker)  # virtual_loop.py has taken it away
    for text in texts:
        _wait_for_round_time()
        loop = ioloop.IOLoop(make_current=False)
        for line in _Script(text).run(loop, loop.start):
            print(line)
        print(flush=True)
        loop.close()
