// Requests that cannot be made, and answers that come too late.
#include <fmt/format.h>

#include "harness/subjects/programs/site/site.hpp"
#include "runtime/gen/sleep.hpp"

namespace windtunnel::subjects {

namespace {

using tornado::Duration;
using tornado::Future;

class LateHandler final : public tornado::web::RequestHandler {
 public:
  explicit LateHandler(SiteLog* log) : log_(log) {}

 private:
  Future<void> get() override {
    co_yield tornado::sleep(Duration(std::stod(path_argument(0))));
    write("late");
  }
  void on_connection_close() override {
    (*log_)[request().headers.get("X-Number", "")].emplace_back("closed");
  }

  SiteLog* log_;
};

Future<void> write_body(tornado::http::WriteBody write_chunk, std::string body) {
  const Future<void> sent = write_chunk(body);
  co_yield sent;
}

}  // namespace

SiteVisit draw_impossible_request(World& world, const SiteSettings&, SiteVisit visit) {
  auto& request = visit.request;
  constexpr std::string_view unless = "(unless allow_nonstandard_methods is true)";
  std::string words;
  switch (world.choose(10, "site/impossible")) {
    case 0:
      request.body = "";
      words = fmt::format("Body must be None for method GET {}", unless);
      break;
    case 1:
      request.method = one_of(world, {"POST", "PUT", "PATCH"});
      words = fmt::format("Body must not be None for method {} {}", request.method, unless);
      break;
    case 2:
      request.url = "ftp://server/";
      words = "Unsupported url scheme: ftp://server/";
      break;
    case 3:
      request.url = one_of(world, {"http:///a", "/a", "http://server:65536/", "http://a b/"});
      words = "not a URL that can be fetched: " + request.url;
      break;
    case 4:
      request.url = "http://user@server/";
      words = "a user without a password: http://user@server/";
      break;
    case 5:
      request.method = one_of(world, {"PURGE", "get"});
      words = "unknown method " + request.method;
      break;
    case 6:
    case 7: {
      const bool too_long = world.choose(2, "site/long") == 1;
      request.method = "POST";
      request.url += "/seen/";
      request.headers.set("Content-Length", too_long ? "3" : "7");
      request.body_producer = [](tornado::http::WriteBody write_chunk) {
        return write_body(std::move(write_chunk), "five.");
      };
      words = too_long ? "Tried to write more data than Content-Length"
                       : "Tried to write 2 bytes less than Content-Length";
      break;
    }
    case 8:
      request.headers.set("X-Bad", one_of(world, {"a\nb", "a\rb", "\r\n"}));
      words = "Newline in header: " + request.headers.get("X-Bad", "");
      break;
    default:
      request.url = one_of(world, {"http://server:81/", "http://nobody/"});
      words.clear();
      visit.answer = SiteAnswer::none(words);
      visit.answer.is_told = false;
      return visit;
  }
  visit.answer = SiteAnswer::none(words);
  return visit;
}

SiteVisit draw_late_answer(World& world, const SiteSettings& settings, SiteVisit visit) {
  const double after = one_of(world, {2.0, 0.0, 5.0});
  const double timeout = one_of(world, {0.0, 3.0, 1.0, 4.5});
  const std::string uri = fmt::format("/late/{:.1f}", after);
  visit.request.url += uri;
  visit.answer = SiteAnswer::page("GET", "late");
  visit.log = {fmt::format("200 GET {} ({})", uri, settings.browser_ip)};
  // What may disturb could also take that long.
  if (!settings.is_undisturbed) return visit;
  visit.request.request_timeout = Duration(timeout);
  if (timeout > 0 && world.choose(2, "site/connects") == 1) visit.request.connect_timeout = Duration(0.5);
  visit.answer.takes = after;
  if (timeout == 0 || after < timeout) return visit;
  visit.answer = SiteAnswer::none("HTTP 599: Timeout during request");
  visit.answer.takes = timeout;
  visit.log.insert(visit.log.begin(), "closed");
  return visit;
}

void add_late_handlers(tornado::web::Application& application, SiteLog& log) {
  application.add_handler<LateHandler>("/late/([0-9.]+)", &log);
}

}  // namespace windtunnel::subjects
