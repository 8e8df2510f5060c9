"""Makes raw requests and scripted responses, valid, odd and malformed, from numbers of a seed.

`strict` in a case names what a strict parser refuses and the original takes, if its bytes have that.
"""

import random
import re
from typing import Any, Dict, List

Case = Dict[str, Any]

TARGETS = [
    "/echo", "/echo?a=1&b=2&a=3", "/echo?a=%41+b&c&=d&%zz=%4", "/echo?", "/echo?a=%e4&b=\xe4\xf6", "/echo;p?x=1#f", "/arguments?a=+%C2%A0x%E2%80%83%00+",
    "/arguments?a=%ff", "/arguments?a=1&a=%20%20", "/arguments?a=%C2%85b%1c", "/path/a%20b%2Fc", "/path/%20x%20", "/path/%ff", "/path/", "/path/%00%0a",
    "/prepared", "/etag", "/chunks", "/length/5", "/length/4", "/length/6", "/status/204", "/status/304", "/status/413", "/status/414", "/status/416",
    "/status/418", "/status/599", "/status/299", "/status/421", "/status/103", "/status/451", "/reason", "/redirect", "/redirect?p=1", "/cookies",
    "/cookies?v=%22a%5Cb%22", "/cookies?v=a%3Bb%2Cc", "/json", "/big/100", "/big/2000", "/big/2000?type=image/png",
    "/big/2000?type=application/json;x", "/big/2000?vary=1", "/streamed", "/streamed?limit=4", "/fails", "/fails?late=1", "/none", "/", "*",
    "http://example.com/echo?x=1", "/static/a.txt", "/static/b.html", "/static/data.json.gz", "/static/empty.txt", "/static/noext", "/static/none",
    "/static/sub", "/static/sub/", "/static/../a.txt", "/static/%2e%2e/x", "/static/a.txt?v=1", "/static/sub/index.html", "/echo\x7f", "/echo\x80",
]
POSTED = ["/echo", "/echo?a=9&c=1", "/arguments", "/arguments?a=1", "/streamed", "/streamed?limit=4", "/status/404", "/status/599", "/reason", "/redirect", "/cookies", "/fails"]
METHODS = ["GET"] * 8 + ["POST"] * 5 + ["HEAD"] * 2 + ["PUT", "DELETE", "PATCH", "OPTIONS", "FOO", "get", "CONNECT", "TRACE"]
FORMS = [
    ("application/x-www-form-urlencoded", ["a=1&b=2", "a=%e4", "a=\xc3\xa4", "a=\xe2\x82\xac", "a=\xff", "a", "&&a=1&", "a=+1+&a=%20", "a=1;b=2", "a=\x00b", ""]),
    ("application/x-www-form-urlencoded; charset=utf-8", ["a=1", "a==1=", "=1"]),
    ("APPLICATION/x-www-form-urlencoded", ["a=1"]),
    ("text/plain", ["a=1"]),
    ("multipart/form-data; boundary=XX", [
        '--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\nvalue\r\n--XX--\r\n',
        '--XX\r\nContent-Disposition: form-data; name="f"; filename="x.txt"\r\nContent-Type: text/plain\r\n\r\nfile\r\n--XX--',
        '--XX\r\nContent-Disposition: form-data; name="f"; filename="x\\"y;.txt"\r\n\r\nfile\r\n--XX\r\ncontent-disposition:form-data;name=a\r\n\r\n\r\n--XX--\r\n',
        '--XX\r\nContent-Disposition: form-data; name=""\r\n\r\nvalue\r\n--XX--\r\n',
        '--XX\r\nContent-Disposition: attachment; name="a"\r\n\r\nvalue\r\n--XX--\r\n',
        '--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\nvalue--XX--\r\n',
        '--XX\r\nContent-Disposition: form-data; name="a"\r\nvalue\r\n--XX--\r\n',
        '--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\nvalue\r\n--XX\r\n',
        'junk--XX\r\nContent-Disposition: form-data; name="a"; filename=""\r\n\r\nv\r\n--XX\r\nnocolon\r\n\r\nv\r\n--XX--',
        '--XX\r\n folded\r\n\r\nv\r\n--XX--',
        '--XX\r\nContent-Disposition: form-data;\r\n name="a"\r\n\r\nv\r\n--XX\r\n\r\n\r\nv\r\n--XX--epilogue',
        '',
    ]),
    ('multipart/form-data; boundary="XX"', ['--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\nvalue\r\n--XX--\r\n']),
    ("multipart/form-data", ['--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\nvalue\r\n--XX--\r\n']),
    ("multipart/form-data; boundary=", ["----"]),
]
FIELDS = [
    "Host: example.com", "Host: example.com:8080", "Host:", "Connection: close", "Connection: keep-alive", "connection: Close", "Connection: keep-alive, Upgrade",
    "Expect: 100-continue", "Expect: other", 'If-None-Match: "abc"', 'If-None-Match: W/"abc", "x"', 'If-None-Match: "x", *', "If-None-Match: *",
    "If-None-Match: abc", 'If-None-Match: "4f7223ebadee9fb57b6796570d60638f"', "If-Modified-Since: Fri, 02 Jan 1970 00:00:00 GMT",
    "If-Modified-Since: Thu, 01 Jan 1970 23:59:59 GMT", "If-Modified-Since: Saturday, 03-Jan-70 00:00:00 GMT", "If-Modified-Since: never",
    "If-Modified-Since: Sun Jan  4 00:00:00 1970",
    "Range: bytes=0-4", "Range: bytes=5-", "Range: bytes=-0", "Range: bytes=30-", "Range: bytes=29-99", "Range: bytes=0-",
    "Range: bytes=a-b", "Range: bytes=1-2,4-5", "Range: chars=1-2", "Range: bytes=", "Range: bytes = 1 - 2", "Range: bytes=0-29",
    "Cookie: a=1", "Cookie: a=1; b=\"x\\\"y\\054\"", "Cookie: a", "Cookie: =x; ;a= b ;a=c", "Cookie: a=1; Path=/; bad name=2", "Cookie: a=\xe4", "Cookie: s=2|1:0|1:0|1:s|8:dmFsdWU=|437c1d65f728e942c2aeba80859105378d3e05b25aa188d5486c7e7b37c3c443",
    'Cookie: s="2|1:0|1:0|1:s|8:dmFsdWU=|437c1d65f728e942c2aeba80859105378d3e05b25aa188d5486c7e7b37c3c443"', "Cookie: s=2|1:0|1:0|1:s|8:dmFsdWU=|bad",
    "Cookie: s=dmFsdWU=|0|x", "Cookie: s=2|x", "Accept-Encoding: gzip", "Accept-Encoding: deflate, gzip;q=0", "X-Forwarded-For: 5.6.7.8", "X-Scheme: https",
    "Content-Encoding: gzip", "A: b", "a-B-c:  d  ", "A: \xe4", "A: x\xa0", "A:\xa0x", "A: b\r\n c", "A: b\r\n\tc  ", "A: b  \r\n  c\r\n d", "A:", "X-Y_z: 1", "A: b: c",
]
ODD_FIELDS = [
    "nocolon", "A : b", " A: b", ": b", "A\x01: b", "A: b\x01", "A: \x00", "A: b\rc", "A(: b", "\xe4: b", "Content-Length: +5", "Content-Length: 5 , 5",
    "Content-Length: -1", "Content-Length: 0x5", "Content-Length: 5.0", "Content-Length: ", "Content-Length: 1_0",
    "Transfer-Encoding: chunked", "Transfer-Encoding: Chunked", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: identity", "Content-Length: 99999999999999999999",
]
VERSIONS = ["HTTP/1.1"] * 12 + ["HTTP/1.0"] * 3 + ["HTTP/1.2", "HTTP/2.0", "HTTP/1.10", "http/1.1", "HTTP/1.1 ", "", "HTTP/1", "FTP/1.1"]
BYTES = ["\r", "\n", "\r\n", " ", "\t", ":", "\x00", "\x0b", "\x1c", "\x7f", "\x85", "\xa0", "\xff", ",", ";", "0", "A", "%", "\"", "-", "+", "\r\n\r\n"]

