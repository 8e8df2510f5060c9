// Applications: what Tornado's own web tests say of features that are not in request_handler_test.cpp.
#include "runtime/web/application.hpp"

#include <nlohmann/json.hpp>

#include "runtime/gen/sleep.hpp"
#include "runtime/http/gzip.hpp"
#include "runtime/web/redirect_handler.hpp"
#include "tests/runtime/web/web_world.hpp"

namespace tornado::web {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

// Answers as a function says.
class Says final : public RequestHandler {
 public:
  using Say = std::function<std::string(Says&)>;
  explicit Says(Say say) : say_(std::move(say)) {}

  using RequestHandler::clear_all_cookies, RequestHandler::get_argument, RequestHandler::get_arguments,
      RequestHandler::get_body_argument, RequestHandler::get_body_arguments, RequestHandler::get_cookie,
      RequestHandler::get_query_argument, RequestHandler::get_query_arguments,
      RequestHandler::get_secure_cookie, RequestHandler::redirect, RequestHandler::reverse_url,
      RequestHandler::set_cookie, RequestHandler::set_secure_cookie, RequestHandler::write_json;

 private:
  Future<void> get() override {
    write(say_(*this));
    return done();
  }
  Future<void> post() override { return get(); }

  Say say_;
};

constexpr const char* form = "Content-Type: application/x-www-form-urlencoded\r\n";

TEST(Application, ArgumentsOfTheUrlAndOfTheBodyAreToldApart) {
  ApplicationWorld world;
  world.application.add_handler<Says>("/", [](Says& handler) {
    std::string all;
    for (const std::vector<std::string>& values :
         {handler.get_arguments("a"), handler.get_query_arguments("a"), handler.get_body_arguments("a")}) {
      for (const std::string& value : values) all += value + ",";
      all += "|";
    }
    return all + handler.get_query_argument("b", "-") + handler.get_body_argument("b", "-") +
           handler.get_argument("c", "-", Blanks::keep);
  });
  EXPECT_THAT(world.post("/?a=q&c=+x+", "a=b&b=+y+", form), EndsWith("\r\n\r\nq,b,|q,|b,|-y x [open]"));
  world.application.add_handler<Says>("/body", [](Says& handler) { return handler.get_body_argument("a"); });
  EXPECT_THAT(world.get("/body?a=1"), StartsWith("HTTP/1.1 400 Bad Request"));
  world.application.add_handler<Says>("/query",
                                      [](Says& handler) { return handler.get_query_argument("a"); });
  EXPECT_THAT(world.post("/query", "a=1", form), StartsWith("HTTP/1.1 400 Bad Request"));
}

TEST(Application, CookiesGoBothWays) {
  ApplicationWorld world({.cookie_secret = "secret"});
  world.application.add_handler<Says>("/set", [](Says& handler) {
    handler.set_cookie("a", "1");
    handler.set_cookie("a", "2", {.max_age = 5});
    handler.set_secure_cookie("s", "value");
    return handler.get_cookie("b").value_or("-");
  });
  const std::string answer = world.get("/set", "Cookie: b=x\r\n");
  EXPECT_THAT(answer,
              AllOf(HasSubstr("Set-Cookie: a=2; Max-Age=5; Path=/\r\nSet-Cookie: s="), Not(HasSubstr("a=1")),
                    HasSubstr("; expires=Sat, 31 Jan 1970 00:00:00 GMT; Path=/"), EndsWith("x[open]")));
  const std::size_t begin = answer.find("s=\"");
  const std::string cookie = answer.substr(begin, answer.find(';', begin) - begin);
  world.application.add_handler<Says>(
      "/get", [](Says& handler) { return handler.get_secure_cookie("s").value_or("-"); });
  EXPECT_THAT(world.get("/get", "Cookie: " + cookie + "\r\n"), EndsWith("\r\n\r\nvalue[open]"));
  EXPECT_THAT(world.get("/get", "Cookie: s=value\r\n"), EndsWith("\r\n\r\n-[open]"));
  EXPECT_THAT(world.get("/get"), EndsWith("\r\n\r\n-[open]"));
  world.application.add_handler<Says>("/clear", [](Says& handler) {
    handler.clear_all_cookies();
    return std::string();
  });
  EXPECT_THAT(world.get("/clear", "Cookie: a=1; b=2\r\n"),
              AllOf(HasSubstr("Set-Cookie: a=\"\"; expires=Wed, 01 Jan 1969 00:00:0"),
                    HasSubstr("Set-Cookie: b=\"\"; ")));
}

TEST(Application, SecureCookiesNeedASecret) {
  ApplicationWorld world;
  world.application.add_handler<Says>("/", [](Says& handler) {
    handler.set_secure_cookie("s", "value");
    return std::string();
  });
  EXPECT_THAT(world.get("/"), StartsWith("HTTP/1.1 500"));
  EXPECT_THAT(world.logged, ElementsAre(HasSubstr("cookie_secret")));
}

TEST(Application, AnObjectIsWrittenAsJsonAndNothingElseIs) {
  ApplicationWorld world;
  world.application.add_handler<Says>("/", [](Says& handler) {
    handler.write_json({{"a", 1}});
    EXPECT_THROW(handler.write_json(nlohmann::ordered_json::array({1})), std::invalid_argument);
    return std::string();
  });
  EXPECT_THAT(world.get("/"), AllOf(HasSubstr("Content-Type: application/json; charset=UTF-8\r\n"),
                                    EndsWith("\r\n\r\n{\"a\": 1}[open]")));
}

TEST(Application, RedirectsWithAStatus) {
  ApplicationWorld world;
  world.application.add_handler<Says>("/", [](Says& handler) {
    EXPECT_THROW(handler.redirect("/x", false, 200), std::invalid_argument);
    handler.redirect("/x", false, 307);
    return std::string();
  });
  EXPECT_THAT(world.get("/"), HasSubstr("307 Temporary Redirect\r\n"));
  world.application.add_handler<RedirectHandler>("/old/(.*)/(.*)", std::string("/new/{1}/{0}"), false);
  EXPECT_THAT(world.get("/old/a/b"), AllOf(StartsWith("HTTP/1.1 302"), HasSubstr("Location: /new/b/a\r\n")));
}

TEST(Application, UrlsAreReversed) {
  ApplicationWorld world;
  const auto say = [](Says& handler) { return handler.reverse_url("groups", {"1 2", "\xc3\xa4/?"}); };
  world.application.add_named_handler<Says>("groups", "/a/([0-9]+)/b(x|y)", say);
  world.application.add_named_handler<Says>("plain", "^/plain\\.html$", say);
  world.application.add_named_handler<Says>("nested", "/((a)|b)", say);
  world.application.add_named_handler<Says>("class", "/\\d+", say);
  EXPECT_THAT(world.get("/plain.html"), EndsWith("/a/1%202/b%C3%A4/%3F[open]"));
  EXPECT_EQ(world.application.reverse_url("plain"), "/plain.html");
  EXPECT_THROW(static_cast<void>(world.application.reverse_url("none")), std::out_of_range);
  EXPECT_THROW(static_cast<void>(world.application.reverse_url("")), std::out_of_range);
  EXPECT_THROW(static_cast<void>(world.application.reverse_url("groups", {"1"})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(world.application.reverse_url("nested", {"a", "b"})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(world.application.reverse_url("class")), std::invalid_argument);
}

// Tells what it gets.
class Streamed final : public RequestHandler {
 public:
  static constexpr bool stream_request_body = true;
  explicit Streamed(LoopFixture* world) : world_(world) {}

 private:
  std::optional<Future<void>> prepare() override {
    world_->say("prepare");
    if (request().query == "refuse") throw HTTPError(401);
    if (request().query == "slow") return sleep(100ms);
    if (!request().query.empty()) connection().set_max_body_size(std::stoul(request().query));
    return std::nullopt;
  }
  std::optional<Future<void>> data_received(std::string chunk) override {
    world_->say("chunk " + chunk);
    if (request().query == "slow") return sleep(100ms);
    return std::nullopt;
  }
  Future<void> post() override {
    world_->say("post " + request().body);
    write("done");
    return done();
  }
  void on_connection_close() override { world_->say("gone"); }

  LoopFixture* world_;
};

TEST(StreamedBody, ComesInPartsBetweenPrepareAndTheMethod) {
  ApplicationWorld world({}, {.chunk_size = 3});
  world.application.add_handler<Streamed>("/", &world);
  for (const char* path : {"/", "/?slow"}) {
    world.said.clear();
    EXPECT_THAT(world.post(path, "abcdef"), EndsWith("\r\n\r\ndone[open]"));
    ASSERT_GE(world.said.size(), 4U);
    EXPECT_EQ(world.said.front(), "prepare");
    EXPECT_EQ(world.said.back(), "post ");
    std::string body;
    for (std::size_t at = 1; at + 1 < world.said.size(); ++at) {
      EXPECT_LE(world.said[at].size(), std::string("chunk abc").size());
      body += world.said[at].substr(std::string("chunk ").size());
    }
    EXPECT_EQ(body, "abcdef");
  }
}

TEST(StreamedBody, IsNotReadIfItIsRefusedOrTooLarge) {
  ApplicationWorld world;
  world.application.add_handler<Streamed>("/", &world);
  EXPECT_THAT(world.post("/?refuse", "abc"), AllOf(StartsWith("HTTP/1.1 401"), EndsWith("[closed]")));
  EXPECT_THAT(world.said, ElementsAre("prepare", "gone"));
  world.said.clear();
  EXPECT_EQ(world.post("/?2", "abc"), "[closed]");
  EXPECT_THAT(world.said, ElementsAre("prepare", "gone"));
  EXPECT_THAT(world.logged, ElementsAre(HasSubstr("Content-Length too long")));
}

TEST(StreamedBody, ABrowserThatGoesIsTold) {
  ApplicationWorld world;
  world.application.add_handler<Streamed>("/", &world);
  EXPECT_EQ(world.ask("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab", http::Ending::close), "");
  EXPECT_THAT(world.said, ElementsAre("prepare", "chunk ab", "gone"));
  EXPECT_THAT(world.logged, IsEmpty());
}

TEST(CompressedResponse, IsExpandedToTheSame) {
  ApplicationWorld world({.compress_response = true});
  const std::string text(5000, 'x');
  world.application.add_handler<Says>("/", [&](Says&) { return text; });
  const std::string answer = world.get("/", "Accept-Encoding: gzip\r\n");
  EXPECT_THAT(answer, AllOf(HasSubstr("Vary: Accept-Encoding\r\n"), HasSubstr("Content-Encoding: gzip\r\n")));
  const std::size_t body = answer.find("\r\n\r\n") + 4;
  std::string_view bytes = std::string_view(answer).substr(body);
  EXPECT_EQ(http::GzipExpander().expand(bytes, 10'000), text);
  EXPECT_THAT(world.get("/"),
              AllOf(HasSubstr("Vary: Accept-Encoding\r\n"), Not(HasSubstr("Content-Encoding"))));
}

// As Python's gzip writes it: the original does so, which `wt diff --areas http` showed.
TEST(CompressedResponse, NamesTheSecondInWhichItIsMade) {
  ApplicationWorld world({.compress_response = true});
  world.application.add_handler<Says>("/", [](Says&) { return std::string(5000, 'x'); });
  world.loop.call_later(1000s, [&] { world.loop.stop(); });
  world.loop.start();
  const std::string answer = world.get("/", "Accept-Encoding: gzip\r\n");
  const std::size_t body = answer.find("\r\n\r\n") + 4;
  EXPECT_EQ(answer.substr(body, 10), std::string("\x1f\x8b\x08\x00\xe8\x03\x00\x00\x00\xff", 10));
}

TEST(CompressedRequest, IsExpandedIfTheServerIsToldSo) {
  const std::string body = http::GzipCompressor(6).compress("a=b", true);
  const std::string fields = std::string(form) + "Content-Encoding: gzip\r\n";
  const auto say = [](Says& handler) {
    return handler.get_argument("a", "-") + handler.request().headers.get("X-Consumed-Content-Encoding", "-");
  };
  {
    ApplicationWorld expands({}, {.decompress_request = true});
    expands.application.add_handler<Says>("/", say);
    EXPECT_THAT(expands.post("/", body, fields), EndsWith("\r\n\r\nbgzip[open]"));
    EXPECT_EQ(expands.post("/", "no gzip", fields), "[closed]");
    EXPECT_THAT(expands.logged, ElementsAre(HasSubstr("gzip")));
  }
  ApplicationWorld leaves;
  leaves.application.add_handler<Says>("/", say);
  EXPECT_THAT(leaves.post("/", body, fields), EndsWith("\r\n\r\n--[open]"));
}

TEST(AccessLog, SeesEachResponse) {
  std::vector<std::string> lines;
  ApplicationWorld world(
      {.log_function = [&](const RequestHandler& handler) { lines.push_back(access_line(handler)); }});
  world.application.add_handler<Says>("/", [](Says&) { return std::string("x"); });
  static_cast<void>(world.get("/?a=1"));
  static_cast<void>(world.get("/none"));
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_THAT(lines[0], ::testing::MatchesRegex("200 GET /\\?a=1 \\([0-9.]+\\) 0.00ms"));
  EXPECT_THAT(lines[1], StartsWith("404 GET /none ("));
}

TEST(Application, KnowsTheUrlThatWasAskedForAndAProxysBrowser) {
  const auto say = [](Says& handler) {
    return handler.request().full_url() + " " + handler.request().remote_ip;
  };
  ApplicationWorld world({}, {.xheaders = true});
  world.application.add_handler<Says>("/a", say);
  EXPECT_THAT(world.get("/a?b", "Host: h:8\r\nX-Scheme: https\r\nX-Real-Ip: 1.2.3.4\r\n"),
              EndsWith("\r\n\r\nhttps://h:8/a?b 1.2.3.4[open]"));
  EXPECT_THAT(world.get("/a"), HasSubstr("\r\n\r\nhttp://127.0.0.1/a "));
}

}  // namespace
}  // namespace tornado::web
