#include "runtime/http/async_http_client.hpp"

#include "runtime/coroutine.hpp"
#include "runtime/gen/multi.hpp"
#include "tests/runtime/http/world.hpp"
#include "tests/runtime/stack_context/contexts.hpp"

namespace tornado::http {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr const char* url = "http://example.com/";

TEST(AsyncHTTPClient, AsksAsTheOriginalDoes) {
  HttpWorld world;
  EXPECT_EQ(world.fetch_of(sized("hello")), "200 OK: hello");
  EXPECT_THAT(
      world.requests,
      ElementsAre(
          "GET / HTTP/1.1\r\nConnection: close\r\nHost: example.com\r\nAccept-Encoding: gzip\r\n\r\n"));

  HTTPRequest request("http://me:secret@example.com:80/a/b?c=d#e");
  request.method = "POST";
  request.body = "x=y";
  request.headers = {{"Accept", "*/*"}};
  request.user_agent = "test";
  EXPECT_EQ(world.fetch(request), "200 OK: hello");
  EXPECT_EQ(world.requests.back(),
            "POST /a/b?c=d HTTP/1.1\r\nAccept: */*\r\nConnection: close\r\nHost: example.com:80\r\n"
            "Authorization: Basic bWU6c2VjcmV0\r\nUser-Agent: test\r\nContent-Length: 3\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nAccept-Encoding: gzip\r\n\r\nx=y");
}

TEST(AsyncHTTPClient, ARequestOfTheUsersStaysAsItIs) {
  HttpWorld world;
  world.answers({{sized("hello")}});
  const HTTPRequest request(url);
  const Future<HTTPResponse> future = world.client.fetch(request);
  world.loop.start();
  EXPECT_TRUE(request.headers.empty());
  EXPECT_TRUE(future.result().request->headers.empty());
  EXPECT_EQ(future.result().effective_url, url);
}

TEST(AsyncHTTPClient, AnUnknownMethodOrABodyOutOfPlaceIsAnError) {
  HttpWorld world;
  world.answers({{sized("hello")}});
  HTTPRequest request(url);
  request.method = "FOO";
  EXPECT_EQ(world.fetch(request), "! unknown method FOO");
  request.method = "POST";
  EXPECT_THAT(world.fetch(request), StartsWith("! Body must not be None for method POST"));
  request.method = "GET";
  request.body = "x";
  EXPECT_THAT(world.fetch(request), StartsWith("! Body must be None for method GET"));
  request.allow_nonstandard_methods = true;
  request.method = "FOO";
  EXPECT_EQ(world.fetch(request), "200 OK: hello");
}

TEST(AsyncHTTPClient, AUrlThatCannotBeFetchedIsAnErrorOfItsResponse) {
  HttpWorld world;
  for (const char* bad : {"ftp://example.com/", "https://example.com/"})
    EXPECT_EQ(world.fetch(bad), "! Unsupported url scheme: " + std::string(bad));
  for (const char* bad : {"", "example.com", "http://", "http://a b/"})
    EXPECT_THAT(world.fetch(bad), StartsWith("! not a URL that can be fetched")) << bad;
  EXPECT_THAT(world.fetch("http://nowhere/"), HasSubstr("nowhere"));
  EXPECT_THAT(world.fetch("http://example.com:81/"), HasSubstr("refused"));
}

// The steps of the callback path, as listed in the document from which the project began.
TEST(Law, H1_TheCallbackRunsOneIterationAfterTheFuturesOwnCallbacks) {
  HttpWorld world;
  world.answers({{sized("hello")}});
  const Future<HTTPResponse> future =
      world.client.fetch(url, [&](const HTTPResponse& page) { world.say_when("callback " + page.body); });
  future.add_done_callback([&](const Future<HTTPResponse>& done) {
    world.say_when("future " + done.result().body);
    world.loop.add_callback([&] { world.say_when("next"); });
  });
  world.say(future.done() ? "done" : "pending");
  world.loop.start();
  ASSERT_EQ(world.said.size(), 4U);
  const std::string iteration = world.said[1].substr(world.said[1].find('@') + 1);
  const std::string next = std::to_string(std::stoi(iteration) + 1);
  EXPECT_THAT(world.said,
              ElementsAre("pending", "future hello@" + iteration, "callback hello@" + next, "next@" + next));
}

Future<void> awaits(HttpWorld& world, HTTPRequest request) {
  const HTTPResponse page = co_yield world.client.fetch(request);
  world.say_when(page.body);
}

TEST(Law, H1_ACoroutineGoesOnOneIterationAfterTheFutureIsSet) {
  HttpWorld world;
  world.answers({{sized("hello")}});
  const Future<void> waiting = awaits(world, url);
  const Future<HTTPResponse> other = world.client.fetch("http://example.com/other");
  other.add_done_callback([&](const auto&) { world.say_when("set"); });
  world.loop.start();
  EXPECT_TRUE(waiting.done());
  ASSERT_EQ(world.said.size(), 2U);
  EXPECT_THAT(world.said[0], StartsWith("set@"));
  EXPECT_EQ(std::stoi(world.said[0].substr(4)) + 1, std::stoi(world.said[1].substr(6)));
}

TEST(Law, H2_AnErrorFailsTheFutureAndTheCallbackGetsItsResponse) {
  HttpWorld world;
  world.answers({{sized("nothing here", "HTTP/1.1 404 Not Found")}});
  const Future<HTTPResponse> future = world.client.fetch(
      url, [&](const HTTPResponse& page) { world.say(HttpWorld::outcome(page) + " " + page.body); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("! HTTP 404: Not Found nothing here"));
  try {
    future.result();
    ADD_FAILURE() << "must fail";
  } catch (const HTTPError& error) {
    EXPECT_EQ(error.code, 404);
    ASSERT_NE(error.response, nullptr);
    EXPECT_EQ(error.response->body, "nothing here");
  }
}

TEST(Law, H2_AnExceptionWithoutAResponseIsGivenAsA599) {
  HttpWorld world;
  world.answers({{"", Answer::Then::close}});
  static_cast<void>(world.client.fetch(url, [&](const HTTPResponse& page) {
    world.say(std::to_string(page.code) + " " + page.reason + " " + HttpWorld::outcome(page));
    EXPECT_THROW(page.rethrow(), HTTPError);
  }));
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("599 Unknown ! HTTP 599: Stream closed"));
  EXPECT_THAT(world.logged, IsEmpty()) << "the future's exception counts as looked at";
}

TEST(Law, H2_WithoutRaiseErrorTheResponseIsTheResult) {
  HttpWorld world;
  world.answers({{sized("x", "HTTP/1.1 500 Oops")}});
  const Future<HTTPResponse> future = world.client.fetch(url, false);
  world.loop.start();
  EXPECT_EQ(future.result().code, 500);
  EXPECT_EQ(HttpWorld::outcome(future), "! HTTP 500: Oops");
}

TEST(Law, F11_AFailedFetchThatNobodyLooksAtIsLogged) {
  HttpWorld world;
  world.answers({{"", Answer::Then::close}});
  static_cast<void>(world.client.fetch(url));
  world.loop.start();
  EXPECT_THAT(world.logged, ElementsAre("unretrieved HTTP 599: Stream closed"));
}

TEST(Law, H3_TheCallbackRunsInTheContextsOfTheFetch) {
  HttpWorld world;
  world.answers({{sized("hello")}});
  {
    const ContextScope scope(handling(world, "handler", true));
    static_cast<void>(world.client.fetch(url, [&](const HTTPResponse&) { throw Boom("callback"); }));
  }
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("handler gets callback"));
  EXPECT_THAT(world.logged, IsEmpty());
}

