#include "harness/subjects/programs/http_script_handlers.hpp"

#include <cmath>
#include <fmt/format.h>
#include <optional>
#include <stdexcept>
#include <utility>

#include "harness/subjects/programs/script_words.hpp"
#include "runtime/gen/sleep.hpp"

namespace windtunnel::subjects {

namespace {

using tornado::Duration;
using tornado::Future;
using tornado::web::RequestHandler;

constexpr std::size_t wake_delay = 7;  // in milliseconds

// Tells of its request, and does the same for every method.
class TellingHandler : public RequestHandler {
 public:
  explicit TellingHandler(HttpScriptSite* site) : site_(site) {}

 protected:
  virtual Future<void> act() = 0;

  HttpScriptSite& site() const { return *site_; }
  void say(const std::string& words) const { site_->say(fetch_of(*this), words); }
  std::size_t number(std::size_t group) const { return std::stoul(path_argument(group)); }
  Duration milliseconds(std::size_t count) const { return static_cast<double>(count) * site_->millisecond; }

  std::optional<Future<void>> prepare() override {
    say(fmt::format("begins {} {}", request().method, request().uri));
    return std::nullopt;
  }
  void on_connection_close() override { say("closed"); }

 private:
  Future<void> get() override { return act(); }
  Future<void> head() override { return act(); }
  Future<void> post() override { return act(); }
  Future<void> put() override { return act(); }
  Future<void> delete_() override { return act(); }
  Future<void> patch() override { return act(); }
  Future<void> options() override { return act(); }

  HttpScriptSite* site_;
};

class SleepingHandler final : public TellingHandler {
 public:
  using TellingHandler::TellingHandler;

 private:
  Future<void> act() override {
    const Future<void> slept = tornado::sleep(milliseconds(number(0)));
    co_yield slept;
    write("slept");
  }
};

// Answers in parts, with pauses between.
class DrippingHandler final : public TellingHandler {
 public:
  using TellingHandler::TellingHandler;

 private:
  Future<void> act() override {
    const std::size_t parts = number(0);
    for (std::size_t part = 0; part < parts; ++part) {
      write(fmt::format("part {}\n", part));
      const Future<void> sent = flush();
      co_yield sent;
      const Future<void> slept = tornado::sleep(milliseconds(number(1)));
      co_yield slept;
    }
  }
};

class HangingHandler final : public TellingHandler {
 public:
  using TellingHandler::TellingHandler;

 private:
  Future<void> act() override {
    const Future<void> never;
    co_yield never;
  }
};

// Sends a part of what it promises, and closes the connection.
class CuttingHandler final : public TellingHandler {
 public:
  using TellingHandler::TellingHandler;

 private:
  Future<void> act() override {
    if (number(0) > 0) {
      write(text_at(0, number(0)));
      const Future<void> sent = flush();
      co_yield sent;
    }
    connection().close();
  }
};

// Takes its body in parts.
class ReadingHandler final : public TellingHandler {
 public:
  static constexpr bool stream_request_body = true;
  using TellingHandler::TellingHandler;

 private:
  std::optional<Future<void>> prepare() override {
    static_cast<void>(TellingHandler::prepare());
    if (const std::string limit = get_argument("limit", ""); !limit.empty())
      connection().set_max_body_size(std::stoul(limit));
    return std::nullopt;
  }
  std::optional<Future<void>> data_received(std::string chunk) override {
    site().say_part(fetch_of(*this), chunk);
    count_ += chunk.size();
    if (const std::string pause = get_argument("pause", ""); !pause.empty())
      return tornado::sleep(milliseconds(std::stoul(pause)));
    return std::nullopt;
  }
  Future<void> act() override {
    write(fmt::format("{} bytes", count_));
    co_return;
  }

  std::size_t count_ = 0;
};

// Takes its body as one.
class TakingHandler final : public TellingHandler {
 public:
  using TellingHandler::TellingHandler;

 private:
  Future<void> act() override {
    say("takes " + bytes_in_words(request().body));
    write(fmt::format("{} bytes", request().body.size()));
    co_return;
  }
};

// Redirects to itself, as often as its path says.
class HoppingHandler final : public TellingHandler {
 public:
  using TellingHandler::TellingHandler;

