// Answers as a handler makes them: statuses, headers, cookies and failures.
#include <fmt/format.h>
#include <stdexcept>

#include "harness/subjects/programs/site/site.hpp"
#include "runtime/gen/sleep.hpp"

namespace windtunnel::subjects {

namespace {

using tornado::Future;

// Follows the words of its path, one after the other.
class FollowingHandler final : public tornado::web::RequestHandler {
 private:
  void set_default_headers() override {
    if (request().headers.has("X-Default")) set_header("X-Default", "set");
  }
  std::optional<Future<void>> prepare() override {
    if (path_argument(0) == "prepared") finish("prepared");
    if (path_argument(0) == "refused-first") throw tornado::web::HTTPError(403);
    if (path_argument(0) == "slowly") return tornado::sleep(tornado::Duration(1));
    return std::nullopt;
  }
  Future<void> get() override { return follow(); }
  Future<void> head() override { return follow(); }
  Future<void> post() override { return follow(); }

  Future<void> follow() {
    const std::string& word = path_argument(0);
    if (word == "flushed") {
      write("one ");
      const Future<void> sent = flush();
      co_yield sent;
      set_header("X-Late", "is not sent");
      write("two ");
      const Future<void> sent_too = flush();
      co_yield sent_too;
      finish("three");
      co_return;
    }
    if (word == "status") set_status(std::stoi(get_query_argument("code")));
    if (word == "reason") set_status(299, "Quite Right");
    if (word == "headers") {
      set_header("X-One", "1");
      add_header("X-One", "2");
      add_header("X-Two", "3");
      set_header("X-Two", "4");
      set_header("X-Three", "5");
      clear_header("X-Three");
      clear_header("Server");
      set_header("Vary", "Cookie");
    }
    if (word == "length") set_header("Content-Length", "5");
    if (word == "sent-error") {
      write("forgotten");
      set_header("X-One", "forgotten");
      send_error(501);
      co_return;
    }
    if (word == "tagged") {
      set_header("Etag", "\"mine\"");
      write("body");
      if (check_etag_header()) {
        set_status(304);
        finish_without_body();
      }
      co_return;
    }
    if (get_query_argument("code", "200") == "200")
      write(word == "large" ? std::string(1024, 'l') : word.size() > 30 ? std::string(1023, 's') : word);
  }
  // Nothing was sent: begins anew.
  void finish_without_body() { throw tornado::web::Finish(); }
};

class CookieHandler final : public tornado::web::RequestHandler {
 private:
  Future<void> get() override {
    tornado::http::CookieOptions options;
    for (const char word : path_argument(0)) switch (word) {
        case 'a':
          set_cookie("first", "1");
          break;
        case 'b':
          set_cookie("second", "a,b");
          break;
        case 'c':
          options = {};
          options.expires_days = 2;
          options.httponly = options.secure = true;
          options.path = "/p";
          set_cookie("third", "3", options);
          break;
        case 'd':
          options = {};
          options.expires = tornado::at_seconds(1e9);
          options.domain = "example.com";
          set_cookie("first", "again", options);
          break;
        case 'e':
          clear_cookie("second", "/q", "example.com");
          break;
        case 'f':
          clear_all_cookies();
          break;
        default:
          set_cookie("bad name", "");
      }
    write("cookies");
    co_return;
  }
};

class FailingHandler final : public tornado::web::RequestHandler {
 private:
  void write_error(int status_code, const std::exception_ptr& error) override {
    if (path_argument(0) == "own-page") return finish(fmt::format("own page of {}", status_code));
    if (path_argument(0) == "page-fails") throw std::runtime_error("the error page fails");
    RequestHandler::write_error(status_code, error);
  }
  Future<void> get() override {
    const std::string& word = path_argument(0);
    set_header("X-Before", "is forgotten");
    write("before ");
    if (word == "unknown") throw tornado::web::HTTPError(799);
    if (word == "reason") throw tornado::web::HTTPError(799, "for the log", "Own Reason");
    if (word == "own-page") throw tornado::web::HTTPError(410);
    if (word == "finish") throw tornado::web::Finish("end");
    if (word == "finish-empty") throw tornado::web::Finish();
    if (word == "argument") get_argument("nothing");
    if (word == "utf8") get_argument("a");
    if (word == "header") set_header("X", "a\nb");
    if (word == "status") set_status(999);
    if (word == "no-template") render("nothing.html");
    if (word == "twice") {
      finish("finished ");
      finish("again");
    }
    if (word == "after") {
      finish("finished ");
      write("after");
    }
    if (word == "redirect") redirect("/", false, 200);
    if (word == "reverse") reverse_url("nothing");
    if (word == "cookie") set_secure_cookie("a", "b");
    if (word == "after-flush") {
      const Future<void> sent = flush();
      co_yield sent;
    }
    throw std::runtime_error("it fails");
  }
};

struct Failing {
  std::string_view word;
  int code;
  std::string_view reason;
  std::string_view body;  // empty: the usual page
};

constexpr std::string_view server_error = "Internal Server Error";

constexpr Failing failings[] = {
    {"anyhow", 500, server_error, ""},        {"unknown", 500, server_error, ""},
    {"reason", 799, "Own Reason", ""},        {"own-page", 410, "Gone", "own page of 410"},
    {"page-fails", 500, server_error, "-"},   {"finish", 200, "OK", "before end"},
    {"finish-empty", 200, "OK", "before "},   {"argument", 400, "Bad Request", ""},
    {"utf8?a=%ff", 400, "Bad Request", ""},   {"header", 500, server_error, ""},
    {"status", 500, server_error, ""},        {"no-template", 500, server_error, ""},
    {"twice", 200, "OK", "before finished "}, {"after", 200, "OK", "before finished "},
    {"redirect", 500, server_error, ""},      {"reverse", 500, server_error, ""},
    {"cookie", 500, server_error, ""},        {"%ff", 400, "Bad Request", ""},
    {"after-flush", 200, "OK", "before "}};

std::string access_words(int code, const tornado::http::HTTPRequest& request, const SiteSettings& settings) {
  constexpr std::string_view origin = "http://server";
  return fmt::format("{} {} {} ({})", code, request.method, request.url.substr(origin.size()),
                     settings.browser_ip);
}

}  // namespace

SiteVisit draw_made_answer(World& world, const SiteSettings& settings, SiteVisit visit) {
  auto& request = visit.request;
  SiteAnswer& answer = visit.answer;
  request.method = one_of(world, {"GET", "HEAD"});
  const std::string word =
      one_of(world, {"plain", "slowly", "flushed", "status", "reason", "headers", "length", "sent-error",
                     "tagged", "prepared", "refused-first", "large", "almost-large-enough-to-be-compressed",
                     "method", "nowhere"});
  request.url += "/made/" + word;
  const auto page = [&](std::string body, int code = 200, std::string_view reason = "OK") {
    return SiteAnswer::page(request.method, std::move(body), code, reason);
  };
  answer = page(word);
  if (word == "large") answer = page(std::string(1024, 'l'));
  if (word.size() > 30) answer = page(std::string(1023, 's'));
  if (word == "flushed") {
    answer = page("one two three");
    answer.send_in_parts();
  }
  if (word == "status") {
    const int code = one_of(world, {204, 201, 304, 202, 404});
    request.url += fmt::format("?code={}", code);
    const std::string_view reasons[] = {"No Content", "Created", "Not Modified", "Accepted", "Not Found"};
    answer = page("", code,
                  reasons[code == 204   ? 0
                          : code == 201 ? 1
                          : code == 304 ? 2
                          : code == 202 ? 3
                                        : 4]);
    if (code == 204 || code == 304) {
      answer.remove("Content-Type");
      answer.remove("Content-Length");
    }
  }
  if (word == "reason") answer = page(word, 299, "Quite Right");
  if (word == "headers") {
    answer.remove("Server");
    answer.headers.insert(answer.headers.end(),
                          {{"X-One", "1"}, {"X-One", "2"}, {"X-Two", "4"}, {"Vary", "Cookie"}});
  }
  if (word == "length") {  // the handler's own, which is not that of the body
    if (request.method == "GET") answer = SiteAnswer::none("Stream closed");
    answer.set("Content-Length", "5");
    answer.is_told = request.method != "GET";
  }
  if (word == "tagged") {
    answer = page("body");
    if (const std::uint32_t known = world.choose(3, "site/known"); known > 0) {
      request.headers.set("If-None-Match", known == 1 ? "\"mine\"" : "\"other\"");
      if (known == 1) {  // has a body although it must not: Finish is refused, and so becomes no answer
        answer = SiteAnswer::none("");
        answer.is_told = false;
      }
    }
    if (answer.code == 200) answer.set("Etag", "\"mine\"");
  }
  if (word == "sent-error") answer = SiteAnswer::error(request.method, 501, "Not Implemented");
  if (word == "refused-first") answer = SiteAnswer::error(request.method, 403, "Forbidden");
  if (word == "method") {
    request.method = one_of(world, {"DELETE", "OPTIONS", "PURGE"});
    request.allow_nonstandard_methods = true;
    answer = SiteAnswer::error(request.method, 405, "Method Not Allowed");
  }
  if (word == "nowhere") {
    request.url = "http://server/nowhere/made";
    answer = SiteAnswer::error(request.method, 404, "Not Found");
  }
  if (word != "nowhere" && answer.code != 599 && world.choose(3, "site/default") == 2) {
    request.headers.set("X-Default", "yes");
    answer.set("X-Default", "set");
  }
  if (answer.is_told || word == "length")
    visit.log = {access_words(word == "length" ? 200 : answer.code, request, settings)};
  return visit;
}

SiteVisit draw_set_cookies(World& world, const SiteSettings& settings, SiteVisit visit) {
  std::vector<std::pair<std::string, std::string>> cookies;
  std::string word;
  const auto add = [&](const std::string& name, const std::string& value) {
    std::erase_if(cookies, [&](const auto& cookie) { return cookie.first == name; });
    cookies.emplace_back(name, value);
  };
  const bool sends = world.choose(2, "site/sends_cookies") == 1;
  if (sends) visit.request.headers.set("Cookie", "x=1; first=\"2\"; path=3");
  bool fails = false;
  const std::string past = later(-31536000);
  for (std::uint32_t left = world.choose(5, "site/cookies"); left > 0 && !fails; --left) {
    const char one = "abcdefg"[world.choose(7, "site/cookie")];
    word += one;
    if (one == 'a') add("first", "first=1; Path=/");
    if (one == 'b') add("second", "second=\"a\\054b\"; Path=/");
    if (one == 'c')
      add("third", fmt::format("third=3; expires={}; HttpOnly; Path=/p; Secure", later(172800)));
    if (one == 'd')
      add("first", fmt::format("first=again; Domain=example.com; expires={}; Path=/", date_text(1e9)));
    if (one == 'e') add("second", fmt::format("second=\"\"; Domain=example.com; expires={}; Path=/q", past));
    if (one == 'f' && sends)
      for (const char* name : {"first", "x"})
        add(name, fmt::format("{}=\"\"; expires={}; Path=/", name, past));
    fails = one == 'g';
  }
  visit.request.url += "/cookies/" + word;
  visit.answer = fails ? SiteAnswer::error("GET", 500, server_error) : SiteAnswer::page("GET", "cookies");
  // Those that were set before a failure are sent as well.
  for (const auto& [name, value] : cookies) visit.answer.headers.emplace_back("Set-Cookie", value);
  visit.log = {access_words(visit.answer.code, visit.request, settings)};
  return visit;
}

SiteVisit draw_failure(World& world, const SiteSettings& settings, SiteVisit visit) {
  const Failing& failing =
      failings[world.choose(static_cast<std::uint32_t>(std::size(failings)), "site/failure")];
  visit.request.url += fmt::format("/fails/{}", failing.word);
  if (failing.body.empty()) {
    visit.answer = SiteAnswer::error("GET", failing.code, failing.reason);
  } else {
    const std::string body(failing.body == "-" ? "" : failing.body);
    visit.answer = SiteAnswer::page("GET", body, failing.code, failing.reason);
    if (failing.code == 200) visit.answer.set("X-Before", "is forgotten");
    if (failing.word == "after-flush") visit.answer.send_in_parts();
  }
  visit.log = {access_words(visit.answer.code, visit.request, settings)};
  return visit;
}

void add_answer_handlers(tornado::web::Application& application) {
  application.add_handler<FollowingHandler>("/made/(.*)");
  application.add_handler<CookieHandler>("/cookies/([a-z]*)");
  application.add_handler<FailingHandler>("/fails/(.*)");
}

}  // namespace windtunnel::subjects
