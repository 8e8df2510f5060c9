#include "harness/subjects/programs/callback_fetch.hpp"

#include <fmt/format.h>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness/subjects/programs/web_fixture.hpp"
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
  explicit Habits(World& world)
      : listens(world.choose(2, "fetch/listens") != 0),
        in_a_context(world.choose(2, "fetch/context") != 0),
        throws(world.choose(2, "fetch/throws") != 0),
        waits_for_ever(world.choose(4, "fetch/timeouts") == 3) {}

  bool listens;  // to the head and the body as they come
  bool in_a_context;
  bool throws;          // out of its last callback
  bool waits_for_ever;  // has no timeouts
};

class Fetch {
 public:
  Fetch(WebFixture& web, int number) : habits(web.world), world_(web.world), number_(number) {}

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
    world_.check((depth_ != 0) == habits.in_a_context, "a callback runs in the contexts of its fetch");
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
    world_.check(body.starts_with(WebFixture::page), "the page is what the origin sent");
    if (!habits.listens) return;
    world_.check(response.body.empty(), "what was told is not kept");
    const std::string begin = fmt::format("HTTP/1.1 {} {}\r\n", response.code, response.reason);
    world_.check(head_.starts_with(begin) && head_.ends_with("\r\n\r\n"), "the head is that of the response");
  }

  void take(Step step) {
    const auto expected = static_cast<Step>(static_cast<std::uint8_t>(at_) + 1);
    world_.check(step == expected, fmt::format("fetch {} takes its steps in order: {} after {}", number_,
                                               static_cast<int>(step), static_cast<int>(at_)));
    at_ = step;
    if (step == Step::response_set) set_in_ = iteration();
    if (step == Step::future_ran)
      world_.check(iteration() == set_in_, "the Future's callbacks run where it is set");
    // Under other models than the original's, callbacks of one iteration may run in the next one.
    if (step == Step::called_back && world_.model() == core::SchedulingModel::exact)
      world_.check(iteration() == set_in_ + 1, "the callback runs an iteration after the Future is set");
  }
  void must_be_at(Step step) const {
    world_.check(at_ == step, fmt::format("fetch {} is at step {} and not {}", number_, static_cast<int>(at_),
                                          static_cast<int>(step)));
  }
  int number() const { return number_; }

 private:
  std::uint32_t iteration() const { return world_.loop().phases(); }

  World& world_;
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

}  // namespace

Future<void> run_callback_fetch(World& world) {
  world.allow_escaped();  // some callbacks fail
  WebFixture web(world);
  const auto implementation = std::make_shared<ShownClient>(web.client_options(), web.browser);
  const AsyncHTTPClient http_client(implementation);
  std::vector<std::unique_ptr<Fetch>> fetches;

  const auto begin = [&](Fetch& fetch) {
    const auto handle_request = [&world, &fetch](const HTTPResponse& response) {
      fetch.take(Step::called_back);
      fetch.must_be_in_context();
      world.log(fmt::format("fetch {}: {}", fetch.number(), in_words(response)));
      if (!response.error) fetch.must_have_heard(response);
      if (fetch.habits.throws) throw std::runtime_error("the callback fails");
    };
    implementation->next = &fetch;
    const Future<HTTPResponse> future = http_client.fetch(request_of(web, fetch), handle_request);
    world.check(!future.done(), "fetch returns a Future that is pending");
    fetch.take(Step::returned);
    future.add_done_callback([&fetch](const Future<HTTPResponse>&) { fetch.take(Step::future_ran); });
  };
  const auto begin_somewhere = [&] {
    fetches.push_back(std::make_unique<Fetch>(web, static_cast<int>(fetches.size()) + 1));
    Fetch& fetch = *fetches.back();
    if (!fetch.habits.in_a_context) return begin(fetch);
    run_with_stack_context(StackContext([&fetch] { return fetch.enter(); }), [&] { begin(fetch); });
  };

  const std::uint32_t count = 1 + world.choose(4, "program/fetches");
  for (std::uint32_t number = 0; number < count; ++number)
    world.loop().call_later(tornado::Duration(world.choose(4, "program/when")), begin_somewhere);
  co_yield world.join();
  // Without timeouts only a network without a fault makes a fetch end for certain.
  const bool undisturbed = web.network.faults_struck() == 0;
  for (const auto& fetch : fetches)
    if (undisturbed || !fetch->habits.waits_for_ever) fetch->must_be_at(Step::called_back);
}

}  // namespace windtunnel::subjects
