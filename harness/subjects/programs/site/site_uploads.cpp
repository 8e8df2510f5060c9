// Bodies that a handler takes in parts, and heads and bodies that just fit, and that are a byte too long.
#include <fmt/format.h>
#include <optional>

#include "harness/subjects/programs/site/site.hpp"
#include "runtime/gen/sleep.hpp"

namespace windtunnel::subjects {

namespace {

using tornado::Duration;
using tornado::Future;

std::string upload_text(std::size_t size) {
  std::string text(size, '.');
  for (std::size_t at = 0; at < size; ++at) text[at] = static_cast<char>('a' + at % 19);
  return text;
}

class StreamedHandler final : public tornado::web::RequestHandler {
 public:
  static constexpr bool stream_request_body = true;

  explicit StreamedHandler(SiteLog* log) : log_(log) {}

 private:
  std::optional<Future<void>> prepare() override {
    if (path_argument(0) == "refused") throw tornado::web::HTTPError(403);
    if (path_argument(0) == "limited") connection().set_max_body_size(100);
    if (path_argument(0) == "answered") finish("early");
    if (path_argument(0) == "slowly") return tornado::sleep(Duration(1));
    return std::nullopt;
  }
  std::optional<Future<void>> data_received(std::string chunk) override {
    body_ += chunk;
    if (path_argument(0) == "slowly") return tornado::sleep(Duration(0.5));
    return std::nullopt;
  }
  Future<void> post() override {
    write(fmt::format("{} bytes, {} of them in a body: {}", body_.size(), request().body.size(), body_));
    co_return;
  }
  void on_connection_close() override {
    (*log_)[request().headers.get("X-Number", "")].push_back(fmt::format("closed after {}", body_.size()));
  }

  SiteLog* log_;
  std::string body_;
};

class SizedHandler final : public tornado::web::RequestHandler {
 private:
  Future<void> get() override {
    const std::string body = upload_text(std::stoul(path_argument(1)));
    if (const std::string fill = get_argument("fill", "0"); fill != "0")
      set_header("X-Fill", std::string(std::stoul(fill), 'f'));
    write(body.substr(0, body.size() / 2));
    if (path_argument(0) == "parts") {
      const Future<void> sent = flush();
      co_yield settled(sent);
    }
    write(body.substr(body.size() / 2));
  }
  Future<void> post() override {
    write(request().body);
    co_return;
  }
};

Future<void> send_chunks(tornado::http::WriteBody write_chunk, std::string body) {
  for (std::size_t at = 0; at < body.size(); at += 1000) {
    const Future<void> sent = write_chunk(body.substr(at, 1000));
    co_yield sent;
  }
}

void set_body(World& world, tornado::http::HTTPRequest& request, const std::string& body) {
  request.method = "POST";
  request.headers.set("Content-Type", "application/octet-stream");
  if (world.choose(2, "site/in_chunks") == 0)
    request.body = body;
  else
    request.body_producer = [body](tornado::http::WriteBody write_chunk) {
      return send_chunks(std::move(write_chunk), body);
    };
}

std::string served_line(int code, std::string_view method, std::string_view uri,
                        const SiteSettings& settings) {
  return fmt::format("{} {} {} ({})", code, method, uri, settings.browser_ip);
}

// A head of this length, in bytes.
std::size_t fill_for(const SiteAnswer& answer, std::size_t length) {
  std::string head =
      fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\nX-Fill: \r\n\r\n", answer.code, answer.reason, date_text(0));
  for (const auto& [name, value] : answer.headers) head += fmt::format("{}: {}\r\n", name, value);
  return length - head.size();
}

}  // namespace

SiteVisit draw_streamed_upload(World& world, const SiteSettings& settings, SiteVisit visit) {
  const std::string word = one_of(world, {"at-once", "slowly", "refused", "limited", "answered"});
  const std::size_t size = one_of<std::size_t>(world, {10, 0, 100, 101, 2000});
  const std::string uri = "/streamed/" + word;
  visit.request.url += uri;
  set_body(world, visit.request, upload_text(size));
  if (word == "refused" || word == "answered") {
    // What was not read cuts the answer off.
    visit.answer =
        word == "refused" ? SiteAnswer::error("POST", 403, "Forbidden") : SiteAnswer::page("POST", "early");
    visit.answer.is_told = size == 0 && visit.request.body.has_value();
    visit.log = {served_line(word == "refused" ? 403 : 200, "POST", uri, settings), "closed after 0"};
    return visit;
  }
  if (word == "limited" && size > 100) {
    visit.answer = SiteAnswer::none("");
    visit.answer.is_told = false;
    visit.log = {fmt::format("closed after {}", 0)};
    return visit;
  }
  visit.answer =
      SiteAnswer::page("POST", fmt::format("{} bytes, 0 of them in a body: {}", size, upload_text(size)));
  visit.log = {served_line(200, "POST", uri, settings)};
  return visit;
}

SiteVisit draw_limit(World& world, const SiteSettings& settings, SiteVisit visit) {
  if (world.choose(2, "site/limit") == 1) {
    const std::size_t size = SiteSettings::longest_request + world.choose(2, "site/over");
    visit.request.url += "/sized/post/0";
    set_body(world, visit.request, upload_text(size));
    visit.request.expect_100_continue = world.choose(2, "site/expects") == 1;
    visit.answer = SiteAnswer::page("POST", upload_text(size));
    visit.answer.is_told = size == SiteSettings::longest_request;
    if (visit.answer.is_told) visit.log = {served_line(200, "POST", "/sized/post/0", settings)};
    return visit;
  }
  const bool in_parts = world.choose(2, "site/in_parts") == 1;
  const bool of_head = world.choose(2, "site/of_head") == 1;
  const std::uint32_t over = world.choose(2, "site/over");
  const std::size_t size = of_head ? 10 : SiteSettings::longest_answer + over;
  visit.answer = SiteAnswer::page("GET", upload_text(size));
  if (in_parts) visit.answer.send_in_parts();
  std::string uri = fmt::format("/sized/{}/{}", in_parts ? "parts" : "whole", size);
  if (of_head) {
    SiteAnswer all = visit.answer;
    if (settings.compresses) all.compress(visit.request);
    const std::size_t fill = fill_for(all, SiteSettings::longest_head + over);
    uri += fmt::format("?fill={}", fill);
    visit.answer.set("X-Fill", std::string(fill, 'f'));
  }
  // A body that is compressed is short enough, until it is expanded.
  const bool packs = visit.request.decompress_response || visit.request.headers.has("Accept-Encoding");
  visit.answer.is_told = over == 0 || (!of_head && settings.compresses && packs);
  visit.request.url += uri;
  visit.log = {served_line(200, "GET", uri, settings)};
  return visit;
}

void add_upload_handlers(tornado::web::Application& application, SiteLog& log) {
  application.add_handler<StreamedHandler>("/streamed/(.*)", &log);
  application.add_handler<SizedHandler>("/sized/([a-z]+)/([0-9]+)");
}

}  // namespace windtunnel::subjects
