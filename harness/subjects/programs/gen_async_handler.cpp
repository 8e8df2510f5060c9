#include "harness/subjects/programs/gen_async_handler.hpp"

#include <fmt/format.h>

#include "harness/subjects/programs/web_fixture.hpp"
#include "runtime/coroutine.hpp"

namespace windtunnel::subjects {

namespace {

using tornado::Future;
using tornado::http::AsyncHTTPClient;
using tornado::http::HTTPRequest;
using tornado::http::HTTPResponse;

// How often the handlers of one run did what.
struct Counts {
  std::uint32_t fetched = 0;
  std::uint32_t done_something = 0;
  std::uint32_t rendered = 0;
};

class GenAsyncHandler final : public tornado::web::RequestHandler {
 public:
  GenAsyncHandler(WebFixture* web, AsyncHTTPClient http_client, Counts* counts)
      : web_(web), http_client_(std::move(http_client)), counts_(counts) {}

 private:
  Future<void> get() override {
    const HTTPRequest request = web_->request("http://example.com/");
    const HTTPResponse response = co_yield http_client_.fetch(request);
    ++counts_->fetched;
    do_something_with_response(response);
    render("template.html", {{"page", response.body}});
    ++counts_->rendered;
  }

  void do_something_with_response(const HTTPResponse& response) {
    ++counts_->done_something;
    web_->world.log(fmt::format("handler: {}", in_words(response)));
    web_->world.check(response.body.starts_with(WebFixture::page), "the page is what the origin sent");
  }

  WebFixture* web_;
  AsyncHTTPClient http_client_;
  Counts* counts_;
};

// The template filled in with what the origin may have sent.
bool is_rendered(std::string_view body) {
  return body.starts_with(std::string("<p>") + WebFixture::page) && body.ends_with("</p>");
}

void judge_answer(World& world, const HTTPResponse& response) {
  if (!response.error)
    return world.check(response.code == 200 && is_rendered(response.body), "the answer is a page");
  const bool true_error =
      response.code == 599 || (response.code == 500 && response.body.starts_with("<html>"));
  world.check(true_error, fmt::format("the error is true: {}", in_words(response)));
}

}  // namespace

Future<void> run_gen_async_handler(World& world) {
  WebFixture web(world);
  Counts counts;
  tornado::web::Application application(
      {tornado::web::templates_from({{"template.html", "<p>{{page}}</p>"}})});
  application.add_handler<GenAsyncHandler>("/", &web, web.client(web.server), &counts);
  tornado::http::HTTPServer server(std::ref(application), tornado::http::ServerOptions(), web.server);
  server.listen(80);

  const AsyncHTTPClient browser = web.client(web.browser);
  std::uint32_t asked = 0;
  std::uint32_t answered = 0;
  std::uint32_t pages = 0;
  const auto ask = [&] {
    const std::uint32_t number = ++asked;
    const auto future =
        browser.fetch(web.request("http://server/"), [&, number](const HTTPResponse& response) {
          ++answered;
          world.log(fmt::format("browser {}: {}", number, in_words(response)));
          judge_answer(world, response);
          if (!response.error) ++pages;
        });
    world.check(!future.done(), "fetch returns a Future that is pending");
  };
  const std::uint32_t count = 1 + world.choose(4, "program/requests");
  for (std::uint32_t number = 0; number < count; ++number)
    world.loop().call_later(tornado::Duration(world.choose(4, "program/when")), ask);
  co_yield world.join();
  world.check(answered == asked, fmt::format("every request ends: {} of {} did", answered, asked));
  world.check(counts.done_something == counts.fetched, "a handler does something once with its page");
  world.check(pages <= counts.rendered, "no more pages come than were rendered");
}

}  // namespace windtunnel::subjects
