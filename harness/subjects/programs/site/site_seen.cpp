// Requests of every shape, and a handler that writes what it sees of a request.
#include <fmt/format.h>
#include <memory>

#include "harness/subjects/programs/site/site.hpp"
#include "runtime/http/gzip.hpp"

namespace windtunnel::subjects {

namespace {

using tornado::Future;
using tornado::http::HTTPRequest;

// What a handler sees.
struct SeenText {
  std::string method, uri, version = "HTTP/1.1", ip, protocol = "http", host, path;
  SiteAnswer::Fields headers;
  SiteAnswer::Fields arguments;
  std::string body;

  std::string text() const {
    std::string text = fmt::format("{} {} {}\nfrom {} by {} to {}\n{}://{}{}\npath {}\n", method, uri,
                                   version, ip, protocol, host, protocol, host, uri, path);
    for (const auto& [name, value] : headers) text += fmt::format("{}: {}\n", name, value);
    for (const auto& [name, value] : arguments) text += fmt::format("{}={}\n", name, value);
    return text + "\n" + body;
  }
};

class SeeingHandler final : public tornado::web::RequestHandler {
 private:
  Future<void> get() override { return show(); }
  Future<void> head() override { return show(); }
  Future<void> post() override { return show(); }
  Future<void> put() override { return show(); }
  Future<void> patch() override { return show(); }
  Future<void> delete_() override { return show(); }
  Future<void> options() override { return show(); }

