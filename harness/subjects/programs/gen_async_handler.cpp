#include "harness/subjects/programs/gen_async_handler.hpp"

#include <fmt/format.h>
#include <functional>
#include <optional>

#include "harness/subjects/programs/web_fixture.hpp"
#include "harness/subjects/programs/world_venue.hpp"
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
    web_->venue.log(fmt::format("handler: {}", in_words(response)));
    web_->venue.check(response.body.starts_with(WebFixture::page), "the page is what the origin sent");
  }

  WebFixture* web_;
  AsyncHTTPClient http_client_;
  Counts* counts_;
};

// The template filled in with what the origin may have sent.
bool is_rendered(std::string_view body) {
  return body.starts_with(std::string("<p>") + WebFixture::page) && body.ends_with("</p>");
}

void judge_answer(Venue& venue, const HTTPResponse& response) {
  check_no_response(venue, response);
  if (!response.error)
    return venue.check(response.code == 200 && is_rendered(response.body), "the answer is a page");
  const bool true_error =
      response.code == 599 || (response.code == 500 && response.body.starts_with("<html>"));
  venue.check(true_error, fmt::format("the error is true: {}", in_words(response)));
}

class GenAsyncProgram final : public VenueProgram {
 public:
  explicit GenAsyncProgram(Venue& venue)
      : web_(venue),
        application_({tornado::web::templates_from({{"template.html", "<p>{{page}}</p>"}})}),
        server_(std::ref(application_), tornado::http::ServerOptions(), web_.server) {
    application_.add_handler<GenAsyncHandler>("/", &web_, web_.client(web_.server), &counts_);
    server_.listen(80);
    browser_.emplace(web_.client(web_.browser));
    count_ = 1 + venue.choose(4, "program/requests");
    for (std::uint32_t number = 0; number < count_; ++number)
      venue.loop().call_later(venue.choose(4, "program/when") * venue.second(), [this] { ask(); });
  }

  bool over() const override { return answered_ == count_; }

  void judge() override {
    Venue& venue = web_.venue;
    venue.check(answered_ == asked_, fmt::format("every request ends: {} of {} did", answered_, asked_));
    venue.check(counts_.done_something == counts_.fetched, "a handler does something once with its page");
    venue.check(pages_ <= counts_.rendered, "no more pages come than were rendered");
  }

 private:
  void ask() {
    const std::uint32_t number = ++asked_;
    const auto future =
        browser_->fetch(web_.request("http://server/"), [this, number](const HTTPResponse& response) {
          ++answered_;
          web_.venue.log(fmt::format("browser {}: {}", number, in_words(response)));
          judge_answer(web_.venue, response);
          if (!response.error) ++pages_;
        });
    web_.venue.check(!future.done(), "fetch returns a Future that is pending");
  }

  WebFixture web_;
  Counts counts_;
  tornado::web::Application application_;
  tornado::http::HTTPServer server_;
  std::optional<AsyncHTTPClient> browser_;
  std::uint32_t count_ = 0;
  std::uint32_t asked_ = 0;
  std::uint32_t answered_ = 0;
  std::uint32_t pages_ = 0;
};

}  // namespace

std::unique_ptr<VenueProgram> begin_gen_async_handler(Venue& venue) {
  return std::make_unique<GenAsyncProgram>(venue);
}

Future<void> run_gen_async_handler(World& world) {
  WorldVenue venue(world, any_weather());
  GenAsyncProgram program(venue);
  co_yield world.join();
  program.judge();
}

}  // namespace windtunnel::subjects
