#include "harness/subjects/programs/calm_site.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <ctime>
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

#include "harness/subjects/programs/site/site.hpp"
#include "runtime/exception_cast.hpp"
#include "runtime/gen/sleep.hpp"
#include "runtime/http/gzip.hpp"
#include "runtime/http/http_server.hpp"
#include "runtime/sim/network/sim_network.hpp"

namespace windtunnel::subjects {

namespace {

using tornado::Duration;
using tornado::Future;
using tornado::http::HTTPResponse;

constexpr DrawVisit draw_visits[] = {draw_seen_request,    draw_made_answer,     draw_file,
                                     draw_set_cookies,     draw_failure,         draw_redirect,
                                     draw_redirected_post, draw_streamed_upload, draw_impossible_request,
                                     draw_limit,           draw_late_answer};
constexpr std::uint32_t most_visits = 4;
constexpr Duration far_away{1e6};

// A site that is visited.
struct Visited {
  World& world;
  const SiteSettings settings;
  SiteLog log;
  SiteLog expected_log;  // of the visits that say what it must be
  std::shared_ptr<tornado::http::SimpleClient> client;
  bool may_queue = false;
  bool has_closed = false;  // the server, before its time
  std::size_t ended = 0;
};

// Under the adversarial model every deadline is near.
bool deadlines_are_near(const World& world) {
  return world.model() == core::SchedulingModel::adversarial;
}

std::string words_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& known) {
    return known.what();
  } catch (...) {
    return "an exception of another kind";
  }
}

double seconds_in(const std::string& date) {
  std::tm calendar{};
  if (strptime(date.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &calendar) == nullptr) return -1;
  return static_cast<double>(timegm(&calendar));
}

// With dates in the place of what stands for them.
std::string with_dates(std::string text, double now) {
  const std::size_t begin = text.find('<');
  const std::size_t end = text.find('>');
  if (begin == std::string::npos || end == std::string::npos || end < begin) return text;
  const double seconds = std::stod(text.substr(begin + 1, end - begin - 1));
  return text.replace(begin, end + 1 - begin, date_text(now + seconds));
}

std::string expanded(std::string_view bytes) {
  tornado::http::GzipExpander expander;
  std::string text;
  while (!bytes.empty()) text += expander.expand(bytes, 65536);
  return text;
}

// As the browser shows an answer that it has expanded.
void expand_answer(const tornado::http::HTTPRequest& request, SiteAnswer& answer) {
  if (!request.decompress_response || answer.get("Content-Encoding") != "gzip") return;
  answer.remove("Content-Encoding");
  answer.set("X-Consumed-Content-Encoding", "gzip");
}

class Judgement {
 public:
  Judgement(Visited& site, const SiteVisit& visit, const HTTPResponse& response, tornado::Time asked)
      : site_(site), visit_(visit), response_(response), asked_(asked) {}

  void judge() {
    World& world = site_.world;
    SiteAnswer answer = visit_.answer;
    if (site_.settings.compresses) answer.compress(visit_.request);
    expand_answer(visit_.request, answer);
    if (!answer.is_told)
      return world.check(response_.code >= 300 || response_.code == answer.code,
                         at("the failure is no other answer"));
    world.check_equal(response_.code, answer.code, at("the code"));
    world.check_equal(response_.reason, answer.reason, at("the reason"));
    world.check_equal(response_.effective_url, answer.url.empty() ? visit_.request.url : answer.url,
                      at("where it came from"));
    world.check_equal(response_.request->url, visit_.request.url, at("the request of the answer"));
    world.check_equal(response_.error == nullptr, answer.code / 100 == 2, at("whether it succeeds"));
    judge_time(answer);
    if (response_.code != answer.code) return;
    if (answer.code == 599) return judge_failure(answer);
    judge_headers(answer);
    const bool packed = !visit_.request.decompress_response && answer.get("Content-Encoding") == "gzip";
    world.check_equal(packed ? expanded(response_.body) : response_.body, answer.body, at("the body"));
  }

 private:
  std::string at(std::string_view what) const {
    return fmt::format("{} {}: {}", visit_.request.method, visit_.request.url, what);
  }

  void judge_failure(const SiteAnswer& answer) const {
    site_.world.check_equal(words_of(response_.error), answer.failure, at("why there is no answer"));
    site_.world.check(response_.headers.empty() && response_.body.empty(), at("nothing came"));
  }

