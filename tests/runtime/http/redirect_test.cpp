// Redirects, as the client's FetchConnection follows them.
#include "runtime/http/async_http_client.hpp"
#include "tests/runtime/http/world.hpp"

namespace tornado::http {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr const char* url = "http://example.com/";

TEST(Redirect, IsFollowedAsTheOriginalFollowsIt) {
  HttpWorld world;
  const std::string moved = sized("ignored", "HTTP/1.1 302 Found", "Location: /there?x\r\n");
  world.answers({{moved}, {sized("x")}});
  const Future<HTTPResponse> future = world.client.fetch(url);
  world.loop.start();
  EXPECT_EQ(HttpWorld::outcome(future), "200 OK: x");
  EXPECT_EQ(future.result().effective_url, "http://example.com/there?x");
  EXPECT_EQ(future.result().request->url, url);

  world.answers({{moved}});
  EXPECT_EQ(world.fetch(url), "! HTTP 302: Found") << "five at most";
  EXPECT_EQ(world.requests.size(), 2U + 6U);
  HTTPRequest stays(url);
  stays.follow_redirects = false;
  EXPECT_EQ(world.fetch(stays), "! HTTP 302: Found");

  world.answers({{sized("", "HTTP/1.1 302 Found", "Location: ftp://example.com/\r\n")}});
  EXPECT_EQ(world.fetch(url), "! Unsupported url scheme: ftp://example.com/");
  EXPECT_THAT(world.logged, IsEmpty());
  world.answers({{sized("", "HTTP/1.1 302 Found")}});
  EXPECT_EQ(world.fetch(url), "! the receiver of the message failed, which was logged");
  EXPECT_THAT(world.logged, ElementsAre("connection a redirect without a Location"));
}

TEST(Redirect, IsFollowedOnceHoweverManyMessagesCameBeforeIt) {
  HttpWorld world;
  const std::string wait = "HTTP/1.1 100 Continue\r\n\r\n";
  world.answers({{wait + wait + sized("", "HTTP/1.1 302 Found", "Location: /there\r\n")}, {sized("x")}});
  EXPECT_EQ(world.fetch(url), "200 OK: x");
  EXPECT_EQ(world.requests.size(), 2U);
  EXPECT_THAT(world.logged, IsEmpty());
}

TEST(Redirect, APostBecomesAGetAfter302And303AndStaysAfter307) {
  HttpWorld world;
  HTTPRequest post(url);
  post.method = "POST";
  post.body = "x";
  for (const char* status : {"302 Found", "303 See Other"}) {
    world.answers({{sized("", std::string("HTTP/1.1 ") + status, "Location: /there\r\n")}, {sized("x")}});
    EXPECT_EQ(world.fetch(post), "200 OK: x");
    EXPECT_EQ(
        world.requests.back(),
        "GET /there HTTP/1.1\r\nConnection: close\r\nAccept-Encoding: gzip\r\nHost: example.com\r\n\r\n");
  }
  world.answers({{sized("", "HTTP/1.1 307 Temporary", "Location: /there\r\n")}, {sized("x")}});
  EXPECT_EQ(world.fetch(post), "200 OK: x");
  EXPECT_THAT(world.requests.back(), StartsWith("POST /there HTTP/1.1\r\n"));
  EXPECT_THAT(world.requests.back(), ::testing::EndsWith("\r\n\r\nx"));
}

TEST(Redirect, StreamingAndHeaderCallbacksSeeTheLastResponseAlone) {
  HttpWorld world;
  world.answers({{sized("not this", "HTTP/1.1 302 Found", "Location: /there\r\n")}, {sized("this")}});
  HTTPRequest request(url);
  request.streaming_callback = [&](std::string_view chunk) { world.say("chunk " + std::string(chunk)); };
  request.header_callback = [&](std::string_view line) { world.say(std::string(line)); };
  EXPECT_EQ(world.fetch(request), "200 OK: ");
  EXPECT_THAT(world.said, ElementsAre("HTTP/1.1 200 OK\r\n", "Content-Length: 4\r\n", "\r\n", "chunk this"));
}

}  // namespace
}  // namespace tornado::http
