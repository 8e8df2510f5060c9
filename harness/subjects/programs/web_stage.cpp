#include "harness/subjects/programs/web_stage.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

namespace windtunnel {

namespace {

using tornado::Duration;
using tornado::Future;
using tornado::http::AsyncHTTPClient;
using tornado::http::HTTPRequest;
using tornado::http::HTTPResponse;

constexpr std::size_t large_page = 20'000;

// How the origin answers. The first is the simplest.
enum class Manner : std::uint32_t {
  at_once,
  in_chunks,
  late,
  large,
  redirect,
  missing,
  failing,
  never,
  count_
};

class OriginHandler final : public tornado::web::RequestHandler {
 public:
  explicit OriginHandler(NativeRun* run) : run_(run) {}

 private:
  Future<void> get() override {
    switch (static_cast<Manner>(run_->draw("origin/manner", static_cast<std::uint32_t>(Manner::count_)))) {
      case Manner::in_chunks: {
        write(std::string_view(WebStage::page).substr(0, 5));
        const Future<void> sent = flush();
        co_yield sent;
        write(std::string_view(WebStage::page).substr(5));
        break;
      }
      case Manner::late:
        co_yield tornado::sleep(Duration(1 + run_->draw("origin/delay", 30)));
        write(WebStage::page);
        break;
      case Manner::large:
        write(WebStage::page + std::string(large_page, ' '));
        break;
      case Manner::redirect:
        set_status(302);
        set_header("Location", "/moved");
        write("It is somewhere else.");
        break;
      case Manner::missing:
        throw tornado::web::HTTPError(404);
      case Manner::failing:
        throw std::runtime_error("the origin fails");
      case Manner::never:
        co_yield tornado::sleep(Duration(100));
        write(WebStage::page);
        break;
      default:
        write(WebStage::page);
        break;
    }
  }

  NativeRun* run_;
};

tornado::LinkSettings any_weather() {
  tornado::LinkSettings settings;
  settings.latency = Duration(0.01);
  settings.faults = tornado::Faults::all();
  return settings;
}

}  // namespace

WebStage::WebStage(NativeRun& run_in)
    : run(run_in),
      network(run.loop(), any_weather()),
      browser(network.add_host("browser")),
      server(network.add_host("server")),
      origin(network.add_host("example.com")),
      origin_server_(std::ref(pages_), tornado::http::ServerOptions(), origin) {
  pages_.add_handler<OriginHandler>("/.*", &run);
  origin_server_.listen(80);
}

tornado::http::ClientOptions WebStage::client_options() {
  constexpr std::size_t limits[] = {10, 1, 2};
  tornado::http::ClientOptions options;
  options.max_clients = limits[run.draw("client/max_clients", 3)];
  return options;
}

AsyncHTTPClient WebStage::client(tornado::SimHost& host) {
  return AsyncHTTPClient(client_options(), host);
}

HTTPRequest WebStage::request(const std::string& url) {
  constexpr double timeouts[] = {20, 1, 5, 60};
  HTTPRequest request(url);
  request.connect_timeout = Duration(timeouts[run.draw("client/connect_timeout", 4)]);
  request.request_timeout = Duration(timeouts[run.draw("client/request_timeout", 4)]);
  return request;
}

void WebStage::object(std::string_view words) {
  if (!objection_.empty()) return;
  objection_ = words;
  run.loop().stop();
}

bool WebStage::fly(const Trace& trace) {
  run.fly();
  judge();
  return !trace.livelock;
}

void WebStage::judge() const {
  if (!objection_.empty()) throw std::logic_error(objection_);
}

bool WebStage::undisturbed(const Trace& trace) {
  return std::none_of(trace.events.begin(), trace.events.end(), [](const tornado::Event& event) {
    return event.kind == tornado::EventKind::network_fault;
  });
}

std::string in_words(const HTTPResponse& response) {
  if (!response.error) return fmt::format("{} {} {}", response.code, response.reason, response.body.size());
  return fmt::format("{} {}", response.code, tornado::describe(response.error));
}

}  // namespace windtunnel
