#include "harness/subjects/programs/gen_async_handler.hpp"

#include <fmt/format.h>

#include "harness/subjects/programs/web_stage.hpp"
#include "runtime/coroutine.hpp"

namespace windtunnel {

namespace {

using tornado::Future;
using tornado::http::AsyncHTTPClient;
using tornado::http::HTTPRequest;
using tornado::http::HTTPResponse;

// What the handlers of one run did.
struct Deeds {
  std::uint32_t fetched = 0;
  std::uint32_t done_something = 0;
  std::uint32_t rendered = 0;
};

class GenAsyncHandler final : public tornado::web::RequestHandler {
 public:
  GenAsyncHandler(WebStage* stage, AsyncHTTPClient http_client, Deeds* deeds)
      : stage_(stage), http_client_(std::move(http_client)), deeds_(deeds) {}

 private:
  Future<void> get() override {
    const HTTPRequest request = stage_->request("http://example.com/");
    const HTTPResponse response = co_yield http_client_.fetch(request);
    ++deeds_->fetched;
    do_something_with_response(response);
    render("template.html", {{"page", response.body}});
    ++deeds_->rendered;
  }

  void do_something_with_response(const HTTPResponse& response) {
    ++deeds_->done_something;
    stage_->run.log(fmt::format("handler: {}", in_words(response)));
    stage_->check(response.body.starts_with(WebStage::page), "the page is not what the origin sent");
  }

  WebStage* stage_;
  AsyncHTTPClient http_client_;
  Deeds* deeds_;
};

// The template filled in with what the origin may have sent.
bool is_rendered(std::string_view body) {
  return body.starts_with(std::string("<p>") + WebStage::page) && body.ends_with("</p>");
}

void judge_answer(WebStage& stage, const HTTPResponse& response) {
  if (!response.error)
    return stage.check(response.code == 200 && is_rendered(response.body), "the answer is no page");
  const bool true_error =
      response.code == 599 || (response.code == 500 && response.body.starts_with("<html>"));
  stage.check(true_error, fmt::format("the answer is {}", in_words(response)));
}

}  // namespace

void run_gen_async_handler(const void*, tornado::ChoiceSource& choices, const RunOptions& options,
                           Trace& trace) {
  NativeRun run(choices, options, trace);
  WebStage stage(run);
  Deeds deeds;
  tornado::web::Application application(
      {tornado::web::templates_from({{"template.html", "<p>{{page}}</p>"}})});
  application.add_handler<GenAsyncHandler>("/", &stage, stage.client(stage.server), &deeds);
  tornado::http::HTTPServer server(std::ref(application), tornado::http::ServerOptions(), stage.server);
  server.listen(80);

  const AsyncHTTPClient browser = stage.client(stage.browser);
  std::uint32_t asked = 0;
  std::uint32_t answered = 0;
  std::uint32_t pages = 0;
  const auto ask = [&] {
    const std::uint32_t number = ++asked;
    const auto future =
        browser.fetch(stage.request("http://server/"), [&, number](const HTTPResponse& response) {
          ++answered;
          run.log(fmt::format("browser {}: {}", number, in_words(response)));
          judge_answer(stage, response);
          if (!response.error) ++pages;
        });
    stage.check(!future.done(), "fetch returns a Future that is pending");
  };
  const std::uint32_t count = 1 + run.draw("program/requests", 4);
  for (std::uint32_t number = 0; number < count; ++number)
    run.loop().call_later(tornado::Duration(run.draw("program/when", 4)), ask);
  if (!stage.fly(trace)) return;
  stage.check(answered == asked, fmt::format("of {} requests {} ended", asked, answered));
  stage.check(deeds.done_something == deeds.fetched, "a handler did not do something once");
  stage.check(pages <= deeds.rendered, "more pages came than were rendered");
  stage.judge();
}

}  // namespace windtunnel
