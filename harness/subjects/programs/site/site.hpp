// What the parts of the subject calm_site share: the model of an answer, and a visit, which is a request with
// the answer to it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/subjects/world/world.hpp"
#include "runtime/http/async_http_client.hpp"
#include "runtime/web/application.hpp"

namespace windtunnel::subjects {

/// What a run's site is like.
struct SiteSettings {
  bool compresses = false;
  bool believes_proxies = false;
  bool expands_requests = false;
  bool is_undisturbed = false;  ///< no faults: the time of each answer is known
  std::string browser_ip;

  static constexpr std::size_t longest_answer = 5000;   ///< that the browser takes, in bytes
  static constexpr std::size_t longest_head = 1500;     ///< of an answer
  static constexpr std::size_t longest_request = 3000;  ///< that the server takes: a body
};

/// What the server's handlers did: lines, by the number of the visit.
using SiteLog = std::map<std::string, std::vector<std::string>>;

/// What must come.
struct SiteAnswer {
  using Fields = std::vector<tornado::http::HeaderField>;

  /// A page of a handler that sets nothing: its headers follow from the method and the body.
  static SiteAnswer page(std::string_view method, std::string body, int code = 200,
                         std::string_view reason = "OK");
  /// The original's page for an error.
  static SiteAnswer error(std::string_view method, int code, std::string_view reason);
  /// No answer: the reason has these words.
  static SiteAnswer none(std::string words);

  void set(std::string_view name, const std::string& value);
  void remove(std::string_view name);
  std::string get(std::string_view name) const;
  /// The body is sent in parts, before the server knows its end.
  void send_in_parts();
  /// The site compresses, if the browser takes that.
  void compress(const tornado::http::HTTPRequest& request);

  int code = 200;
  std::string reason = "OK";
  Fields headers;  ///< all, but the date
  std::string body;
  std::string url;      ///< where it comes from; empty: what was asked for
  std::string failure;  ///< of a 599
  std::string hidden;   ///< what was not sent, because the method is HEAD
  bool in_parts = false;
  bool is_told = true;  ///< false: nobody can say how the failure looks to the browser
  double takes = -1;    ///< the seconds it takes, exactly, if nothing disturbs; below 0: not said
};

/// One request.
struct SiteVisit {
  tornado::http::HTTPRequest request{std::string("http://server")};
  SiteAnswer answer;
  std::vector<std::string> log;  ///< what the server's log must have: "200 GET /a"
};

/// Draws a visit of one kind. `number` is in the request's headers already.
using DrawVisit = SiteVisit (*)(World& world, const SiteSettings& settings, SiteVisit visit);

SiteVisit draw_seen_request(World& world, const SiteSettings& settings, SiteVisit visit);
SiteVisit draw_made_answer(World& world, const SiteSettings& settings, SiteVisit visit);
SiteVisit draw_set_cookies(World& world, const SiteSettings& settings, SiteVisit visit);
SiteVisit draw_failure(World& world, const SiteSettings& settings, SiteVisit visit);
SiteVisit draw_file(World& world, const SiteSettings& settings, SiteVisit visit);
SiteVisit draw_redirect(World& world, const SiteSettings& settings, SiteVisit visit);
SiteVisit draw_redirected_post(World& world, const SiteSettings& settings, SiteVisit visit);
SiteVisit draw_streamed_upload(World& world, const SiteSettings& settings, SiteVisit visit);
SiteVisit draw_impossible_request(World& world, const SiteSettings& settings, SiteVisit visit);
SiteVisit draw_limit(World& world, const SiteSettings& settings, SiteVisit visit);
SiteVisit draw_late_answer(World& world, const SiteSettings& settings, SiteVisit visit);

/// Adds the handlers of these visits. The log must outlive the application's requests.
void add_seen_handlers(tornado::web::Application& application);
void add_answer_handlers(tornado::web::Application& application);
void add_file_handlers(tornado::web::Application& application);
void add_upload_handlers(tornado::web::Application& application, SiteLog& log);
void add_late_handlers(tornado::web::Application& application, SiteLog& log);

/// Draws one of a few values, of which the first is the simplest.
template <class T>
T one_of(World& world, std::initializer_list<T> values) {
  return std::data(values)[world.choose(static_cast<std::uint32_t>(values.size()), "site/draw")];
}

/// A date, as the C library writes it.
std::string date_text(double seconds);
/// Stands for a date that many seconds later than the answer's own.
std::string later(std::int64_t seconds);

}  // namespace windtunnel::subjects
