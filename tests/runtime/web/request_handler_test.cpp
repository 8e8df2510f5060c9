#include "runtime/web/request_handler.hpp"

#include <regex>

#include "runtime/gen/sleep.hpp"
#include "runtime/http/http_server.hpp"
#include "runtime/web/application.hpp"
#include "tests/runtime/http/browser.hpp"

namespace tornado::web {
namespace {

using namespace std::chrono_literals;
using http::Ending;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Future<void> done() {
  Future<void> future;
  future.set_result();
  return future;
}

class Hello final : public RequestHandler {
  Future<void> get() override {
    write("hi " + get_argument("q", "-"));
    return done();
  }
  Future<void> post() override {
    write(request().body + " " + get_argument("q", "-"));
    return done();
  }
};

class Slow final : public RequestHandler {
 public:
  explicit Slow(LoopFixture* world) : world_(world) {}

 private:
  Future<void> get() override {
    co_yield sleep(500ms);
    world_->say("slept");
    finish("slow");
  }
  void on_connection_close() override { world_->say("gone"); }
  void on_finish() override { world_->say("finished"); }

  LoopFixture* world_;
};

// Does what a function says.
class Acts final : public RequestHandler {
 public:
  using Act = std::function<void(Acts&)>;
  explicit Acts(Act act) : act_(std::move(act)) {}

  using RequestHandler::flush, RequestHandler::finish, RequestHandler::redirect, RequestHandler::render,
      RequestHandler::set_header, RequestHandler::set_status, RequestHandler::write,
      RequestHandler::path_argument, RequestHandler::get_argument, RequestHandler::send_error,
      RequestHandler::get_arguments;

 private:
  Future<void> get() override {
    act_(*this);
    return done();
  }
  Future<void> head() override { return get(); }

  Act act_;
};

class WebWorld : public http::BrowserWorld {
 public:
  WebWorld()
      : application(
            {.template_loader = templates_from({{"page.html", "<p>{{name}}</p>"}, {"bad.html", "{{#a}}"}})}),
        server(std::ref(application), {}, server_host) {
    server.listen(80);
  }

  /// The answer to a GET, without its Date.
  std::string get(const std::string& path, const std::string& fields = {}) {
    return ask("GET " + path + " HTTP/1.1\r\n" + fields + "\r\n");
  }
  std::string ask(const std::string& bytes, Ending ending = Ending::wait) {
    static const std::regex date("Date: [^\r]*\r\n");
    return std::regex_replace(send(bytes, ending), date, "");
  }
  /// The answer of a handler that does this.
  std::string act(const Acts::Act& act) {
    const std::string path = "/act" + std::to_string(acts_++);
    application.add_handler<Acts>(path, act);
    return get(path);
  }

  Application application;
  http::HTTPServer server;

