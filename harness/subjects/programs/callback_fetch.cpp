#include "harness/subjects/programs/callback_fetch.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness/subjects/programs/web_fixture.hpp"
#include "harness/subjects/programs/world_venue.hpp"
#include "runtime/http/simple_client.hpp"
#include "runtime/stack_context/stack_context.hpp"

namespace windtunnel::subjects {

namespace {

using tornado::Future;
using tornado::StackContext;
using tornado::http::AsyncHTTPClient;
using tornado::http::HTTPRequest;
using tornado::http::HTTPResponse;

// The steps of one fetch, in the order in which they must come.
enum class Step : std::uint8_t { begun, registered, returned, response_set, future_ran, called_back };

// How a fetch is made and what its callbacks do. The first values are the simplest.
struct Habits {
  explicit Habits(Venue& venue)
      : listens(venue.choose(2, "fetch/listens") != 0),
        in_a_context(venue.choose(2, "fetch/context") != 0),
        throws(venue.choose(2, "fetch/throws") != 0),
        waits_for_ever(venue.choose(4, "fetch/timeouts") == 3) {}

  bool listens;  // to the head and the body as they come
  bool in_a_context;
  bool throws;          // out of its last callback
  bool waits_for_ever;  // has no timeouts
};

class Fetch {
 public:
  Fetch(WebFixture& web, int number) : habits(web.venue), venue_(web.venue), number_(number) {}

  const Habits habits;

  // What the context of this fetch makes where it is entered.
  auto enter() {
    struct Entered {
      explicit Entered(int& depth_in) : depth(depth_in) { ++depth; }
      Entered(const Entered&) = delete;
      Entered& operator=(const Entered&) = delete;
      ~Entered() { --depth; }
      int& depth;
    };
    return Entered(depth_);
  }
  void must_be_in_context() const {
    venue_.check((depth_ != 0) == habits.in_a_context, "a callback runs in the contexts of its fetch");
  }

  // What came while it went on. Redirects are followed unheard.
  void hear_head(std::string_view line) {
    must_be_in_context();
    head_ += line;
  }
  void hear_body(std::string_view part) {
    must_be_in_context();
    body_ += part;
  }
  void must_have_heard(const HTTPResponse& response) const {
    const std::string& body = habits.listens ? body_ : response.body;
    venue_.check(body.starts_with(WebFixture::page), "the page is what the origin sent");
    if (!habits.listens) return;
    venue_.check(response.body.empty(), "what was told is not kept");
    const std::string begin = fmt::format("HTTP/1.1 {} {}\r\n", response.code, response.reason);
    venue_.check(head_.starts_with(begin) && head_.ends_with("\r\n\r\n"), "the head is that of the response");
  }

  void take(Step step) {
    const auto expected = static_cast<Step>(static_cast<std::uint8_t>(at_) + 1);
    venue_.check(step == expected, fmt::format("fetch {} takes its steps in order: {} after {}", number_,
                                               static_cast<int>(step), static_cast<int>(at_)));
    at_ = step;
    if (step == Step::response_set) set_in_ = iteration();
    if (step == Step::future_ran)
      venue_.check(iteration() == set_in_, "the Future's callbacks run where it is set");
    // Under other models than the original's, callbacks of one iteration may run in the next one.
    if (step == Step::called_back && venue_.keeps_iterations())
      venue_.check(iteration() == set_in_ + 1, "the callback runs an iteration after the Future is set");
  }
  void must_be_at(Step step) const {
    venue_.check(at_ == step, fmt::format("fetch {} is at step {} and not {}", number_, static_cast<int>(at_),
                                          static_cast<int>(step)));
  }
  bool is_at(Step step) const { return at_ == step; }
  int number() const { return number_; }

 private:
  std::uint32_t iteration() const { return venue_.iterations(); }

  Venue& venue_;
  const int number_;
  int depth_ = 0;  // of its context
  std::string head_;
  std::string body_;
  Step at_ = Step::begun;
  std::uint32_t set_in_ = 0;
};

// A client that shows the steps inside of fetch.
class ShownClient final : public tornado::http::SimpleClient {
 public:
  using SimpleClient::SimpleClient;

