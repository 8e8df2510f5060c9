// The client's behaviour on malformed or odd responses. It was measured with Tornado 4.5.3 and a server on
// plain sockets, except where the table says otherwise.
#include "tests/runtime/http/world.hpp"

namespace tornado::http {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Then = Answer::Then;

constexpr const char* closed = "! HTTP 599: Connection closed";
constexpr const char* late = "! HTTP 599: Timeout during request";
constexpr const char* quiet = "! the receiver of the message failed, which was logged";
constexpr const char* ok = "200 OK: hello";

struct Case {
  const char* name;
  std::string bytes;
  const char* outcome;
  const char* log = "";  // a part of the only line that is logged
  Then then = Then::close;
};

std::string chunked(const std::string& body) {
  return response("Transfer-Encoding: chunked\r\n", body);
}

std::vector<Case> cases() {
  return {
      {"whole", sized("hello"), ok},
      {"whole, left open", sized("hello"), ok, "", Then::keep},
      {"until close", response("", "hello"), ok},
      {"no body", response("", ""), "200 OK: "},
      {"too short", response("Content-Length: 9\r\n", "hello"), closed},
      {"too short, reset", response("Content-Length: 9\r\n", "hello"), quiet, "reset", Then::reset},
      {"reset at once", "", "! receive: Connection reset by peer", "", Then::reset},
      {"no end of the head", "HTTP/1.1 200 OK\r\nA: b\r\n", late, "", Then::keep},
      {"until close, reset", response("", "hello"), ok, "", Then::reset},
      {"chunks", chunked("2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"), ok},
      {"chunk with extension", chunked("5;a=b\r\nhello\r\n0\r\n\r\n"), closed, "the size of a chunk"},
      {"chunk of no size", chunked("zz\r\nhello\r\n0\r\n\r\n"), closed, "the size of a chunk"},
      // The original loops for ever.
      {"chunk of negative size", chunked("-5\r\nhello\r\n0\r\n\r\n"), closed, "the size of a chunk"},
      {"chunk too long", chunked("5\r\nhelloXX0\r\n\r\n"), closed, "longer than its size"},
      {"trailer", chunked("5\r\nhello\r\n0\r\nA: b\r\n\r\n"), closed, "improperly terminated"},
      {"long chunk line", chunked(std::string(100, '0') + "5\r\nhello\r\n0\r\n\r\n"), quiet,
       "not found within 64 bytes"},
      {"half a chunk", chunked("5\r\nhel"), closed},
      {"two equal lengths", response("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), ok},
      {"equal lengths in one", response("Content-Length: 5, 5\r\n", "hello"), ok},
      {"two lengths", response("Content-Length: 5\r\nContent-Length: 6\r\n", "hello"), closed,
       "how long the body is"},
      {"two lengths in one", response("Content-Length: 5, 6\r\n", "hello"), closed, "how long the body is"},
      // The original reads an empty body.
      {"negative length", response("Content-Length: -5\r\n", "hello"), closed, "how long the body is"},
      {"no number", response("Content-Length: x\r\n", "hello"), closed, "how long the body is"},
      {"length of many digits", response("Content-Length: 99999999999999999999999\r\n", "hello"), closed,
       "how long the body is"},
      {"length too large", response("Content-Length: 104857601\r\n", "hello"), closed, "too long"},
      {"chunk too large", chunked("6400001\r\nhello"), closed, "too large"},
      {"length and chunks",
       response("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n"), closed,
       "how long the body is"},
      {"another encoding", response("Transfer-Encoding: gzip\r\n", "hello"), ok},
      {"huge head", response("A: " + std::string(70'000, 'x') + "\r\n", "hello"),
       "! delimiter '\\r?\\n\\r?\\n' not found within 65536 bytes"},
      {"huge head without end", "HTTP/1.1 200 OK\r\nA: " + std::string(70'000, 'x'),
       "! delimiter '\\r?\\n\\r?\\n' not found within 65536 bytes", "", Then::keep},
      // A malformed head closes the stream, and the request is not told: it waits for its timeout.
      {"no start line", "HELLO\r\n\r\n", late, "start line"},
      {"no header", response("nocolon\r\n", "hello"), late, "Malformed HTTP headers"},
      {"folded", response("A: b\r\n  c\r\nContent-Length: 5\r\n", "hello"), ok},
      {"lone line feeds", "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello", ok},
      {"no reason", sized("hello", "HTTP/1.1 200"), late, "start line"},
      {"empty reason", sized("hello", "HTTP/1.1 200 "), ok},
      // The original accepts any code and any version 1.x.
      {"long code", sized("hello", "HTTP/1.1 1000 A"), late, "start line"},
      {"version 1.9", sized("hello", "HTTP/1.9 200 OK"), late, "start line"},
      {"version 2", sized("hello", "HTTP/2.0 200 OK"), late, "start line"},
      {"nothing", "HTTP/1.1 204 No\r\n\r\n", "204 No: "},
      {"nothing with a body", sized("hello", "HTTP/1.1 204 No"), closed, "should not have body"},
      {"not modified", response("Content-Length: 5\r\n", "", "HTTP/1.1 304 No"), "! HTTP 304: No"},
      {"continue", "HTTP/1.1 100 Continue\r\n\r\n" + sized("hello"), ok},
      {"continue, then none", "HTTP/1.1 100 Continue\r\n\r\nHELLO\r\n\r\n", "! HTTP 100: Continue",
       "start line"},
      {"continue, then the end", "HTTP/1.1 100 Continue\r\n\r\n", closed},
      {"continue with a body", sized("abc", "HTTP/1.1 100 Continue"), closed, "cannot have body"},
      {"line ends first", "\r\n" + sized("hello"), ok},
      {"an empty line first", "\r\n\r\n" + sized("hello"), late, "start line"},
  };
}

TEST(Malformed, AResponseGivesWhatTheOriginalGives) {
  for (const Case& odd : cases()) {
    SCOPED_TRACE(odd.name);
    HttpWorld world;
    EXPECT_EQ(world.fetch_of(odd.bytes, odd.then), odd.outcome);
    if (*odd.log == '\0') {
      EXPECT_THAT(world.logged, IsEmpty());
    } else {
      EXPECT_THAT(world.logged, ElementsAre(HasSubstr(odd.log)));
    }
    world.open.clear();
    world.origin.stop();
    EXPECT_EQ(world.network.open_sockets(), 0U);
  }
}

TEST(Malformed, InformationalResponsesWithoutEndAreRefused) {
  HttpWorld world;
  std::string bytes;
  for (int number = 0; number < 100'000; ++number) bytes += "HTTP/1.1 100 C\r\n\r\n";
  EXPECT_EQ(world.fetch_of(bytes), closed);
  EXPECT_THAT(world.logged, ElementsAre(HasSubstr("too many informational responses")));
}

}  // namespace
}  // namespace tornado::http