TEST(Law, H3_ACallbacksExceptionOutsideAnyContextIsLoggedAndNothingElse) {
  HttpWorld world;
  world.answers({{sized("hello")}});
  const Future<HTTPResponse> future = world.client.fetch(url, [&](const HTTPResponse&) {
    world.say("called");
    throw Boom("callback");
  });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("called"));
  EXPECT_THAT(world.logged, ElementsAre("callback callback"));
  EXPECT_EQ(HttpWorld::outcome(future), "200 OK: hello");
}

TEST(Law, L11_AFutureThatAFetchsCallbackReturnsIsWatched) {
  HttpWorld world;
  world.answers({{sized("hello")}});
  static_cast<void>(world.client.fetch(url, [&](const HTTPResponse&) { return failed("later"); }));
  world.loop.start();
  EXPECT_THAT(world.logged, ElementsAre("callback later"));
}

class RaisingClient final : public ClientImplementation {
 protected:
  void fetch_impl(FetchRequest, ResponseCallback) override { throw Boom("at once"); }
};

TEST(Law, H3_WhatFetchImplThrowsComesOutOfFetch) {
  HttpWorld world;
  const AsyncHTTPClient raising(std::make_shared<RaisingClient>());
  EXPECT_THROW(static_cast<void>(raising.fetch(url)), Boom);
  EXPECT_THROW(static_cast<void>(raising.fetch(url, [&](const HTTPResponse&) { world.say("called"); })),
               Boom);
  world.loop.start();
  EXPECT_THAT(world.said, IsEmpty());
  EXPECT_THAT(world.logged, IsEmpty());
}

