#include "harness/subjects/programs/web_fixture.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <iterator>
#include <stdexcept>

#include "runtime/gen/sleep.hpp"
#include "runtime/sim/network/sim_network.hpp"

namespace windtunnel::subjects {

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
  explicit OriginHandler(Venue* venue) : venue_(venue) {}

 private:
  Future<void> get() override {
    switch (
        static_cast<Manner>(venue_->choose(static_cast<std::uint32_t>(Manner::count_), "origin/manner"))) {
      case Manner::in_chunks: {
        write(std::string_view(WebFixture::page).substr(0, 5));
        const Future<void> sent = flush();
        co_yield sent;
        write(std::string_view(WebFixture::page).substr(5));
        break;
      }
      case Manner::late:
        co_yield tornado::sleep((1 + venue_->choose(30, "origin/delay")) * venue_->second());
        write(WebFixture::page);
        break;
      case Manner::large:
        write(WebFixture::page + std::string(large_page, ' '));
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
        co_yield tornado::sleep(100 * venue_->second());
        write(WebFixture::page);
        break;
      default:
        write(WebFixture::page);
        break;
    }
  }

  Venue* venue_;
};

}  // namespace

tornado::LinkSettings any_weather() {
  tornado::LinkSettings settings;
  settings.latency = Duration(0.01);
  settings.faults = tornado::Faults::all();
  return settings;
}

WebFixture::WebFixture(Venue& venue_in)
    : venue(venue_in),
      browser(venue.host("browser")),
      server(venue.host("server")),
      origin(venue.host("example.com")),
      origin_server_(std::ref(pages_), tornado::http::ServerOptions(), origin) {
  pages_.add_handler<OriginHandler>("/.*", &venue);
  origin_server_.listen(80);
}

tornado::http::ClientOptions WebFixture::client_options() {
  constexpr std::size_t limits[] = {10, 1, 2};
  tornado::http::ClientOptions options;
  options.max_clients = limits[venue.choose(3, "client/max_clients")];
  return options;
}

AsyncHTTPClient WebFixture::client(tornado::Network& host) {
  return AsyncHTTPClient(client_options(), host);
}

HTTPRequest WebFixture::request(const std::string& url) {
  constexpr double timeouts[] = {20, 1, 5, 60};
  HTTPRequest request(url);
  request.connect_timeout = timeouts[venue.choose(4, "client/connect_timeout")] * venue.second();
  request.request_timeout = timeouts[venue.choose(4, "client/request_timeout")] * venue.second();
  return request;
}

void check_no_response(Venue& venue, const HTTPResponse& response) {
  if (response.code != 599 || !response.error) return;
  constexpr Duration rounding{1e-6};
  const HTTPRequest& request = *response.request;
  const std::string why = tornado::describe(response.error);
  const auto says = [&](std::string_view words) { return why.find(words) != std::string::npos; };
  Duration least{0};
  if (says("Timeout during request")) {
    least = request.request_timeout;
  } else if (says("Timeout while connecting") || says("Timeout in request queue")) {
    least = std::min(request.connect_timeout, request.request_timeout);
  } else {
    // A server closes a connection that has been idle for long. Where code takes no time, none is so by
    // itself.
    const bool idle =
        venue.takes_time() && response.request_time >= tornado::http::ServerOptions().idle_connection_timeout;
    return venue.check(idle || !venue.undisturbed(),
                       "without a fault a response comes, or a timeout: " + why);
  }
  venue.check(response.request_time + rounding >= least, "a timeout comes when its time has passed: " + why);
}

std::string in_words(const HTTPResponse& response) {
  if (!response.error) return fmt::format("{} {} {}", response.code, response.reason, response.body.size());
  return fmt::format("{} {}", response.code, tornado::describe(response.error));
}

}  // namespace windtunnel::subjects