STRICT = [
    ("control characters", re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)")),
    ("a name that is no token", re.compile(r"\n[\x85\xa0]|(^|\n)(?![A-Z]+ [^\n]*HTTP/|HTTP/)[^\r\n:]*[^!#$%&'*+\-.^_`|~0-9A-Za-z\r\n:][^\r\n:]*:|\n:")),
    ("a method that is no token", re.compile(r"(^|\n)[^ \r\n]*[^!#$%&'*+\-.^_`|~0-9A-Za-z \r\n][^ \r\n]* [^ \r\n]* HTTP/1|(^|\n) [^\r\n]* HTTP/1")),
    ("a target with other characters", re.compile(r"(^|\n)[^ \r\n]* [^ \r\n]*[\t][^ \r\n]* HTTP/1|(^|\n)[^ \r\n]*  HTTP/1")),
    ("a version 1.2 to 1.9", re.compile(r"HTTP/1.?[2-9]|HTTP/1[^.]")),
    ("a length that is not digits", re.compile(r"(?i)content-length:[ \t]*([^0-9 \t\r\n]|[0-9]+[^0-9\r\n, \t])|content-length:[ \t]*[0-9 ]*_")),
    ("a length of more than 64 bits", re.compile(r"[0-9]{19}")),
    ("an error page for a code that has no body", re.compile(r"POST /status/(1|204|304)")),
    ("a status that has not three digits", re.compile(r"HTTP/1.[0-9] ([0-9]{1,2}|[0-9]{4,}|0[0-9]*) ")),
    ("an encoding after another", re.compile(r"(?is)transfer-encoding:[^\r\n]*,|transfer-encoding:.*\ntransfer-encoding:")),
    ("a URL with other characters", re.compile(r"(?i)\nlocation:[^\r\n]*[\x80-\xff<>\"{}|\\^` ]+[^\r\n ]")),
    ("a Connection that is no list of words", re.compile(r"(?i)\nconnection:[^\r\n]*([^a-z, \t\r\n-]|[a-z-][ \t]+[a-z-])")),
]