 private:
  int acts_ = 0;
};

std::string answer(const std::string& status, const std::string& fields, const std::string& body) {
  return "HTTP/1.1 " + status +
         "\r\nServer: TornadoServer/4.5.3\r\nContent-Type: text/html; charset=UTF-8\r\n" + fields +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body + "[open]";
}

std::string error_page(const std::string& status) {
  const std::string line = status.substr(0, 3) + ": " + status.substr(4);
  return answer(status, "", "<html><title>" + line + "</title><body>" + line + "</body></html>");
}

constexpr const char* hi_etag = "Etag: \"9a02ee32fb66be149e5afd01b68c8fb7a0a81678\"\r\n";

// What Tornado 4.5.3 answers, but for the date.
TEST(RequestHandler, AnswersAsTheOriginalDoes) {
  WebWorld world;
  world.application.add_handler<Hello>("/");
  EXPECT_EQ(world.get("/"), answer("200 OK", hi_etag, "hi -"));
  EXPECT_EQ(world.get("/?q=a%20b+c&q=+d%C3%A4+"),
            answer("200 OK", "Etag: \"1d10693bbce5893a0e062cc95e3533242da777fe\"\r\n", "hi d\xc3\xa4"));
  EXPECT_EQ(world.ask("POST /?q=1 HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"), answer("200 OK", "", "abc 1"));
  EXPECT_EQ(world.ask("POST /?q=1 HTTP/1.1\r\nContent-Type: "
                      "application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\nq=2"),
            answer("200 OK", "", "q=2 2"));
  EXPECT_EQ(world.get("/none"), error_page("404 Not Found"));
  EXPECT_EQ(world.ask("PUT / HTTP/1.1\r\nContent-Length: 0\r\n\r\n"), error_page("405 Method Not Allowed"));
  EXPECT_EQ(world.ask("FOO / HTTP/1.1\r\n\r\n"), error_page("405 Method Not Allowed"));
  EXPECT_EQ(world.ask("HEAD / HTTP/1.1\r\n\r\n"),
            "HTTP/1.1 405 Method Not Allowed\r\nServer: TornadoServer/4.5.3\r\nContent-Type: text/html; "
            "charset=UTF-8\r\n"
            "Content-Length: 87\r\n\r\n[open]");
  EXPECT_THAT(world.logged, IsEmpty());
}

TEST(RequestHandler, WhatAMethodThrowsIsTheAnswer) {
  WebWorld world;
  EXPECT_EQ(world.act([](Acts&) { throw Boom("boom"); }), error_page("500 Internal Server Error"));
  EXPECT_THAT(world.logged, ElementsAre("connection boom"));
  world.logged.clear();
  EXPECT_EQ(world.act([](Acts&) { throw HTTPError(403); }), error_page("403 Forbidden"));
  EXPECT_EQ(world.act([](Acts&) { throw HTTPError(403, "", "Go away"); }), error_page("403 Go away"));
  EXPECT_THAT(world.logged, IsEmpty()) << "no message, no line";
  EXPECT_EQ(world.act([](Acts& handler) { static_cast<void>(handler.get_argument("q")); }),
            error_page("400 Bad Request"));
  EXPECT_THAT(world.logged, ElementsAre(HasSubstr("Missing argument q")));
  EXPECT_EQ(world.act([](Acts&) { throw HTTPError(777); }), error_page("500 Internal Server Error"));
  EXPECT_EQ(world.act([](Acts& handler) {
    handler.write("so far");
    throw Finish();
  }),
            answer("200 OK", "Etag: \"fa03c6b80d1843cbafe93e202cd4bfc81da58c86\"\r\n", "so far"));
}

TEST(RequestHandler, AnArgumentThatIsNoTextIsABadRequest) {
  WebWorld world;
  world.application.add_handler<Hello>("/");
  EXPECT_EQ(world.get("/?q=%ff"), error_page("400 Bad Request"));
  EXPECT_THAT(world.logged, ElementsAre(HasSubstr("Invalid unicode in q")));
}

TEST(RequestHandler, AnAnswerWithoutABodyHasNoTypeOfIt) {
  WebWorld world;
  EXPECT_EQ(world.act([](Acts& handler) { handler.set_status(204); }),
            "HTTP/1.1 204 No Content\r\nServer: TornadoServer/4.5.3\r\n\r\n[open]");
  world.application.add_handler<Hello>("/");
  EXPECT_EQ(
      world.get("/", "If-None-Match: *\r\n"),
      "HTTP/1.1 304 Not Modified\r\nServer: TornadoServer/4.5.3\r\n" + std::string(hi_etag) + "\r\n[open]");
}

TEST(RequestHandler, Redirects) {
  WebWorld world;
  EXPECT_EQ(world.act([](Acts& handler) { handler.redirect("/x"); }),
            answer("302 Found", "Location: /x\r\n", ""));
  EXPECT_EQ(world.act([](Acts& handler) { handler.redirect("/x", true); }),
            answer("301 Moved Permanently", "Location: /x\r\n", ""));
}

TEST(RequestHandler, FlushesInChunks) {
  WebWorld world;
  const std::string head =
      "HTTP/1.1 200 OK\r\nServer: TornadoServer/4.5.3\r\nContent-Type: text/html; charset=UTF-8\r\n"
      "Transfer-Encoding: chunked\r\n\r\n";
  const auto flush = [](Acts& handler) {
    handler.write("a");
    static_cast<void>(handler.flush());
    handler.write("b");
  };
  EXPECT_EQ(world.act(flush), head + "1\r\na\r\n1\r\nb\r\n0\r\n\r\n[open]");
  EXPECT_EQ(world.act([](Acts& handler) {
    handler.write("a");
    static_cast<void>(handler.flush());
    throw Boom("boom");
  }),
            head + "1\r\na\r\n0\r\n\r\n[open]");
  EXPECT_THAT(world.logged, ElementsAre("connection boom"));
  EXPECT_EQ(world.ask("GET /act0 HTTP/1.0\r\n\r\n"),
            "HTTP/1.1 200 OK\r\nServer: TornadoServer/4.5.3\r\nContent-Type: text/html; "
            "charset=UTF-8\r\n\r\nab[closed]");
}

TEST(RequestHandler, ALengthThatIsNotKeptClosesTheConnection) {
  WebWorld world;
  EXPECT_THAT(world.act([](Acts& handler) {
    handler.set_header("Content-Length", "10");
    handler.write("abc");
  }),
              ::testing::EndsWith("\r\n\r\nabc[closed]"));
  EXPECT_THAT(world.logged, ElementsAre("connection Tried to write 7 bytes less than Content-Length"));
}

TEST(RequestHandler, AnAnswerThatCannotBeFinishedClosesTheConnection) {
  WebWorld world;
  EXPECT_EQ(world.act([](Acts& handler) {
    handler.set_status(204);
    handler.write("body");
    throw Finish();
  }),
            "[closed]");
  EXPECT_THAT(world.logged, ElementsAre("connection Cannot send body with 204"));
}

TEST(RequestHandler, AnUnsafeHeaderIsRefused) {
  WebWorld world;
  EXPECT_EQ(world.act([](Acts& handler) { handler.set_header("X", "a\r\nSet-Cookie: b"); }),
            error_page("500 Internal Server Error"));
}

TEST(RequestHandler, PathArgumentsAreTheGroups) {
  WebWorld world;
  world.application.add_handler<Acts>("/g/(\\d+)(?:/(.*))?", [](Acts& handler) {
    handler.finish(handler.path_argument(0) + "|" + handler.path_argument(1));
  });
  EXPECT_THAT(world.get("/g/12"), HasSubstr("\r\n\r\n12|[open]"));
  EXPECT_THAT(world.get("/g/12/a%20b+c"), HasSubstr("\r\n\r\n12|a b+c[open]"));
  EXPECT_EQ(world.get("/g/1a"), error_page("404 Not Found"));
  EXPECT_THROW(world.application.add_handler<Hello>("("), std::invalid_argument);
}

TEST(RequestHandler, RendersATemplate) {
  WebWorld world;
  EXPECT_THAT(world.act([](Acts& handler) { handler.render("page.html", {{"name", "<you>"}}); }),
              HasSubstr("\r\n\r\n<p>&lt;you&gt;</p>[open]"));
  EXPECT_EQ(world.act([](Acts& handler) { handler.render("none.html"); }),
            error_page("500 Internal Server Error"));
  EXPECT_EQ(world.act([](Acts& handler) { handler.render("bad.html"); }),
            error_page("500 Internal Server Error"));
  EXPECT_THAT(world.logged, ElementsAre(HasSubstr("none.html"), HasSubstr("invalid template")));
}

TEST(RequestHandler, ACoroutineAnswersWhenItIsDone) {
  WebWorld world;
  world.application.add_handler<Slow>("/slow", &world);
  EXPECT_THAT(world.get("/slow"), HasSubstr("\r\n\r\nslow[open]"));
  EXPECT_THAT(world.said, ElementsAre("slept", "finished"));
  world.said.clear();
  EXPECT_EQ(world.ask("GET /slow HTTP/1.1\r\n\r\n", Ending::close), "");
  EXPECT_THAT(world.said, ElementsAre("gone", "slept", "finished"));
  EXPECT_THAT(world.logged, IsEmpty());
}

TEST(RequestHandler, RequestsOfOneConnectionAreAnsweredInTurn) {
  WebWorld world;
  world.application.add_handler<Slow>("/slow", &world);
  world.application.add_handler<Hello>("/");
  const std::string answers = world.ask("GET /slow HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n");
  EXPECT_LT(answers.find("slow"), answers.find("hi -"));
}

TEST(RequestHandler, FinishesOnce) {
  WebWorld world;
  EXPECT_THAT(world.act([](Acts& handler) {
    handler.finish("x");
    EXPECT_THROW(handler.finish(), std::logic_error);
    EXPECT_THROW(handler.write("y"), std::logic_error);
  }),
              HasSubstr("\r\n\r\nx[open]"));
}

}  // namespace
}  // namespace tornado::web