  Future<void> show() {
    SeenText seen;
    const auto& asked = request();
    seen.method = asked.method;
    seen.uri = asked.uri;
    seen.version = asked.version;
    seen.ip = asked.remote_ip;
    seen.protocol = asked.protocol;
    seen.host = asked.host;
    seen.path = path_argument(0);
    seen.headers = asked.headers.get_all();
    seen.arguments = asked.arguments();
    seen.body = asked.body;
    if (asked.full_url() != fmt::format("{}://{}{}", seen.protocol, seen.host, seen.uri))
      write("another URL\n");
    write(seen.text());
    co_return;
  }
};

// Sends the browser to the handler above.
class AgainHandler final : public tornado::web::RequestHandler {
 private:
  Future<void> post() override {
    const int code = std::stoi(path_argument(0));
    redirect(request().headers.has("X-Far") ? "http://server/seen/again?b=2" : "../seen/again?b=2",
             code == 301, code);
    co_return;
  }
};

constexpr std::string_view posted = "a=1&b=two+words&a=%26";

bool sends_body(std::string_view method) {
  return method == "POST" || method == "PUT" || method == "PATCH";
}

Future<void> produce(tornado::http::WriteBody write_chunk, std::string body, std::size_t size) {
  for (std::size_t at = 0; at < body.size(); at += size) {
    const Future<void> sent = write_chunk(body.substr(at, size));
    co_yield sent;
  }
}

// Gives the request a body, and says how the server sees it.
void draw_body(World& world, const SiteSettings& settings, HTTPRequest& request, SeenText& seen) {
  seen.body = one_of(world, {std::string(posted), std::string(), std::string(700, 'b') + "=1"});
  std::string sent = seen.body;
  if (settings.expands_requests && world.choose(3, "site/packs") == 2) {
    tornado::http::GzipCompressor compressor(6);
    sent = compressor.compress(seen.body, true);
    request.headers.set("Content-Encoding", "gzip");
  }
  switch (world.choose(3, "site/body")) {
    case 0:
      request.body = sent;
      break;
    case 1:  // in chunks
      request.body_producer = [sent](tornado::http::WriteBody write_chunk) {
        return produce(std::move(write_chunk), sent, 300);
      };
      break;
    default:  // in parts, and how long it is is known
      request.headers.set("Content-Length", std::to_string(sent.size()));
      request.body_producer = [sent](tornado::http::WriteBody write_chunk) {
        return produce(std::move(write_chunk), sent, 7);
      };
  }
}

// The headers that the client adds, in its order.
void add_client_headers(const HTTPRequest& request, const std::string& authority, const std::string& login,
                        SeenText& seen) {
  tornado::http::HTTPHeaders headers = request.headers;
  if (request.if_modified_since)
    headers.set("If-Modified-Since", date_text(seconds_of(*request.if_modified_since)));
  headers.set("Connection", "close");
  if (!headers.has("Host")) headers.set("Host", authority);
  if (!login.empty()) headers.set("Authorization", "Basic " + login);
  if (!request.user_agent.empty()) headers.set("User-Agent", request.user_agent);
  if (request.expect_100_continue) headers.set("Expect", "100-continue");
  if (request.body) headers.set("Content-Length", std::to_string(request.body->size()));
  if (request.method == "POST" && !headers.has("Content-Type"))
    headers.set("Content-Type", "application/x-www-form-urlencoded");
  if (request.decompress_response) headers.set("Accept-Encoding", "gzip");
  if (request.body_producer && !headers.has("Content-Length")) headers.set("Transfer-Encoding", "chunked");
  if (headers.get("Content-Encoding", "") == "gzip") {  // which the server has expanded
    headers.erase("Content-Encoding");
    headers.add("X-Consumed-Content-Encoding", "gzip");
  }
  seen.host = headers.get("Host", "");
  seen.headers = headers.get_all();
}

void draw_proxy(World& world, const SiteSettings& settings, HTTPRequest& request, SeenText& seen) {
  seen.ip = settings.browser_ip;
  if (world.choose(3, "site/proxy") != 2) return;
  request.headers.set("X-Real-Ip", "10.9.9.9");
  request.headers.set("X-Scheme", "https");
  if (!settings.believes_proxies) return;
  seen.ip = "10.9.9.9";
  seen.protocol = "https";
}

}  // namespace

SiteVisit draw_seen_request(World& world, const SiteSettings& settings, SiteVisit visit) {
  HTTPRequest& request = visit.request;
  SeenText seen;
  request.method = one_of(world, {"GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"});
  request.user_agent = one_of(world, {"", "a browser"});
  request.expect_100_continue = world.choose(3, "site/expects") == 2;
  if (world.choose(4, "site/since") == 3) request.if_modified_since = tornado::at_seconds(1e9);
  if (world.choose(3, "site/header") == 2) {
    request.headers.add("x-some", "one");
    request.headers.add("X-Some", "two");
  }
  draw_proxy(world, settings, request, seen);
  std::string authority = one_of(world, {"server", "server:80"});
  std::string user;
  std::string login;
  switch (world.choose(4, "site/login")) {
    case 1:
      user = "user:secret@";
      login = "dXNlcjpzZWNyZXQ=";
      request.auth_username = "another";  // the URL's counts
      break;
    case 2:
      request.auth_username = "another";
      request.auth_password = one_of(world, {"pass", ""});
      login = request.auth_password.empty() ? "YW5vdGhlcjo=" : "YW5vdGhlcjpwYXNz";
      break;
    default:
      break;
  }
  const std::string path = one_of(world, {"", "a/b", "%41%2f", "c%20d"});
  const std::string query = one_of(world, {"", "?q=1", "?q=%3f&q="});
  seen.path = path == "%41%2f" ? "A/" : path == "c%20d" ? "c d" : path;
  seen.uri = "/seen/" + path + query;
  request.url = "http://" + user + authority + seen.uri + one_of(world, {"", "#part"});
  if (query == "?q=1") seen.arguments = {{"q", "1"}};
  if (query == "?q=%3f&q=") seen.arguments = {{"q", "?"}, {"q", ""}};
  if (sends_body(request.method)) {
    draw_body(world, settings, request, seen);
    if (request.method == "PUT")
      request.headers.set("Content-Type", one_of(world, {"text/plain", "application/x-www-form-urlencoded"}));
  } else if (request.method == "DELETE" && world.choose(2, "site/odd") == 1) {
    request.allow_nonstandard_methods = true;
    request.body = "a body all the same";
    seen.body = *request.body;
  }
  if (world.choose(4, "site/host") == 3) request.headers.set("Host", "another");
  seen.method = request.method;
  add_client_headers(request, authority, login, seen);
  for (const auto& [name, value] : seen.headers) {
    if (name != "Content-Type" || value != "application/x-www-form-urlencoded") continue;
    if (seen.body == posted) {
      for (const auto& argument : SiteAnswer::Fields{{"a", "1"}, {"b", "two words"}, {"a", "&"}})
        seen.arguments.push_back(argument);
    } else if (!seen.body.empty()) {
      seen.arguments.emplace_back(seen.body.substr(0, 700), "1");
    }
  }
  visit.answer = SiteAnswer::page(request.method, seen.text());
  visit.log = {fmt::format("200 {} {} ({})", request.method, seen.uri, seen.ip)};
  return visit;
}

SiteVisit draw_redirected_post(World& world, const SiteSettings& settings, SiteVisit visit) {
  HTTPRequest& request = visit.request;
  const int code = one_of(world, {302, 301, 303, 307, 308, 305});
  request.method = "POST";
  request.body = std::string(posted);
  request.url += fmt::format("/again/{}", code);
  if (world.choose(2, "site/far") == 1) request.headers.set("X-Far", "yes");
  request.follow_redirects = world.choose(4, "site/follows") != 3;
  visit.log = {fmt::format("{} POST /again/{} ({})", code, code, settings.browser_ip)};
  if (!request.follow_redirects || code == 305) {
    constexpr std::pair<int, std::string_view> reasons[] = {
        {301, "Moved Permanently"},  {302, "Found"},
        {303, "See Other"},          {305, "Use Proxy"},
        {307, "Temporary Redirect"}, {308, "Permanent Redirect"}};
    for (const auto& [each, reason] : reasons)
      if (each == code) visit.answer = SiteAnswer::page("POST", "", code, reason);
    visit.answer.set("Location",
                     request.headers.has("X-Far") ? "http://server/seen/again?b=2" : "../seen/again?b=2");
    return visit;
  }
  // A browser repeats what it has sent, but for the codes that say where the answer is.
  const bool repeats = code != 302 && code != 303;
  SeenText seen;
  seen.method = repeats ? "POST" : "GET";
  seen.uri = "/seen/again?b=2";
  seen.path = "again";
  seen.ip = settings.browser_ip;
  seen.host = "server";
  seen.arguments = {{"b", "2"}};
  tornado::http::HTTPHeaders headers = request.headers;
  headers.set("Connection", "close");
  if (repeats) {
    headers.set("Content-Length", std::to_string(posted.size()));
    headers.set("Content-Type", "application/x-www-form-urlencoded");
    seen.body = posted;
    for (const auto& argument : SiteAnswer::Fields{{"a", "1"}, {"b", "two words"}, {"a", "&"}})
      seen.arguments.push_back(argument);
  }
  if (request.decompress_response) headers.set("Accept-Encoding", "gzip");
  headers.set("Host", "server");
  seen.headers = headers.get_all();
  visit.answer = SiteAnswer::page(seen.method, seen.text());
  visit.answer.url = "http://server" + seen.uri;
  visit.log.push_back(fmt::format("200 {} {} ({})", seen.method, seen.uri, seen.ip));
  return visit;
}

void add_seen_handlers(tornado::web::Application& application) {
  application.add_handler<SeeingHandler>("/seen/(.*)");
  application.add_handler<AgainHandler>("/again/([0-9]+)");
}

}  // namespace windtunnel::subjects