TEST(Law, H3_AClosedClientThrows) {
  HttpWorld world;
  world.client.close();
  EXPECT_THROW(static_cast<void>(world.client.fetch(url)), std::runtime_error);
}

TEST(Law, H4_SoManyRequestsAtOnceTheOthersInOrder) {
  HttpWorld world({.max_clients = 2});
  world.answers({{sized("x"), Answer::Then::keep, 1s}});
  for (int number = 1; number <= 5; ++number) {
    static_cast<void>(world.client.fetch(url + std::to_string(number), [&world, number](const HTTPResponse&) {
      world.say(std::to_string(number) + "@" + std::to_string(seconds_of(world.loop.time())).substr(0, 3));
    }));
  }
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("1@1.0", "2@1.0", "3@2.0", "4@2.0", "5@3.0"));
}

HTTPRequest with_timeouts(Duration connect, Duration request) {
  HTTPRequest timed(url);
  timed.connect_timeout = connect;
  timed.request_timeout = request;
  return timed;
}

TEST(Law, H4_ARequestTimesOutInTheQueue) {
  HttpWorld world({.max_clients = 1});
  const Future<HTTPResponse> active = world.client.fetch(with_timeouts(20s, 9s), false);
  const Future<HTTPResponse> queued = world.client.fetch(with_timeouts(3s, 5s), false);
  queued.add_done_callback([&](const auto&) { world.say(std::to_string(seconds_of(world.loop.time()))); });
  const Future<HTTPResponse> queued_too = world.client.fetch(with_timeouts(8s, 2s), false);
  world.loop.start();
  EXPECT_EQ(HttpWorld::outcome(queued), "! HTTP 599: Timeout in request queue");
  EXPECT_EQ(HttpWorld::outcome(queued_too), "! HTTP 599: Timeout in request queue");
  EXPECT_EQ(HttpWorld::outcome(active), "! HTTP 599: Timeout during request");
  EXPECT_THAT(world.said, ElementsAre(StartsWith("3.0")));
  EXPECT_EQ(world.requests.size(), 1U);
}

TEST(Law, H4_ConnectingAndAnsweringHaveDeadlinesOfTheirOwnFromTheStart) {
  LinkSettings slow;
  slow.latency = 2s;
  HttpWorld world({}, slow);
  EXPECT_EQ(world.fetch(with_timeouts(3s, 20s)), "! HTTP 599: Timeout while connecting");
  world.answers({{sized("x"), Answer::Then::keep}});
  EXPECT_EQ(world.fetch(with_timeouts(20s, 7s)), "! HTTP 599: Timeout during request")
      << "connected at 4 s, answered at 8 s";
  EXPECT_EQ(world.fetch(with_timeouts(20s, 9s)), "200 OK: x");
}

TEST(Law, H4_ResolvingTheNameIsAPartOfConnecting) {
  HttpWorld world;
  LinkSettings& to_itself = world.network.link(world.client_host, world.client_host).settings;
  to_itself.faults = {Fault::slow_resolution};
  EXPECT_EQ(world.fetch_of(sized("x")), "200 OK: x");
}

TEST(Law, H4_ATimeoutOf0IsNone) {
  HttpWorld world;
  world.answers({{sized("x"), Answer::Then::keep, 100s}});
  EXPECT_EQ(world.fetch(with_timeouts(0s, 0s)), "200 OK: x");
  EXPECT_EQ(world.fetch(with_timeouts(0s, 5s)), "! HTTP 599: Timeout during request");
}