  // Code that takes time makes an answer later, by little.
  void judge_time(const SiteAnswer& answer) const {
    const double took = response_.request_time.count();
    const double all = (site_.world.loop().time() - asked_).count();
    constexpr double rounding = 1e-6;
    site_.world.check(took >= 0 && took <= all + rounding, at("a request takes as long as it takes"));
    if (answer.takes < 0 || deadlines_are_near(site_.world)) return;
    const double more = site_.world.model() == core::SchedulingModel::exact ? rounding : 0.4;
    site_.world.check(took >= answer.takes - rounding && took <= answer.takes + more,
                      at(fmt::format("it takes {} s, not {}", answer.takes, took)));
  }

  void judge_headers(const SiteAnswer& answer) {
    World& world = site_.world;
    SiteAnswer::Fields seen = response_.headers.get_all();
    SiteAnswer::Fields expected = answer.headers;
    const double now = seconds_in(response_.headers.get("Date", ""));
    world.check(now >= std::floor(seconds_of(asked_)) && now <= seconds_of(world.loop().time()),
                at("the date"));
    std::erase_if(seen, [](const auto& field) { return field.first == "Date"; });
    // What is added to a time is rounded, and may come to the next second.
    SiteAnswer::Fields rounded = expected;
    for (auto& [name, value] : expected) value = with_dates(value, now);
    for (auto& [name, value] : rounded) value = with_dates(value, now + 1);
    for (auto& [name, value] : seen)
      if (name == "Content-Length" && answer.get(name) == "as it is") value = "as it is";
    // By names; values of one name stay in their order.
    const auto by_name = [](const SiteAnswer::Fields& fields) {
      return std::multimap<std::string, std::string>(fields.begin(), fields.end());
    };
    world.check_equal(by_name(seen), by_name(by_name(seen) == by_name(rounded) ? rounded : expected),
                      at("the headers"));
  }

  Visited& site_;
  const SiteVisit& visit_;
  const HTTPResponse& response_;
  const tornado::Time asked_;
};

SiteVisit draw_visit(Visited& site, std::uint32_t number) {
  World& world = site.world;
  SiteVisit visit;
  visit.request.connect_timeout = visit.request.request_timeout = far_away;
  visit.request.headers.set("X-Number", std::to_string(number));
  switch (world.choose(4, "site/accepts")) {
    case 2:
      visit.request.decompress_response = false;
      break;
    case 3:
      visit.request.decompress_response = false;
      visit.request.headers.set("Accept-Encoding", "gzip");
      break;
    default:
      break;
  }
  const std::uint32_t kind = world.choose(static_cast<std::uint32_t>(std::size(draw_visits)), "site/kind");
  return draw_visits[kind](world, site.settings, std::move(visit));
}

// Whether it waited for a place until its time was over.
bool timed_out_in_queue(const Visited& site, const HTTPResponse& response, tornado::Time asked) {
  if (!site.may_queue || response.code != 599) return false;
  if (words_of(response.error) != "HTTP 599: Timeout in request queue") return false;
  const auto& request = *response.request;
  const Duration limit = std::min(request.connect_timeout, request.request_timeout);
  site.world.check(site.world.loop().time() - asked >= limit - Duration(1e-6),
                   "a wait for a place ends when its time is over");
  return true;
}

Future<void> make_visit(World& world, Visited& site, std::uint32_t number) {
  const std::uint32_t when = world.choose(3, "site/when");
  if (when > 0) co_yield tornado::sleep(Duration(0.7 * when));
  const SiteVisit visit = draw_visit(site, number);
  const tornado::http::AsyncHTTPClient client(site.client);
  const tornado::Time asked = world.loop().time();
  std::optional<HTTPResponse> response;
  if (world.choose(3, "site/way") < 2) {
    const Future<HTTPResponse> fetching = client.fetch(visit.request, false);
    const HTTPResponse got = co_yield fetching;
    response = got;
  } else {
    const Future<HTTPResponse> fetching = client.fetch(visit.request);
    co_yield tornado::settled(fetching);
    if (!fetching.exception()) {
      response = fetching.result();
    } else {
      const auto* const refused = tornado::exception_cast<tornado::http::HTTPError>(fetching.exception());
      if (refused != nullptr && refused->response != nullptr) {
        response = *refused->response;
        world.check_equal(refused->code, response->code, "the error has the code of its answer");
        response->error = fetching.exception();
      } else {
        response.emplace(std::make_shared<tornado::http::HTTPRequest>(visit.request), fetching.exception(),
                         Duration(0));
        if (visit.answer.takes > 0) response->request_time = Duration(visit.answer.takes);
      }
    }
  }
  ++site.ended;
  if (response->code == 599 && deadlines_are_near(world)) co_return;
  if (timed_out_in_queue(site, *response, asked)) co_return;
  if (site.has_closed) {
    world.check(response->code == 599 || response->code == visit.answer.code || !visit.answer.is_told,
                "a server that closes gives no other answer");
    co_return;
  }
  Judgement(site, visit, *response, asked).judge();
  if (deadlines_are_near(world)) co_return;
  site.expected_log[std::to_string(number)] = visit.log;
}