  Fetch* next = nullptr;  // the one that fetch_impl is called for, of a user

 protected:
  void fetch_impl(tornado::http::FetchRequest request,
                  tornado::http::ResponseCallback handle_response) override {
    Fetch* fetch = std::exchange(next, nullptr);
    if (fetch == nullptr) return SimpleClient::fetch_impl(std::move(request), std::move(handle_response));
    fetch->take(Step::registered);
    SimpleClient::fetch_impl(std::move(request), [fetch, handle_response = std::move(handle_response)](
                                                     HTTPResponse response) mutable {
      fetch->take(Step::response_set);
      handle_response(std::move(response));
      fetch->must_be_at(Step::future_ran);
    });
  }
};

HTTPRequest request_of(WebFixture& web, Fetch& fetch) {
  HTTPRequest request = web.request("http://example.com/");
  if (fetch.habits.listens) {
    request.header_callback = [&fetch](std::string_view line) { fetch.hear_head(line); };
    request.streaming_callback = [&fetch](std::string_view part) { fetch.hear_body(part); };
  }
  if (fetch.habits.waits_for_ever) request.connect_timeout = request.request_timeout = tornado::Duration(0);
  return request;
}

class CallbackFetchProgram final : public VenueProgram {
 public:
  explicit CallbackFetchProgram(Venue& venue)
      : web_(venue),
        implementation_(std::make_shared<ShownClient>(web_.client_options(), web_.browser)),
        http_client_(implementation_),
        count_(1 + venue.choose(4, "program/fetches")) {
    for (std::uint32_t number = 0; number < count_; ++number)
      venue.loop().call_later(venue.choose(4, "program/when") * venue.second(),
                              [this] { begin_somewhere(); });
  }

  bool over() const override {
    return fetches_.size() == count_ && std::all_of(fetches_.begin(), fetches_.end(), [](const auto& fetch) {
             return fetch->is_at(Step::called_back);
           });
  }

  void judge() override {
    // Without timeouts only a network without a fault makes a fetch end for certain.
    const bool undisturbed = web_.venue.undisturbed();
    for (const auto& fetch : fetches_)
      if (undisturbed || !fetch->habits.waits_for_ever) fetch->must_be_at(Step::called_back);
  }

 private:
  void begin_somewhere() {
    fetches_.push_back(std::make_unique<Fetch>(web_, static_cast<int>(fetches_.size()) + 1));
    Fetch& fetch = *fetches_.back();
    if (!fetch.habits.in_a_context) return begin(fetch);
    run_with_stack_context(StackContext([&fetch] { return fetch.enter(); }), [&] { begin(fetch); });
  }

  void begin(Fetch& fetch) {
    Venue& venue = web_.venue;
    const auto handle_request = [&venue, &fetch](const HTTPResponse& response) {
      fetch.take(Step::called_back);
      fetch.must_be_in_context();
      venue.log(fmt::format("fetch {}: {}", fetch.number(), in_words(response)));
      if (!response.error) fetch.must_have_heard(response);
      check_no_response(venue, response);
      if (fetch.habits.throws) throw std::runtime_error("the callback fails");
    };
    implementation_->next = &fetch;
    const Future<HTTPResponse> future = http_client_.fetch(request_of(web_, fetch), handle_request);
    venue.check(!future.done(), "fetch returns a Future that is pending");
    fetch.take(Step::returned);
    future.add_done_callback([&fetch](const Future<HTTPResponse>&) { fetch.take(Step::future_ran); });
  }

  WebFixture web_;
  const std::shared_ptr<ShownClient> implementation_;
  const AsyncHTTPClient http_client_;
  const std::uint32_t count_;
  std::vector<std::unique_ptr<Fetch>> fetches_;
};

}  // namespace

std::unique_ptr<VenueProgram> begin_callback_fetch(Venue& venue) {
  return std::make_unique<CallbackFetchProgram>(venue);
}

Future<void> run_callback_fetch(World& world) {
  world.allow_escaped();  // some callbacks fail
  WorldVenue venue(world, any_weather());
  CallbackFetchProgram program(venue);
  co_yield world.join();
  program.judge();
}

}  // namespace windtunnel::subjects
