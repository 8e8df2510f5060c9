"""The handlers of the raw requests; harness/subjects/programs/oracle_handlers.cpp has their twins."""

import os
import tempfile
from typing import Any, Dict

from tornado import gen, web

SECRET = "a secret"
FILES = {
    "a.txt": b"0123456789" * 3,
    "b.html": b"<p>hello</p>\n",
    "data.json.gz": b"\x1f\x8b",
    "empty.txt": b"",
    "noext": b"x",
    "sub/index.html": b"index",
}
MODIFIED = 86400


def make_files() -> str:
    """A folder with the files of /static."""
    root = tempfile.mkdtemp()
    for name, content in FILES.items():
        path = os.path.join(root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content)
        os.utime(path, (MODIFIED, MODIFIED))
    return root


def _raw(text: Any) -> bytes:
    return text if isinstance(text, bytes) else text.encode("latin1", "replace")


class Echo(web.RequestHandler):
    """Answers with everything that it knows of the request."""

    def get(self) -> None:
        request = self.request
        for name in ("method", "uri", "path", "query", "version", "host", "protocol"):
            self._line(name, getattr(request, name))
        self._line("full_url", request.full_url())
        for name, value in request.headers.get_all():
            self._line("header " + name, value)
        for kind in ("arguments", "query_arguments", "body_arguments"):
            for name, values in sorted(getattr(request, kind).items()):
                for value in values:
                    self._line(kind + " " + name, value)
        for name, files in sorted(request.files.items()):
            for file in files:
                self._line("file " + name, b" ".join([_raw(file.filename), _raw(file.content_type), file.body]))
        for name, morsel in sorted(request.cookies.items()):
            self._line("cookie " + name, morsel.value)
        self._line("body", request.body)

    post = put = delete = patch = options = get

    def _line(self, name: str, value: Any) -> None:
        self.write(_raw(name) + b"=" + _raw(value) + b"\n")


class Arguments(web.RequestHandler):
    """Answers with the arguments `a`, decoded."""

    def get(self) -> None:
        self.write(self.get_argument("a", "none") + "|")
        self.write(self.get_query_argument("a", "none") + "|" + self.get_body_argument("a", "none", strip=False) + "|")
        self.write("|".join(self.get_arguments("a", strip=False)))

    post = get


class Path(web.RequestHandler):
    """Answers with a part of its path."""

    def get(self, part: str) -> None:
        self.write("<" + part + ">")


class Prepared(web.RequestHandler):
    """Says whether prepare() has run."""

    def prepare(self) -> None:
        self.set_header("X-Prepared", "yes")

    def get(self) -> None:
        self.write("got")


class Etag(web.RequestHandler):
    """Has a tag of its own."""

    def get(self) -> None:
        self.set_header("Etag", '"abc"')
        self.set_header("Content-Language", "en")
        if self.check_etag_header():
            self.set_status(304)
            return
        self.write("tagged")


class Chunks(web.RequestHandler):
    """Answers in parts."""

    @gen.coroutine
    def get(self) -> Any:
        self.write("one ")
        yield self.flush()
        self.write("two ")
        yield self.flush()
        yield gen.sleep(0.01)
        self.write("three")


class Length(web.RequestHandler):
    """Announces a length from the request, and sends five bytes."""

    def get(self, length: str) -> None:
        self.set_header("Content-Length", length)
        self.write("12345")


class Status(web.RequestHandler):
    """Answers with a code and no body."""

    def get(self, code: str) -> None:
        self.set_status(int(code))

    def post(self, code: str) -> None:
        raise web.HTTPError(int(code))


class Reason(web.RequestHandler):
    """Answers with a reason of its own."""

    def get(self) -> None:
        self.set_status(299, "")

    def post(self) -> None:
        raise web.HTTPError(404, reason="It's gone")


class Redirect(web.RequestHandler):
    """Redirects."""

    def get(self) -> None:
        self.redirect("/echo?a=b c", permanent=self.get_argument("p", "") == "1")

    def post(self) -> None:
        self.redirect("/echo", status=307)


class Cookies(web.RequestHandler):
    """Sets cookies and tells what it got."""

    def get(self) -> None:
        self.write(_raw("a=" + (self.get_cookie("a") or "none")))
        self.set_cookie("b", self.get_argument("v", 'xy"z;'), expires_days=1, domain="example.com", httponly=True)
        self.set_cookie("c", "plain", path="/p", max_age=5, secure=True)
        self.clear_cookie("d")

    def post(self) -> None:
        got = self.get_secure_cookie("s")
        self.write(got if got is not None else "none")
        self.set_secure_cookie("s", "value", expires_days=None)


class Json(web.RequestHandler):
    """Answers with a dictionary."""

    def get(self) -> None:
        self.write({"text": "</script> \u00e4", "list": [1, 2.5, True, None], "empty": {}})


class Big(web.RequestHandler):
    """Answers with a text whose length the request gives."""

    def get(self, length: str) -> None:
        self.set_header("Content-Type", self.get_argument("type", "text/plain"))
        if self.get_argument("vary", ""):
            self.set_header("Vary", "Accept")
        self.write("x" * int(length))


@web.stream_request_body
class Streamed(web.RequestHandler):
    """Counts the bytes of its body as they come."""

    def prepare(self) -> None:
        self.count = 0
        if self.get_argument("limit", ""):
            self.request.connection.set_max_body_size(int(self.get_argument("limit")))

    def data_received(self, chunk: bytes) -> None:
        self.count += len(chunk)

    def post(self) -> None:
        self.write("%d bytes" % self.count)

    put = post


class Fails(web.RequestHandler):
    """Fails, before or after it has sent a part."""

    @gen.coroutine
    def get(self) -> Any:
        if self.get_argument("late", ""):
            self.write("part")
            yield self.flush()
        raise RuntimeError("planted")

    def post(self) -> None:
        self.finish("done")
        raise web.Finish()


def application(options: Dict[str, Any], files: str) -> web.Application:
    """The application of all raw requests."""
    return web.Application(
        [
            (r"/echo", Echo),
            (r"/arguments", Arguments),
            (r"/path/(.*)", Path),
            (r"/prepared", Prepared),
            (r"/etag", Etag),
            (r"/chunks", Chunks),
            (r"/length/(.*)", Length),
            (r"/status/([0-9]+)", Status),
            (r"/reason", Reason),
            (r"/redirect", Redirect),
            (r"/cookies", Cookies),
            (r"/json", Json),
            (r"/big/([0-9]+)", Big),
            (r"/streamed", Streamed),
            (r"/fails", Fails),
            (r"/static/(.*)", web.StaticFileHandler, {"path": files, "default_filename": "index.html"}),
        ],
        cookie_secret=SECRET,
        compress_response=options.get("compress_response", False),
    )