CHUNK_SIZE = re.compile(r"(^|\n)[ \t\x85\xa0]*(0[xX]|[+\-]|[0-9a-fA-F]+_)[0-9a-fA-F_]+[ \t\x85\xa0]*\r\n|\n[0-9a-fA-F]+[\x85\xa0]\r\n")
HEAD = re.compile(r"HTTP/|^[^\r\n]*:|^[A-Z]+ /", re.MULTILINE)


def _strict(text: str) -> str:
    heads = [part for part in re.split(r"(?:\r?\n){2}", text) if HEAD.search(part) and "\x1f\x8b" not in part]
    if CHUNK_SIZE.search(text):
        return "a chunk size that is not digits"
    return next((words for words, pattern in STRICT if any(pattern.search(head) for head in heads)), "")


class _Maker:
    def __init__(self, seed: int) -> None:
        self.choices = random.Random(seed)

    def one(self, items: Any) -> Any:
        return items[self.choices.randrange(len(items))]

    def chance(self, percent: int) -> bool:
        return self.choices.randrange(100) < percent

    def fields(self, most: int) -> List[str]:
        fields = [self.one(FIELDS) for _ in range(self.choices.randrange(most + 1))]
        if self.chance(12):
            fields.insert(self.choices.randrange(len(fields) + 1), self.one(ODD_FIELDS))
        return fields

    def chunked(self, body: str) -> str:
        """The body in chunks, sometimes odd ones."""
        text = ""
        while body:
            size = 1 + self.choices.randrange(len(body))
            text += "%x\r\n%s\r\n" % (size, body[:size])
            body = body[size:]
        text += "0\r\n\r\n"
        if self.chance(20):
            odd = ["5;a=b\r\nhello\r\n", "0x5\r\nhello\r\n", "+5\r\nhello\r\n", " 5 \r\nhello\r\n", "-5\r\nhello\r\n", "5\r\nhelloXX", "zz\r\n", "5\nhello\r\n", "05\r\nhello\r\n", "\r\n", "1_0\r\n", "ffffffffff\r\n"]
            text = self.one(odd[:4] + odd[5:]) + text
        return text

    def framed(self, body: str) -> List[str]:
        """The headers and the body, in one of the ways to say how long it is."""
        way = self.choices.randrange(10)
        if way < 6:
            return ["Content-Length: %d" % len(body), body]
        if way < 8:
            return ["Transfer-Encoding: chunked", self.chunked(body)]
        if way == 8:
            second = len(body) + self.choices.randrange(2)
            return [self.one(["Content-Length: %d\r\nContent-Length: %d", "Content-Length: %d, %d"]) % (len(body), second), body]
        return ["Content-Length: %d" % (len(body) + self.choices.randrange(3)), body]

    def request(self) -> str:
        method = self.one(METHODS)
        fields = ["Host: x"] * self.chance(70) + self.fields(3)
        body = ""
        if method in ("POST", "PUT", "PATCH") or self.chance(5):
            kind, bodies = self.one(FORMS)
            length, body = self.framed(self.one(bodies))
            fields += ["Content-Type: " + kind] * self.chance(90) + [length]
        version = self.one(VERSIONS) if self.chance(25) else "HTTP/1.1"
        target = self.one(TARGETS if method in ("GET", "HEAD") or self.chance(30) else POSTED)
        line = "%s %s %s" % (method, target, version)
        if self.chance(3):
            line = self.one(["GET /echo", "GET  /echo HTTP/1.1", " GET /echo HTTP/1.1", "GET /echo x HTTP/1.1", "GET\t/echo\tHTTP/1.1", "", "\r\nGET /echo HTTP/1.1"])
        end = "\n" if self.chance(5) else "\r\n"
        return end.join([line] + fields) + end + end + body

    def spoiled(self, text: str) -> str:
        """The text with a few bytes changed."""
        for _ in range(1 + self.choices.randrange(2)):
            at = self.choices.randrange(len(text) + 1)
            text = text[:at] + self.one(BYTES + [""]) + text[at + self.choices.randrange(2):]
        return text

    def cut(self, text: str) -> List[str]:
        """The text in up to four pieces."""
        if self.chance(50):
            return [text]
        ends = sorted(self.choices.randrange(len(text) + 1) for _ in range(1 + self.choices.randrange(3)))
        pieces = [text[begin:end] for begin, end in zip([0] + ends, ends + [len(text)])]
        return [piece for piece in pieces if piece]

    def server_case(self) -> Case:
        text = "".join(self.request() for _ in range(self.one([1, 1, 1, 1, 2, 3])))
        if self.chance(15):
            text = self.spoiled(text)
        case: Case = {"send": self.cut(text)}
        if self.chance(15):
            case["close"] = True
        if self.chance(30):
            case["options"] = self.one([
                {"max_body_size": 20}, {"max_buffer_size": 3000}, {"max_header_size": 100}, {"no_keep_alive": True}, {"chunk_size": 7}, {"body_timeout": 0.5},
                {"decompress_request": True}, {"compress_response": True}, {"xheaders": True}, {"compress_response": True},
            ])
        return _named(case, text)

    def response(self) -> str:
        code = self.one([200] * 8 + [204, 206, 301, 302, 302, 303, 304, 307, 308, 404, 413, 414, 416, 418, 500, 299, 599, 100, 101])
        reason = self.one(["OK", "Found it", "", "Not so", "\xe4"])
        fields = self.fields(2)
        if code in (301, 302, 303, 307, 308) or self.chance(3):
            fields += ["Location: " + self.one(LOCATIONS)] * self.chance(93)
        if self.chance(10):
            fields += ["Content-Encoding: gzip"]
        body = self.one(["", "hello", "x" * 100, GZIPPED, GZIPPED[:-4]])
        way = self.choices.randrange(10)
        if way < 8:
            length, body = self.framed(body)
            fields += [length]
        line = "%s %d %s" % (self.one(["HTTP/1.1"] * 9 + ["HTTP/1.0"]), code, reason)
        if self.chance(4):
            line = self.one(["HTTP/1.1 200", "HTTP/1.1  200 OK", "HTTP/2.0 200 OK", "HTTP/1.9 200 OK", "HELLO", "", "HTTP/1.1 2000 OK", "HTTP/1.1 20 OK", "HTTP/1.1 OK", "HTTP/1.1 200 OK\x01", " HTTP/1.1 200 OK"])
        end = "\n" if self.chance(5) else "\r\n"
        return "HTTP/1.1 100 Continue\r\n\r\n" * self.chance(5) + end.join([line] + fields) + end + end + body

    def client_case(self) -> Case:
        request: Case = {"url": self.one(URLS) if self.chance(40) else "http://example.com/"}
        if self.chance(25):
            request["method"] = self.one(["POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS", "GET"])
            if request["method"] in ("POST", "PUT", "PATCH") or self.chance(5):
                request["body"] = self.one(["", "a=1", "\xff"])
        for name, values in OPTIONS:
            if self.chance(6):
                request[name] = self.one(values)
        texts, answers = [], []
        for _ in range(1 + self.choices.randrange(3)):
            text = self.response()
            if self.chance(10):
                text = self.spoiled(text)
            texts.append(text)
            answers.append({"send": self.cut(text), "close": self.chance(60)})
        case: Case = {"request": request, "answers": answers}
        if self.chance(6):
            case["options"] = self.one([{"max_body_size": 20}, {"max_buffer_size": 60}, {"max_header_size": 100}])
        return _named(case, "\r\n\r\n".join(texts))


