"""Runs raw requests and scripted responses on the real Tornado. One case is a JSON object on a line; bytes are Latin-1.

A case of a server has `options`, `send` (the pieces that the browser sends, each when the server has nothing to do), and
`close`, whether it then closes. The answer is `got`, and `closed`, whether the server closed.
A case of a client has `request`, `answers` (a list of connections, each with `send` and `close`), and the answer is
`requests`, what each connection received, and `outcome`.
"""

import copy
import json
import logging
import shutil
import socket
from typing import Any, Dict, List, Optional

from tornado import httpserver, iostream, simple_httpclient
from tornado.concurrent import Future
from tornado.httpclient import HTTPError, HTTPRequest, HTTPResponse

import http_handlers
from http_loop import HttpLoop, Script

Case = Dict[str, Any]
HOSTS = ("example.com", "other.example", "127.0.0.1", "::1")


class _Peer:
    """The end of a connection that no Tornado has."""

    def __init__(self) -> None:
        self.socket, self.other = socket.socketpair()
        self.socket.setblocking(False)
        self.received = b""
        self.ended = False

    def read(self) -> None:
        """Takes what has arrived."""
        try:
            while not self.ended:
                part = self.socket.recv(65536)
                self.received += part
                self.ended = not part
        except BlockingIOError:
            pass
        except OSError:
            self.ended = True

    def send(self, piece: str) -> None:
        try:
            self.socket.send(piece.encode("latin1"))
        except OSError:
            self.ended = True


def _browse(peer: _Peer, case: Case) -> Script:
    yield
    for piece in case["send"]:
        peer.send(piece)
        yield
        peer.read()
    if case.get("close"):
        peer.socket.shutdown(socket.SHUT_WR)
        yield


def answer_request(case: Case, files: str) -> Case:
    """What the real server answers."""
    peer = _Peer()
    loop = HttpLoop(_browse(peer, case), 1.0)
    options = dict(case.get("options", {}))
    application = http_handlers.application(options, files)
    options.pop("compress_response", None)
    loop.make_current()
    server = httpserver.HTTPServer(application, io_loop=loop, **options)
    stream = iostream.IOStream(
        peer.other, io_loop=loop, max_buffer_size=options.get("max_buffer_size"), read_chunk_size=options.get("chunk_size")
    )
    loop.add_callback(server.handle_stream, stream, ("1.2.3.4", 5))
    loop.run()
    peer.read()
    peer.socket.close()
    closed = stream.closed()
    stream.close()
    return {"got": peer.received.decode("latin1"), "closed": closed}


class _Connect:
    """Stands for TCPClient: every connection leads to the script."""

    def __init__(self, loop: HttpLoop, answers: List[Case]) -> None:
        self.peers: List[_Peer] = []
        self._loop = loop
        self._answers = answers

    def connect(self, host: str, port: int, callback: Any, max_buffer_size: int, **_ignored: Any) -> None:
        future: "Future[Any]" = Future()
        host = host.lower()  # as names are looked up
        if host not in HOSTS or port not in (80, 8080):
            future.set_exception(OSError("no such host"))
        else:
            peer = _Peer()
            peer.target = "%s:%d" % (host, port)
            self.peers.append(peer)
            future.set_result(iostream.IOStream(peer.other, io_loop=self._loop, max_buffer_size=max_buffer_size))
        self._loop.add_future(future, lambda done: callback(done.result()))

    def close(self) -> None:
        """Nothing to do."""

    def script(self) -> Script:
        """Plays the answers, one a connection; the last one is for all others, too."""
        yield
        done = 0
        while done < len(self.peers):
            peer = self.peers[done]
            answer = self._answers[min(done, len(self._answers) - 1)]
            done += 1
            peer.read()
            for piece in answer["send"]:
                peer.send(piece)
                yield
                peer.read()
            if answer.get("close"):
                peer.socket.shutdown(socket.SHUT_WR)
                yield
                peer.read()


def _error_words(error: BaseException) -> str:
    return str(error) if isinstance(error, HTTPError) else "exception"


def answer_response(case: Case) -> Case:
    """What the real client makes of scripted responses."""
    chunks: List[str] = []
    lines: List[str] = []
    responses: List[HTTPResponse] = []
    connect: Optional[_Connect] = None

    def script() -> Script:
        assert connect is not None
        yield from connect.script()

    loop = HttpLoop(script(), 60.0)
    connect = _Connect(loop, case["answers"])
    loop.make_current()
    options = copy.deepcopy(case["request"])
    if options.pop("streams", False):
        options["streaming_callback"] = lambda chunk: chunks.append(chunk.decode("latin1"))
        options["header_callback"] = lines.append
    client_options = dict(case.get("options", {}))
    client = simple_httpclient.SimpleAsyncHTTPClient(loop, force_instance=True, **client_options)
    client.tcp_client = connect
    if options.get("body") is not None:
        options["body"] = options["body"].encode("latin1")
    loop.add_callback(lambda: client.fetch(HTTPRequest(**options), responses.append))
    loop.run()
    requests = []
    for peer in connect.peers:
        peer.read()
        peer.socket.close()
        requests.append(peer.target + " " + peer.received.decode("latin1"))
    outcome: Case = {"responses": len(responses), "requests": requests, "chunks": chunks, "lines": lines}
    if responses:
        response = responses[0]
        outcome.update(
            code=response.code,
            reason=response.reason,
            headers=[list(pair) for pair in response.headers.get_all()],
            body=(response.body or b"").decode("latin1"),
            effective_url=response.effective_url,
            url=response.request.url,
            error=_error_words(response.error) if response.error else "",
        )
    client.close()
    return outcome


def answer_all(cases: List[Case]) -> List[Case]:
    """The cases with the real answers in `answer`."""
    logging.disable(logging.CRITICAL)
    files = http_handlers.make_files()
    try:
        answered = []
        for case in cases:
            answer = answer_response(case) if "answers" in case else answer_request(case, files)
            answered.append({**case, "answer": answer})
        return answered
    finally:
        shutil.rmtree(files)


def to_line(case: Case) -> str:
    """The case on one line."""
    return json.dumps(case, sort_keys=True, separators=(",", ":")) + "\n"
