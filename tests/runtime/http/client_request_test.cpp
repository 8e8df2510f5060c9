// What a client sends for a request, and what it makes of the answer: features that ordinary programs use.
// oracle_test.cpp compares the rest with the original.
#include "runtime/gen/sleep.hpp"
#include "runtime/http/gzip.hpp"
#include "tests/runtime/http/world.hpp"

namespace tornado::http {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* url = "http://example.com/";

TEST(ClientRequest, ABodyIsProducedInParts) {
  HttpWorld world;
  world.answers({{sized("x")}});
  HTTPRequest request(url);
  request.method = "PUT";
  request.body_producer = [](WriteBody write) -> Future<void> {
    const Future<void> one = write("12");
    co_yield one;
    co_yield sleep(1ms);
    const Future<void> two = write("345");
    co_yield two;
  };
  EXPECT_EQ(world.fetch(request), "200 OK: x");
  EXPECT_THAT(world.requests.front(), HasSubstr("Transfer-Encoding: chunked\r\n"));
  request.headers.set("Content-Length", "5");
  EXPECT_EQ(world.fetch(request), "200 OK: x");
  EXPECT_THAT(world.requests.back(), Not(HasSubstr("chunked")));
  request.method = "GET";
  EXPECT_EQ(world.fetch(request),
            "! Body must be None for method GET (unless allow_nonstandard_methods is true)");
}

TEST(ClientRequest, AProducerThatFailsFailsTheFetch) {
  HttpWorld world;
  HTTPRequest request(url);
  request.method = "PUT";
  request.body_producer = [](WriteBody) -> Future<void> {
    co_yield sleep(1ms);
    throw Boom("no body");
  };
  EXPECT_EQ(world.fetch(request), "! no body");
  request.body_producer = [](WriteBody) -> Future<void> { throw Boom("at once"); };
  EXPECT_EQ(world.fetch(request), "! at once");
}

TEST(ClientRequest, APageIsAskedForIfItHasChanged) {
  HttpWorld world;
  world.answers({{response("", "", "HTTP/1.1 304 Not Modified")}});
  HTTPRequest request(url);
  request.if_modified_since = at_seconds(86400);
  EXPECT_EQ(world.fetch(request), "! HTTP 304: Not Modified");
  EXPECT_THAT(world.requests.back(), HasSubstr("If-Modified-Since: Fri, 02 Jan 1970 00:00:00 GMT\r\n"));
}

TEST(ClientRequest, ACompressedBodyIsExpandedUnlessItIsNotWanted) {
  HttpWorld world;
  const std::string body = GzipCompressor(6).compress("hello", true);
  world.answers({{sized(body, "HTTP/1.1 200 OK", "Content-Encoding: gzip\r\n")}});
  const Future<HTTPResponse> fetched = world.client.fetch(url);
  world.loop.start();
  EXPECT_EQ(fetched.result().body, "hello");
  EXPECT_EQ(fetched.result().headers.get("X-Consumed-Content-Encoding"), "gzip");
  EXPECT_FALSE(fetched.result().headers.has("Content-Encoding"));
  EXPECT_THAT(world.requests.back(), HasSubstr("Accept-Encoding: gzip\r\n"));
  HTTPRequest request(url);
  request.decompress_response = false;
  EXPECT_EQ(world.fetch(request), "200 OK: " + body);
  EXPECT_THAT(world.requests.back(), Not(HasSubstr("Accept-Encoding")));
}

TEST(ClientRequest, AUserInTheUrlNeedsAPassword) {
  HttpWorld world;
  world.answers({{sized("x")}});
  EXPECT_EQ(world.fetch("http://me:a:b@example.com/"), "200 OK: x");
  EXPECT_THAT(world.requests.back(),
              AllOf(HasSubstr("Authorization: Basic bWU6YTpi\r\n"), HasSubstr("Host: example.com\r\n")));
  EXPECT_EQ(world.fetch("http://me:@example.com/"), "200 OK: x");
  EXPECT_THAT(world.fetch("http://me@example.com/"), HasSubstr("a user without a password"));
}

TEST(ClientRequest, AnErrorAfterARedirectTellsWhereItWas) {
  HttpWorld world;
  world.answers({{sized("", "HTTP/1.1 302 Found", "Location: /there\r\n")}, {"", Answer::Then::close}});
  std::vector<std::string> urls;
  static_cast<void>(world.client.fetch(
      url, [&](const HTTPResponse& response) { urls = {response.effective_url, response.request->url}; },
      false));
  world.loop.start();
  EXPECT_THAT(urls, ElementsAre("http://example.com/there", "http://example.com/there"));
}

TEST(ClientRequest, ABodyMayBeAsLargeAsTheBuffer) {
  HttpWorld world({.max_buffer_size = 1000});
  world.answers({{sized(std::string(900, 'x'))}, {sized(std::string(1100, 'x'))}});
  EXPECT_THAT(world.fetch(url), EndsWith("xxx"));
  EXPECT_EQ(world.fetch(url), "! HTTP 599: Connection closed");
  EXPECT_THAT(world.logged, ElementsAre(HasSubstr("Content-Length too long")));
}

// The end arrives together with the connection, before the fetch hears of it.
TEST(ClientRequest, AConnectionThatIsClosedAtOnceIsClosed) {
  HttpWorld world({}, {.latency = Duration(0.1)});
  TCPServer closing([](const StreamPtr& stream, const Address&) { stream->close(); }, world.origin_host);
  closing.listen(81);
  EXPECT_EQ(world.fetch("http://example.com:81/"), "! HTTP 599: Connection closed");
}

TEST(ClientRequest, AFoldedFirstHeaderFailsAtOnce) {
  HttpWorld world;
  EXPECT_THAT(world.fetch_of("HTTP/1.1 200 OK\r\n folded: x\r\n\r\n"), HasSubstr("Malformed HTTP headers"));
  EXPECT_LT(world.loop.time(), at_seconds(1));
}

}  // namespace
}  // namespace tornado::http
