#include "harness/subjects/programs/oracle_handlers.hpp"

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "runtime/gen/sleep.hpp"
#include "runtime/web/static_file_handler.hpp"

namespace windtunnel::subjects::as_original {

namespace {

namespace http = tornado::http;
namespace web = tornado::web;
using tornado::Future;

using namespace std::chrono_literals;
using web::Blanks;

Future<void> done() {
  Future<void> future;
  future.set_result();
  return future;
}

class Handler : public web::RequestHandler {
 protected:
  Future<void> get() override {
    act();
    return done();
  }
  virtual void act() { throw web::HTTPError(405); }
};

class Echo final : public Handler {
  void act() override {
    line("method", request().method);
    line("uri", request().uri);
    line("path", request().path);
    line("query", request().query);
    line("version", request().version);
    line("host", request().host);
    line("protocol", request().protocol);
    line("full_url", request().full_url());
    for (const auto& [name, value] : request().headers.get_all()) line("header " + name, value);
    lines("arguments", request().arguments());
    lines("query_arguments", request().query_arguments);
    lines("body_arguments", request().body_arguments);
    std::multimap<std::string, http::HTTPFile> files;  // sorted by name, in their order
    for (const http::HTTPFile& file : request().files) files.emplace(file.name, file);
    for (const auto& [name, file] : files)
      line("file " + name, file.filename + " " + file.content_type + " " + file.body);
    for (const auto& [name, value] : request().cookies()) line("cookie " + name, value);
    line("body", request().body);
  }
  Future<void> post() override { return get(); }
  Future<void> put() override { return get(); }
  Future<void> delete_() override { return get(); }
  Future<void> patch() override { return get(); }
  Future<void> options() override { return get(); }

  void line(const std::string& name, const std::string& value) { write(name + "=" + value + "\n"); }
  void lines(const std::string& kind, const std::vector<http::Argument>& arguments) {
    const std::multimap<std::string, std::string> sorted(arguments.begin(), arguments.end());
    for (const auto& [name, value] : sorted) line(std::string(kind).append(" ").append(name), value);
  }
};

class Arguments final : public Handler {
  void act() override {
    write(get_argument("a", "none") + "|");
    write(get_query_argument("a", "none") + "|" + get_body_argument("a", "none", Blanks::keep) + "|");
    bool first = true;
    for (const std::string& value : get_arguments("a", Blanks::keep))
      write((std::exchange(first, false) ? "" : "|") + value);
  }
  Future<void> post() override { return get(); }
};

class Path final : public Handler {
  void act() override { write("<" + path_argument(0) + ">"); }
};

class Prepared final : public Handler {
  std::optional<Future<void>> prepare() override {
    set_header("X-Prepared", "yes");
    return std::nullopt;
  }
  void act() override { write("got"); }
};

class Etag final : public Handler {
  void act() override {
    set_header("Etag", "\"abc\"");
    set_header("Content-Language", "en");
    if (check_etag_header()) return set_status(304);
    write("tagged");
  }
};

class Chunks final : public web::RequestHandler {
  Future<void> get() override {
    write("one ");
    const Future<void> one = flush();
    co_yield one;
    write("two ");
    const Future<void> two = flush();
    co_yield two;
    co_yield tornado::sleep(10ms);
    write("three");
  }
};

class Length final : public Handler {
  void act() override {
    set_header("Content-Length", path_argument(0));
    write("12345");
  }
};

class Status final : public Handler {
  void act() override { set_status(std::stoi(path_argument(0))); }
  Future<void> post() override { throw web::HTTPError(std::stoi(path_argument(0))); }
};

class Reason final : public Handler {
  void act() override { set_status(299, ""); }
  Future<void> post() override { throw web::HTTPError(404, "", "It's gone"); }
};

class Redirect final : public Handler {
  void act() override { redirect("/echo?a=b c", get_argument("p", "") == "1"); }
  Future<void> post() override {
    redirect("/echo", false, 307);
    return done();
  }
};

class Cookies final : public Handler {
  void act() override {
    const std::string a = get_cookie("a").value_or("");
    write("a=" + (a.empty() ? "none" : a));
    http::CookieOptions options;
    options.domain = "example.com";
    options.expires_days = 1;
    options.httponly = true;
    set_cookie("b", get_argument("v", "xy\"z;"), options);
    http::CookieOptions plain;
    plain.path = "/p";
    plain.max_age = 5;
    plain.secure = true;
    set_cookie("c", "plain", plain);
    clear_cookie("d");
  }
  Future<void> post() override {
    write(get_secure_cookie("s").value_or("none"));
    set_secure_cookie("s", "value", http::CookieOptions());
    return done();
  }
};

class Json final : public Handler {
  void act() override {
    nlohmann::ordered_json object;
    object["text"] = "</script> \xc3\xa4";
    object["list"] = {1, 2.5, true, nullptr};
    object["empty"] = nlohmann::ordered_json::object();
    write_json(object);
  }
};

class Big final : public Handler {
  void act() override {
    set_header("Content-Type", get_argument("type", "text/plain"));
    if (!get_argument("vary", "").empty()) set_header("Vary", "Accept");
    write(std::string(std::stoul(path_argument(0)), 'x'));
  }
};

class Streamed final : public web::RequestHandler {
 public:
  static constexpr bool stream_request_body = true;

 private:
  std::optional<Future<void>> prepare() override {
    if (const std::string limit = get_argument("limit", ""); !limit.empty())
      connection().set_max_body_size(std::stoul(limit));
    return std::nullopt;
  }
  std::optional<Future<void>> data_received(std::string chunk) override {
    count_ += chunk.size();
    return std::nullopt;
  }
  Future<void> post() override {
    write(std::to_string(count_) + " bytes");
    return done();
  }
  Future<void> put() override { return post(); }

  std::size_t count_ = 0;
};

class Fails final : public web::RequestHandler {
  Future<void> get() override {
    if (!get_argument("late", "").empty()) {
      write("part");
      const Future<void> sent = flush();
      co_yield sent;
    }
    throw std::runtime_error("planted");
  }
  Future<void> post() override {
    finish("done");
    throw web::Finish();
  }
};

}  // namespace

void add_handlers(web::Application& application) {
  application.add_handler<Echo>("/echo");
  application.add_handler<Arguments>("/arguments");
  application.add_handler<Path>("/path/(.*)");
  application.add_handler<Prepared>("/prepared");
  application.add_handler<Etag>("/etag");
  application.add_handler<Chunks>("/chunks");
  application.add_handler<Length>("/length/(.*)");
  application.add_handler<Status>("/status/([0-9]+)");
  application.add_handler<Reason>("/reason");
  application.add_handler<Redirect>("/redirect");
  application.add_handler<Cookies>("/cookies");
  application.add_handler<Json>("/json");
  application.add_handler<Big>("/big/([0-9]+)");
  application.add_handler<Streamed>("/streamed");
  application.add_handler<Fails>("/fails");
  const auto files = std::make_shared<web::MemoryFiles>(
      std::map<std::string, std::string>{{"a.txt", "012345678901234567890123456789"},
                                         {"b.html", "<p>hello</p>\n"},
                                         {"data.json.gz", "\x1f\x8b"},
                                         {"empty.txt", ""},
                                         {"noext", "x"},
                                         {"sub/index.html", "index"}},
      tornado::at_seconds(86400));
  application.add_handler<web::StaticFileHandler>("/static/(.*)", files, std::string("index.html"));
}

}  // namespace windtunnel::subjects::as_original