LOCATIONS = [
    "/there", "there", "?x", "#f", "//other.example/x", "http://other.example/a/../b", "../up", "./here", "http://example.com:8080/", "", "/a//b/../c", "a:b",
    "/%7Eq?a=/../b", "https://example.com/", "http://[::1]/v6", "..", "/a/./b/", "http://u:p@other.example/", "HTTP://Other.Example/X", "g;x=1/../y", "/there#frag", "http:there",
]
URLS = [
    "http://example.com", "http://example.com/a/b/c?d=e", "http://example.com:8080/a", "http://example.com:/a", "http://example.com/?", "http://example.com?q=1",
    "http://u:p@example.com/", "http://u@example.com/", "http://@example.com/", "http://u:@example.com/", "http://a%40b:p:q@example.com/", "http://[::1]/x", "http://[::1]:8080/", "http://127.0.0.1/",
    "http://example.com/#frag", "http://example.com/a#frag?x", "HTTP://EXAMPLE.com/", "ftp://example.com/", "example.com", "http://", "http:///x", "http://nowhere/", "http://example.com:99/",
    "http://example.com/a/../b/./c", "http://example.com//x", "http://example.com/%7e;p=1?a=%20", "http://example.com:080/",
]
OPTIONS = [
    ("follow_redirects", [False]), ("max_redirects", [0, 1, 2]), ("user_agent", ["agent"]), ("auth_username", ["me"]), ("auth_password", ["secret"]), ("streams", [True]),
    ("expect_100_continue", [True]), ("allow_nonstandard_methods", [True]), ("decompress_response", [False]), ("request_timeout", [1.0, 0.0]),
    ("headers", [{"Host": "mine"}, {"connection": "keep-alive"}, {"A": "b", "a-b": ""}]), ("if_modified_since", [86400]),
]
GZIPPED = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff\xcbH\xcd\xc9\xc9W\xc8@\x90\x00\x80\x88\xf9\xe5\x11\x00\x00\x00"


def _named(case: Case, text: str) -> Case:
    words = _strict(text)
    return {**case, "strict": words} if words else case


def make(seed: int, count: int, side: str) -> List[Case]:
    """Draws `count` cases of a server or of a client."""
    maker = _Maker(seed)
    return [maker.server_case() if side == "server" else maker.client_case() for _ in range(count)]
