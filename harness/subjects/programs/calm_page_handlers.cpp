// The handlers that serve the pages of calm_web.
#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "harness/subjects/programs/calm_pages.hpp"
#include "runtime/gen/sleep.hpp"

namespace windtunnel::subjects {

namespace {

using tornado::Future;

// What a handler of this program has in common with the others: it is counted.
class PageHandler : public tornado::web::RequestHandler {
 public:
  explicit PageHandler(PageLog* log) : log_(log) {}

 private:
  std::optional<Future<void>> prepare() override {
    ++log_->served[static_cast<std::uint32_t>(std::stoul(request().headers.get("X-Number", "0")))];
    log_->most_at_once = std::max(log_->most_at_once, ++log_->at_once);
    if (request().headers.get("X-Delay", "0") == "0") return std::nullopt;
    return tornado::sleep(tornado::Duration(2));
  }
  void on_finish() override { --log_->at_once; }

  PageLog* log_;
};

// Writes what it sees of a request.
class EchoHandler final : public PageHandler {
 public:
  using PageHandler::PageHandler;

 private:
  Future<void> get() override { return echo(); }
  Future<void> head() override { return echo(); }
  Future<void> delete_() override { return echo(); }
  Future<void> options() override { return echo(); }
  Future<void> post() override { return echo(); }
  Future<void> put() override { return echo(); }
  Future<void> patch() override { return echo(); }

  Future<void> echo() {
    write(fmt::format("{} {}\n", request().method, path_argument(0)));
    for (const std::string& value : get_arguments("a")) write(fmt::format("a={}\n", value));
    write(fmt::format("last {} {} {}\n", get_argument("a", "none"), get_query_argument("a", "none"),
                      get_body_argument("a", "none")));
    for (const tornado::http::HTTPFile& file : request().files)
      write(fmt::format("{} {} {} {}\n", file.name, file.filename, file.content_type, file.body));
    write(fmt::format("cookie {}\nbody {}\n", get_cookie("c").value_or("none"), request().body));
    co_return;
  }
};

class PartsHandler final : public PageHandler {
 public:
  using PageHandler::PageHandler;

 private:
  Future<void> get() override {
    const std::uint32_t count = static_cast<std::uint32_t>(std::stoul(path_argument(0)));
    for (std::uint32_t number = 0; number < count; ++number) {
      write(page_part(number));
      const Future<void> sent = flush();
      co_yield sent;
    }
  }
};

class HopsHandler final : public PageHandler {
 public:
  using PageHandler::PageHandler;

 private:
  Future<void> get() override {
    const std::uint64_t left = std::stoul(path_argument(0));
    if (left == 0)
      write("landed");
    else
      redirect(reverse_url("hops", {std::to_string(left - 1)}));
    co_return;
  }
};

class RenderedHandler final : public PageHandler {
 public:
  using PageHandler::PageHandler;

 private:
  Future<void> get() override {
    render("page.html", {{"text", get_argument("a")}});
    co_return;
  }
};

class JsonHandler final : public PageHandler {
 public:
  using PageHandler::PageHandler;

 private:
  Future<void> get() override {
    nlohmann::ordered_json object;
    object["text"] = get_argument("a");
    object["list"] = {1, true, nullptr};
    write_json(object);
    co_return;
  }
};

class ErrorHandler final : public PageHandler {
 public:
  using PageHandler::PageHandler;

 private:
  Future<void> get() override {
    throw tornado::web::HTTPError(std::stoi(path_argument(0)));
    co_return;
  }
};

class SecretHandler final : public PageHandler {
 public:
  using PageHandler::PageHandler;

 private:
  Future<void> get() override {
    if (const auto known = get_secure_cookie("s")) {
      write(fmt::format("known {}", *known));
    } else {
      set_secure_cookie("s", path_argument(0));
      write("new");
    }
    co_return;
  }
};

}  // namespace

tornado::web::Settings page_settings(bool compresses) {
  tornado::web::Settings settings;
  settings.template_loader = tornado::web::templates_from({{"page.html", "<p>{{text}}</p>"}});
  settings.cookie_secret = "what only the server knows";
  settings.compress_response = compresses;
  return settings;
}

void add_pages(tornado::web::Application& application, PageLog& log) {
  application.add_handler<EchoHandler>("/echo/(.*)", &log);
  application.add_handler<PartsHandler>("/parts/([0-9]+)", &log);
  application.add_named_handler<HopsHandler>("hops", "/hops/([0-9]+)", &log);
  application.add_handler<RenderedHandler>("/rendered", &log);
  application.add_handler<JsonHandler>("/json", &log);
  application.add_handler<ErrorHandler>("/error/([0-9]+)", &log);
  application.add_handler<SecretHandler>("/secret/([a-z]+)", &log);
}

}  // namespace windtunnel::subjects