 private:
  Future<void> act() override {
    const std::string code = get_query_argument("code", "302");
    if (number(0) == 0) {
      write(fmt::format("{} arrives with {} bytes", request().method, request().body.size()));
    } else {
      redirect(fmt::format("/hop/{}?code={}", number(0) - 1, code), false, std::stoi(code));
    }
    co_return;
  }
};

// Redirects to another host.
class SendingAwayHandler final : public TellingHandler {
 public:
  using TellingHandler::TellingHandler;

 private:
  Future<void> act() override {
    redirect("http://" + path_argument(0));
    co_return;
  }
};

// Answers when another request wakes it.
class WaitingHandler final : public TellingHandler {
 public:
  using TellingHandler::TellingHandler;

 private:
  Future<void> act() override {
    const Future<void> woken;
    site().waiting.push_back(woken);
    co_yield woken;
    write("woken");
  }
};

// Not at once, so that it does not matter who of those that come at the same time is first.
class WakingHandler final : public TellingHandler {
 public:
  using TellingHandler::TellingHandler;

 private:
  Future<void> act() override {
    const Future<void> slept = tornado::sleep(milliseconds(wake_delay));
    co_yield slept;
    const std::vector<Future<void>> waiting = std::exchange(site().waiting, {});
    for (const Future<void>& each : waiting) each.set_result();
    write(fmt::format("wakes {}", waiting.size()));
  }
};

// Fetches a page and answers with it.
class FetchingHandler final : public TellingHandler {
 public:
  using TellingHandler::TellingHandler;

 private:
  Future<void> act() override {
    tornado::http::HTTPRequest wanted("http://" + path_argument(0));
    wanted.headers.set("X-Fetch", fetch_of(*this));
    const Future<tornado::http::HTTPResponse> fetching = site().client.fetch(wanted);
    const tornado::http::HTTPResponse response = co_yield fetching;
    write(fmt::format("{} ", response.code));
    write(response.body);
  }
};

// Answers, and then goes on.
class EarlyHandler final : public TellingHandler {
 public:
  using TellingHandler::TellingHandler;

 private:
  Future<void> act() override {
    finish("early");
    const Future<void> slept = tornado::sleep(milliseconds(number(0)));
    co_yield slept;
    say("later");
  }
};

}  // namespace

std::string fetch_of(const RequestHandler& handler) {
  return handler.request().headers.get("X-Fetch", "?");
}

tornado::web::Settings script_settings(const HttpScriptSite& site, bool compress) {
  tornado::web::Settings settings;
  settings.cookie_secret = "a secret";
  settings.compress_response = compress;
  settings.log_function = [&site](const RequestHandler& handler) {
    const Duration taken = handler.request().request_time();
    site.say(fetch_of(handler),
             fmt::format("answers {} to {} {} in {} ms", handler.get_status(), handler.request().method,
                         handler.request().uri, std::llround(taken / site.millisecond)));
  };
  return settings;
}

void add_script_handlers(tornado::web::Application& application, HttpScriptSite& site) {
  HttpScriptSite* const shared = &site;
  application.add_handler<SleepingHandler>("/sleep/([0-9]+)", shared);
  application.add_handler<DrippingHandler>("/drip/([0-9]+)/([0-9]+)", shared);
  application.add_handler<HangingHandler>("/hang", shared);
  application.add_handler<CuttingHandler>("/cut/([0-9]+)", shared);
  application.add_handler<ReadingHandler>("/read", shared);
  application.add_handler<TakingHandler>("/take", shared);
  application.add_handler<HoppingHandler>("/hop/([0-9]+)", shared);
  application.add_handler<SendingAwayHandler>("/to/(.*)", shared);
  application.add_handler<WaitingHandler>("/wait", shared);
  application.add_handler<WakingHandler>("/wake", shared);
  application.add_handler<FetchingHandler>("/via/(.*)", shared);
  application.add_handler<EarlyHandler>("/early/([0-9]+)", shared);
}

}  // namespace windtunnel::subjects
