#include "harness/subjects/programs/calm_web.hpp"

#include <fmt/format.h>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/subjects/programs/calm_pages.hpp"
#include "runtime/gen/sleep.hpp"
#include "runtime/http/async_http_client.hpp"
#include "runtime/http/http_server.hpp"
#include "runtime/sim/network/sim_network.hpp"

namespace windtunnel::subjects {

namespace {

using tornado::Duration;
using tornado::Future;
using tornado::http::AsyncHTTPClient;
using tornado::http::HTTPRequest;
using tornado::http::HTTPResponse;

constexpr std::uint32_t most_asks = 4;
constexpr Duration no_deadline{1e6};

// The browser and what it has counted.
struct Browser {
  Browser(World& world_in, PageLog& log_in, std::shared_ptr<tornado::http::SimpleClient> implementation)
      : world(world_in), log(log_in), client(std::move(implementation)) {}

  World& world;
  PageLog& log;
  AsyncHTTPClient client;
  std::size_t ended = 0;
};

// What was heard of a response while it came.
struct Heard {
  std::string head;
  std::string body;
};

HTTPRequest request_of(World& world, const Page& page, Heard& heard) {
  HTTPRequest request = page.request();
  request.connect_timeout = request.request_timeout = no_deadline;
  request.decompress_response = world.choose(2, "calm/compressed") == 1;
  request.headers.set("X-Number", std::to_string(page.number));
  request.headers.set("X-Delay", world.choose(4, "calm/delay") == 3 ? "2" : "0");
  if (world.choose(3, "calm/listens") == 2) {
    request.header_callback = [&heard](std::string_view line) { heard.head += line; };
    request.streaming_callback = [&heard](std::string_view part) { heard.body += part; };
  }
  return request;
}

// The adversarial model runs timers as early as it likes against what the network does, so every deadline is
// near.
bool timers_may_jump(const World& world) {
  return world.model() == core::SchedulingModel::adversarial;
}

void judge(World& world, const Page& page, const HTTPRequest& request, const Heard& heard,
           const HTTPResponse& response) {
  const PageAnswer expected = page.answer();
  const auto at = [&](std::string_view what) {
    return fmt::format("{} {}: {}", request.method, request.url, what);
  };
  if (response.code == 599 && timers_may_jump(world)) return;
  if (!expected.comes)
    return world.check(response.error != nullptr && response.code != 200, at("it is refused"));
  world.check_equal(response.code, expected.code, at("the code"));
  world.check_equal(response.reason, expected.reason, at("the reason"));
  const bool listens = request.streaming_callback != nullptr;
  world.check_equal(listens ? heard.body : response.body, expected.body, at("the page"));
  if (listens) {
    world.check(response.body.empty(), at("what was told is not kept"));
    const std::string begin = fmt::format("HTTP/1.1 {} {}\r\n", expected.code, expected.reason);
    world.check(heard.head.starts_with(begin) && heard.head.ends_with("\r\n\r\n"), at("the head is told"));
  }
  world.check((response.error == nullptr) == (expected.code / 100 == 2), at("an error is one"));
  world.check_equal(response.effective_url, page.final_url(), at("where it came from"));
  for (const auto& [name, value] : expected.headers)
    world.check_equal(response.headers.get(name, "none"), value, at(name));
}

Future<void> visit(World& world, Browser& browser, std::uint32_t number) {
  const std::uint32_t later = world.choose(3, "calm/when");
  if (later > 0) co_yield tornado::sleep(Duration(later));
  Page page = draw_page(world, number);
  const std::uint32_t visits = 1 + (page.remembers() ? 1 : 0);
  for (std::uint32_t nth = 0; nth < visits; ++nth) {
    Heard heard;
    const HTTPRequest request = request_of(world, page, heard);
    const Future<HTTPResponse> fetching = browser.client.fetch(request, false);
    const HTTPResponse response = co_yield fetching;
    judge(world, page, request, heard, response);
    if (response.code == 599) break;
    page.take(response);
  }
  if (!timers_may_jump(world))
    world.check_equal(browser.log.served[number], page.served(), "how often a request is served");
  ++browser.ended;
}

}  // namespace

Future<void> run_calm_web(World& world) {
  tornado::LinkSettings settings;
  settings.faults = tornado::harmless_faults;
  tornado::SimNetwork& network = world.network(settings);
  PageLog log;
  tornado::web::Application application(page_settings(world.choose(2, "calm/compresses") == 1));
  add_pages(application, log);
  tornado::http::ServerOptions limits;
  limits.max_body_size = longest_upload;
  tornado::http::HTTPServer server(std::ref(application), limits, world.host("server"));
  server.listen(80);
  constexpr std::size_t clients[] = {10, 1, 2};
  tornado::http::ClientOptions options;
  options.max_clients = clients[world.choose(3, "calm/max_clients")];
  const auto implementation = std::make_shared<tornado::http::SimpleClient>(options, world.host("browser"));
  Browser browser(world, log, implementation);
  const std::uint32_t asks = 1 + world.choose(most_asks, "calm/asks");
  for (std::uint32_t number = 1; number <= asks; ++number)
    world.spawn(fmt::format("visit {}", number), visit, std::ref(browser), number);
  co_yield world.join();
  world.check_equal(browser.ended, std::size_t{asks}, "visits that came to their end");
  // The server goes on with what the browser has given up.
  world.check(
      log.most_at_once <= options.max_clients || timers_may_jump(world),
      fmt::format("{} requests at once, of {} that are allowed", log.most_at_once, options.max_clients));
  world.check_equal(implementation->active() + implementation->queued(), std::size_t{0},
                    "places of the client in use");
  browser.client.close();
  server.stop();
  world.check_equal(server.connections(), std::size_t{0}, "connections of the server");
  world.check_equal(network.open_sockets(), std::size_t{0}, "sockets that are open");
}

}  // namespace windtunnel::subjects
