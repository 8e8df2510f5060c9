#include "harness/subjects/programs/callback_fetch.hpp"

#include <fmt/format.h>
#include <memory>
#include <vector>

#include "harness/subjects/programs/web_stage.hpp"
#include "runtime/http/simple_client.hpp"

namespace windtunnel {

namespace {

using tornado::Future;
using tornado::http::AsyncHTTPClient;
using tornado::http::HTTPResponse;

// The steps of one fetch, in the order in which they must come.
enum class Step : std::uint8_t { begun, registered, returned, response_set, future_ran, called_back };

class Fetch {
 public:
  Fetch(WebStage& stage, int number) : stage_(stage), number_(number) {}

  void take(Step step) {
    const auto expected = static_cast<Step>(static_cast<std::uint8_t>(at_) + 1);
    stage_.check(step == expected, fmt::format("fetch {} takes step {} after step {}", number_,
                                               static_cast<int>(step), static_cast<int>(at_)));
    at_ = step;
    if (step == Step::response_set) set_in_ = iteration();
    if (step == Step::future_ran)
      stage_.check(iteration() == set_in_, "the Future's callbacks run where it is set");
    if (step == Step::called_back)
      stage_.check(iteration() == set_in_ + 1, "the callback runs an iteration after the Future is set");
  }
  void must_be_at(Step step) const {
    stage_.check(at_ == step, fmt::format("fetch {} is at step {} and not {}", number_, static_cast<int>(at_),
                                          static_cast<int>(step)));
  }
  int number() const { return number_; }

 private:
  std::uint32_t iteration() const { return stage_.run.loop().phases(); }

  WebStage& stage_;
  const int number_;
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

}  // namespace

void run_callback_fetch(const void*, tornado::ChoiceSource& choices, const RunOptions& options,
                        Trace& trace) {
  NativeRun run(choices, options, trace);
  WebStage stage(run);
  const auto implementation = std::make_shared<ShownClient>(stage.client_options(), stage.browser);
  const AsyncHTTPClient http_client(implementation);
  std::vector<std::unique_ptr<Fetch>> fetches;

  const auto begin = [&] {
    fetches.push_back(std::make_unique<Fetch>(stage, static_cast<int>(fetches.size()) + 1));
    Fetch& fetch = *fetches.back();
    const auto handle_request = [&stage, &fetch](const HTTPResponse& response) {
      fetch.take(Step::called_back);
      stage.run.log(fmt::format("fetch {}: {}", fetch.number(), in_words(response)));
      if (!response.error)
        stage.check(response.body.starts_with(WebStage::page), "the page is not what the origin sent");
    };
    implementation->next = &fetch;
    const Future<HTTPResponse> future =
        http_client.fetch(stage.request("http://example.com/"), handle_request);
    stage.check(!future.done(), "fetch returns a Future that is pending");
    fetch.take(Step::returned);
    future.add_done_callback([&fetch](const Future<HTTPResponse>&) { fetch.take(Step::future_ran); });
  };

  const std::uint32_t count = 1 + run.draw("program/fetches", 4);
  for (std::uint32_t number = 0; number < count; ++number)
    run.loop().call_later(tornado::Duration(run.draw("program/when", 4)), begin);
  if (!stage.fly(trace)) return;
  for (const auto& fetch : fetches) fetch->must_be_at(Step::called_back);
  stage.judge();
}

}  // namespace windtunnel