TEST(Law, H5_ThePlaceIsGivenOnBeforeTheCallbackRuns) {
  HttpWorld world({.max_clients = 1});
  world.answers({{sized("x")}});
  static_cast<void>(world.client.fetch(url, [&](const HTTPResponse&) {
    world.say("first: " + std::to_string(world.requests.size()) + " came");
    static_cast<void>(world.client.fetch(url, [&](const HTTPResponse&) { world.say("third"); }));
  }));
  static_cast<void>(world.client.fetch(url, [&](const HTTPResponse&) { world.say("second"); }));
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("first: 1 came", "second", "third"));
}

TEST(Law, H5_ALateConnectionIsClosed) {
  LinkSettings slow;
  slow.latency = 2s;
  HttpWorld world({}, slow);
  EXPECT_EQ(world.fetch(with_timeouts(3s, 3s)), "! HTTP 599: Timeout while connecting");
  EXPECT_THAT(world.logged, IsEmpty());
  world.origin.stop();
  EXPECT_EQ(world.network.open_sockets(), 0U);
}

TEST(Law, H5_ARedirectIsFetchedAtTheBackOfTheQueue) {
  HttpWorld world({.max_clients = 1});
  world.answers({{sized("", "HTTP/1.1 302 Found", "Location: /there\r\n")}, {sized("x")}});
  for (const char* name : {"redirected", "other"})
    static_cast<void>(world.client.fetch(url, [&world, name](const HTTPResponse& page) {
      world.say(std::string(name) + " " + page.effective_url);
    }));
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("other http://example.com/", "redirected http://example.com/there"));
}

TEST(Law, H5_ManyRequestsThatFailAsTheyStartAllEnd) {
  HttpWorld world({.max_clients = 1});
  int ended = 0;
  static_cast<void>(world.client.fetch(with_timeouts(1s, 1s), [&](const HTTPResponse&) { ++ended; }));
  HTTPRequest bad("nonsense");
  for (int number = 0; number < 5'000; ++number)
    static_cast<void>(world.client.fetch(bad, [&](const HTTPResponse&) { ++ended; }));
  world.loop.start();
  EXPECT_EQ(ended, 5'001);
}

TEST(Law, H6_AServerThatClosesBeforeItAnswersIsA599) {
  HttpWorld world;
  EXPECT_EQ(world.fetch_of(""), "! HTTP 599: Stream closed");
  EXPECT_EQ(world.fetch_of("HTTP/1.1 200 OK\r\nA: b\r\n"), "! HTTP 599: Stream closed");
  EXPECT_THAT(world.logged, IsEmpty());
}

TEST(AsyncHTTPClient, WaitsForTheServersWordBeforeItSendsTheBody) {
  HttpWorld world;
  HTTPRequest request(url);
  request.method = "POST";
  request.body = "body";
  request.expect_100_continue = true;
  world.answers({{"HTTP/1.1 100 Continue\r\n\r\n" + sized("x"), Answer::Then::keep, 1s}});
  EXPECT_EQ(world.fetch(request), "200 OK: x");
  EXPECT_THAT(world.requests.back(), HasSubstr("Expect: 100-continue\r\n"));
  EXPECT_THAT(world.requests.back(), ::testing::EndsWith("\r\n\r\n"));
}

TEST(AsyncHTTPClient, HeadHasALengthAndNoBody) {
  HttpWorld world;
  world.answers({{response("Content-Length: 5\r\n", "")}});
  HTTPRequest request(url);
  request.method = "HEAD";
  EXPECT_EQ(world.fetch(request), "200 OK: ");
}

TEST(AsyncHTTPClient, WhatItBeganGoesOnWithoutIt) {
  HttpWorld world;
  world.answers({{sized("hello")}});
  std::optional<AsyncHTTPClient> shortlived(std::in_place);
  const Future<HTTPResponse> future = shortlived->fetch(url);
  shortlived.reset();
  world.loop.start();
  EXPECT_EQ(HttpWorld::outcome(future), "200 OK: hello");
}

TEST(AsyncHTTPClient, ALoopThatClosesDropsWhatGoesOn) {
  HttpWorld world;
  bool called = false;
  static_cast<void>(world.client.fetch(url, [&](const HTTPResponse&) { called = true; }));
  world.loop.call_later(1s, [&] { world.loop.stop(); });
  world.loop.start();
  world.loop.close();
  EXPECT_FALSE(called);
}

}  // namespace
}  // namespace tornado::http
