"""The handlers of HTTP scripts that tell what happens to them; harness/subjects/programs/http_script_handlers.cpp has their twins."""

from typing import Any, Callable, List

from tornado import gen, web
from tornado.concurrent import Future
from tornado.httpclient import HTTPRequest

import http_handlers
from words import shown, text_at


class Site:
    """What the handlers of a script share."""

    def __init__(self, say: Callable[[str, str], None], say_part: Callable[[str, bytes], None]) -> None:
        self.say = say
        self.say_part = say_part
        self.client: Any = None
        self.waiting: List["Future[None]"] = []


def fetch_of(handler: web.RequestHandler) -> str:
    """The fetch that a request belongs to."""
    return str(handler.request.headers.get("X-Fetch", "?"))


class _Telling(web.RequestHandler):
    def initialize(self, site: Site) -> None:
        self.site = site

    def say(self, words: str) -> None:
        self.site.say(fetch_of(self), words)

    def prepare(self) -> None:
        self.say("begins %s %s" % (self.request.method, self.request.uri))

    def on_connection_close(self) -> None:
        self.say("closed")

    def get(self, *args: str) -> Any:
        return self.act(*args)

    head = post = put = delete = patch = options = get

    def act(self, *args: str) -> Any:
        raise NotImplementedError


class _Sleeping(_Telling):
    @gen.coroutine
    def act(self, pause: str) -> Any:
        yield gen.sleep(int(pause) / 1000.0)
        self.write("slept")


class _Dripping(_Telling):
    @gen.coroutine
    def act(self, parts: str, pause: str) -> Any:
        for part in range(int(parts)):
            self.write("part %d\n" % part)
            yield self.flush()
            yield gen.sleep(int(pause) / 1000.0)


class _Hanging(_Telling):
    @gen.coroutine
    def act(self) -> Any:
        yield Future()


class _Cutting(_Telling):
    @gen.coroutine
    def act(self, size: str) -> Any:
        if int(size) > 0:
            self.write(text_at(0, int(size)))
            yield self.flush()
        self.request.connection.close()


@web.stream_request_body
class _Reading(_Telling):
    def prepare(self) -> None:
        super().prepare()
        self.count = 0
        if self.get_argument("limit", ""):
            self.request.connection.set_max_body_size(int(self.get_argument("limit")))

    def data_received(self, chunk: bytes) -> Any:
        self.site.say_part(fetch_of(self), chunk)
        self.count += len(chunk)
        pause = self.get_argument("pause", "")
        return gen.sleep(int(pause) / 1000.0) if pause else None

    def act(self) -> Any:
        self.write("%d bytes" % self.count)


class _Taking(_Telling):
    def act(self) -> Any:
        self.say("takes " + shown(self.request.body))
        self.write("%d bytes" % len(self.request.body))


class _Hopping(_Telling):
    def act(self, left: str) -> Any:
        code = self.get_query_argument("code", "302")
        if int(left) == 0:
            self.write("%s arrives with %d bytes" % (self.request.method, len(self.request.body)))
        else:
            self.redirect("/hop/%d?code=%s" % (int(left) - 1, code), status=int(code))


class _SendingAway(_Telling):
    def act(self, target: str) -> Any:
        self.redirect("http://" + target)


class _Waiting(_Telling):
    @gen.coroutine
    def act(self) -> Any:
        woken: "Future[None]" = Future()
        self.site.waiting.append(woken)
        yield woken
        self.write("woken")


class _Waking(_Telling):
    """Not at once, so that it does not matter who of those that come at the same time is first."""

    @gen.coroutine
    def act(self) -> Any:
        yield gen.sleep(0.007)
        waiting, self.site.waiting = self.site.waiting, []
        for each in waiting:
            each.set_result(None)
        self.write("wakes %d" % len(waiting))


class _Fetching(_Telling):
    @gen.coroutine
    def act(self, target: str) -> Any:
        request = HTTPRequest("http://" + target, headers={"X-Fetch": fetch_of(self)})
        response = yield self.site.client.fetch(request)
        self.write("%d " % response.code)
        self.write(response.body)


class _Early(_Telling):
    @gen.coroutine
    def act(self, pause: str) -> Any:
        self.finish("early")
        yield gen.sleep(int(pause) / 1000.0)
        self.say("later")


def application(site: Site, compress: bool, files: str) -> web.Application:
    """The application of both servers."""

    def log(handler: web.RequestHandler) -> None:
        request = handler.request
        taken = round(request.request_time() * 1000)
        words = "answers %d to %s %s in %d ms" % (handler.get_status(), request.method, request.uri, taken)
        site.say(fetch_of(handler), words)

    shared = {"site": site}
    made = http_handlers.application({"compress_response": compress}, files)
    made.settings["log_function"] = log
    own = [
        (r"/sleep/([0-9]+)", _Sleeping, shared),
        (r"/drip/([0-9]+)/([0-9]+)", _Dripping, shared),
        (r"/hang", _Hanging, shared),
        (r"/cut/([0-9]+)", _Cutting, shared),
        (r"/read", _Reading, shared),
        (r"/take", _Taking, shared),
        (r"/hop/([0-9]+)", _Hopping, shared),
        (r"/to/(.*)", _SendingAway, shared),
        (r"/wait", _Waiting, shared),
        (r"/wake", _Waking, shared),
        (r"/via/(.*)", _Fetching, shared),
        (r"/early/([0-9]+)", _Early, shared),
    ]
    made.add_handlers(r".*$", own)
    return made