SiteSettings draw_settings(World& world) {
  SiteSettings settings;
  const bool is_calm = world.choose(2, "site/weather") == 0;
  settings.is_undisturbed = is_calm && !deadlines_are_near(world);
  settings.compresses = world.choose(3, "site/compresses") == 2;
  settings.believes_proxies = world.choose(2, "site/proxies") == 1;
  settings.expands_requests = world.choose(2, "site/expands") == 1;
  tornado::LinkSettings links;
  if (!is_calm) links.faults = tornado::harmless_faults;
  world.network(links);
  world.host("server");
  for (int last = 1; last < 9; ++last)
    if (const std::string ip = fmt::format("10.0.0.{}", last); world.host("browser").has_ip(ip))
      settings.browser_ip = ip;
  return settings;
}

tornado::web::Settings application_settings(Visited& site) {
  tornado::web::Settings settings;
  settings.template_loader = tornado::web::templates_from({});
  settings.compress_response = site.settings.compresses;
  settings.log_function = [&site](const tornado::web::RequestHandler& handler) {
    const std::string line = tornado::web::access_line(handler);
    const std::size_t end = line.rfind(' ');
    site.log[handler.request().headers.get("X-Number", "")].push_back(line.substr(0, end));
    site.world.check_equal(line.substr(end + 1),
                           fmt::format("{:.2f}ms", handler.request().request_time().count() * 1000),
                           "the time in the access log");
  };
  return settings;
}

tornado::http::ServerOptions server_options(World& world, const SiteSettings& settings) {
  tornado::http::ServerOptions options;
  options.max_body_size = SiteSettings::longest_request;
  options.xheaders = settings.believes_proxies;
  options.decompress_request = settings.expands_requests;
  options.chunk_size = one_of<std::size_t>(world, {65536, 64});
  return options;
}

}  // namespace

Future<void> run_calm_site(World& world) {
  Visited site{world, draw_settings(world), {}, {}, nullptr, false, false, 0};
  tornado::web::Application application(application_settings(site));
  add_seen_handlers(application);
  add_answer_handlers(application);
  add_file_handlers(application);
  add_upload_handlers(application, site.log);
  add_late_handlers(application, site.log);
  tornado::http::HTTPServer server(std::ref(application), server_options(world, site.settings),
                                   world.host("server"));
  server.listen(80);
  tornado::http::ClientOptions options;
  options.max_clients = one_of<std::size_t>(world, {10, 1, 2});
  options.max_body_size = SiteSettings::longest_answer;
  options.max_header_size = SiteSettings::longest_head;
  site.client = std::make_shared<tornado::http::SimpleClient>(options, world.host("browser"));
  std::optional<Future<void>> closing;
  // As in the original, what a body meets that the server asks for after the end leaves a callback.
  if (deadlines_are_near(world)) world.allow_escaped();
  if (world.choose(6, "site/closes") == 5) {
    world.allow_escaped();
    world.loop().call_later(Duration(0.5 * world.choose(8, "site/closes_at")), [&site, &server, &closing] {
      site.has_closed = true;
      server.stop();
      closing = server.close_all_connections();
    });
  }
  const std::uint32_t visits = 1 + world.choose(most_visits, "site/visits");
  site.may_queue = options.max_clients < visits;
  for (std::uint32_t number = 1; number <= visits; ++number)
    world.spawn(fmt::format("visit {}", number), make_visit, std::ref(site), number);
  co_yield world.join();
  world.check_equal(site.ended, std::size_t{visits}, "visits that came to their end");
  for (const auto& [number, lines] : site.expected_log)
    world.check_equal(site.log[number], lines, "what the server did for visit " + number);
  if (closing) world.check(closing->done() && !closing->exception(), "the server has closed its connections");
  world.check_equal(site.client->active() + site.client->queued(), std::size_t{0},
                    "places of the client in use");
  tornado::http::AsyncHTTPClient(site.client).close();
  server.stop();
  world.check_equal(server.connections(), std::size_t{0}, "connections of the server");
  world.check_equal(world.network().open_sockets(), std::size_t{0}, "sockets that are open");
}

}  // namespace windtunnel::subjects
