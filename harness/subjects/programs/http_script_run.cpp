#include "harness/subjects/programs/http_script_run.hpp"

#include <cmath>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <stdexcept>
#include <utility>

#include "harness/core/quiet_source.hpp"
#include "harness/subjects/programs/http_script_handlers.hpp"
#include "harness/subjects/programs/oracle_handlers.hpp"
#include "harness/subjects/programs/script_in_world.hpp"
#include "runtime/gen/sleep.hpp"
#include "runtime/http/http_server.hpp"
#include "runtime/sim/network/sim_network.hpp"

namespace windtunnel::subjects {

namespace {

namespace http = tornado::http;
using tornado::Duration;
using tornado::Future;

constexpr std::size_t most_http_lines = 10'000;
constexpr std::uint16_t http_port = 80;
constexpr std::size_t usual_part = 40;  // bytes of a part of a body

std::string error_in_words(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::invalid_argument& refused) {
    return refused.what();
  } catch (const http::QuietError&) {
    return "_QuietException";
  } catch (const std::exception&) {
    return name_of(error);
  }
}

// Headers that almost every response has: they are not told, except by a header_callback.
bool is_usual(std::string_view name, std::string_view value) {
  return (name == "Server" && value == "TornadoServer/4.5.3") ||
         (name == "Content-Type" && value == "text/html; charset=UTF-8");
}

class HttpScriptRun final : public VenueProgram {
 public:
  HttpScriptRun(Venue& venue, const HttpScript& script, double step, ScriptLines& lines)
      : venue_(venue),
        script_(script),
        step_length_(step * venue.second()),
        millisecond_(venue.second() / 1000),
        lines_(lines),
        begin_(venue.loop().time()),
        a_(make_client("a.")),
        b_(make_client("b.")),
        site_{[this](const std::string& fetch, const std::string& words) { say("s" + fetch, words); },
              [this](const std::string& fetch, std::string_view part) { say_part("s" + fetch, part); },
              millisecond_, http::AsyncHTTPClient(http::ClientOptions(), venue.host("server"))},
        application_(script_settings(site_, has_word(script.settings, "s.compress"))),
        server_(std::ref(application_), server_options(), venue.host("server")),
        other_(std::ref(application_), server_options(), venue.host("other")) {
    venue.host("deaf");
    add_script_handlers(application_, site_);
    as_original::add_handlers(application_);
    server_.listen(http_port);
    other_.listen(http_port);
    venue.loop().call_later(Duration(0), [this] { next_step(); });
  }

  bool over() const override { return over_; }

 private:
  std::optional<std::size_t> setting(const std::string& name) const {
    return number_word(script_.settings, name);
  }

  std::shared_ptr<http::SimpleClient> make_client(const std::string& name) {
    http::ClientOptions options;
    options.max_clients = setting(name + "max_clients").value_or(options.max_clients);
    options.max_buffer_size = setting(name + "max_buffer").value_or(options.max_buffer_size);
    options.max_header_size = setting(name + "max_head").value_or(options.max_header_size);
    options.max_body_size = setting(name + "max_body");
    return std::make_shared<http::SimpleClient>(options, venue_.host("client"));
  }

  http::ServerOptions server_options() const {
    http::ServerOptions options;
    options.no_keep_alive = has_word(script_.settings, "s.no_keep_alive");
    options.decompress_request = has_word(script_.settings, "s.decompress");
    options.max_header_size = setting("s.max_head").value_or(options.max_header_size);
    options.max_body_size = setting("s.max_body");
    options.max_buffer_size = setting("s.max_buffer").value_or(options.max_buffer_size);
    options.chunk_size = setting("s.chunk").value_or(options.chunk_size);
    if (const auto idle = setting("s.idle")) options.idle_connection_timeout = milliseconds(*idle);
    if (const auto limit = setting("s.body_timeout")) options.body_timeout = milliseconds(*limit);
    return options;
  }

  Duration milliseconds(std::size_t count) const { return static_cast<double>(count) * millisecond_; }
  long long count_of(Duration duration) const { return std::llround(duration / millisecond_); }

  long long now() const { return count_of(venue_.loop().time() - begin_); }

  void say(const std::string& party, const std::string& words) {
    if (over_) return;
    say_parts_of(party);
    add_line(party, now(), words);
  }

  void add_line(const std::string& party, long long time, const std::string& words) {
    if (lines_.size() < most_http_lines) lines_.push_back(fmt::format("{} {} {}", party, time, words));
  }

  // Where the parts of a body end is a matter of the kernel's buffers: what comes at the same time is one.
  void say_part(const std::string& party, std::string_view part) {
    if (over_) return;
    if (const auto at = parts_.find(party); at != parts_.end() && at->second.time != now())
      say_parts_of(party);
    Parts& parts = parts_[party];
    parts.time = now();
    parts.bytes += part;
  }

  void say_parts_of(const std::string& party) {
    const auto at = parts_.find(party);
    if (at == parts_.end()) return;
    add_line(party, at->second.time, "part " + bytes_in_words(at->second.bytes));
    parts_.erase(at);
  }

  void next_step() {
    if (step_ == script_.steps.size()) return end();
    const std::vector<HttpCall>& calls = script_.steps[step_++];
    Duration length = step_length_;
    for (const HttpCall& call : calls)
      if (call.verb == HttpVerb::soon) length = milliseconds(call.wait);
    venue_.loop().call_later(length, [this] { next_step(); });
    for (std::size_t place = 0; place < calls.size(); ++place)
      perform(calls[place], fmt::format("{}.{}", step_, place));
  }

  void end() {
    while (!parts_.empty()) say_parts_of(std::string(parts_.begin()->first));
    for (const auto& [name, client] : {std::pair("a", a_), std::pair("b", b_)})
      say(name, fmt::format("has {} active, {} queued", client->active(), client->queued()));
    say("server", fmt::format("has {} connections", server_.connections()));
    say("other", fmt::format("has {} connections", other_.connections()));
    server_.stop();
    other_.stop();
    over_ = true;
    venue_.script_over();
  }

  void perform(const HttpCall& call, const std::string& label) {
    switch (call.verb) {
      case HttpVerb::fetch:
        return fetch(call, label);
      case HttpVerb::close:
        return http::AsyncHTTPClient(client(call)).close();
      case HttpVerb::stop:
        return server_.stop();
      case HttpVerb::shut:
        return venue_.loop().add_future(server_.close_all_connections(), [this](const Future<void>& done) {
          say("server", done.exception() ? "fails " + error_in_words(done.exception()) : "is shut");
        });
      case HttpVerb::soon:
        return;
    }
  }

  const std::shared_ptr<http::SimpleClient>& client(const HttpCall& call) const {
    return call.client == 'a' ? a_ : b_;
  }

  void fetch(const HttpCall& call, const std::string& label) {
    const http::AsyncHTTPClient client_of_call(client(call));
    const bool raise_error = !has_word(call.options, "quiet");
    const std::string party = "c" + label;
    try {
      if (has_word(call.options, "callback")) {
        static_cast<void>(client_of_call.fetch(
            request(call, label),
            [this, party](const http::HTTPResponse& response) { tell(party, "calls", response); },
            raise_error));
        return;
      }
      const Future<http::HTTPResponse> fetching = client_of_call.fetch(request(call, label), raise_error);
      venue_.loop().add_future(
          fetching, [this, party](const Future<http::HTTPResponse>& done) { tell_outcome(party, done); });
    } catch (const std::exception&) {
      say(party, "throws " + error_in_words(std::current_exception()));
    }
  }

  void tell_outcome(const std::string& party, const Future<http::HTTPResponse>& done) {
    const std::exception_ptr error = done.exception();
    if (!error) return tell(party, "gives", done.result());
    say(party, "fails " + error_in_words(error));
    try {
      std::rethrow_exception(error);
    } catch (const http::HTTPError& refused) {
      if (refused.response != nullptr) tell(party, "with", *refused.response);
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): there is no response
    }
  }

  void tell(const std::string& party, const std::string& verb, const http::HTTPResponse& response) {
    say(party,
        fmt::format("{} {} {} from {} in {} ms: {}", verb, response.code, response.reason,
                    response.effective_url, count_of(response.request_time), bytes_in_words(response.body)));
    std::string headers;
    for (const auto& [name, value] : response.headers.get_all())
      if (!is_usual(name, value)) headers += fmt::format(" [{}: {}]", name, value);
    if (!headers.empty()) say(party, "headers" + headers);
    if (response.error) say(party, "error " + error_in_words(response.error));
  }

  http::HTTPRequest request(const HttpCall& call, const std::string& label) {
    const HttpWords& words = call.options;
    const HttpTarget target = target_of(call);
    http::HTTPRequest request("http://" + target.host + target.path);
    request.method = call.method;
    request.headers.set("X-Fetch", label);
    add_headers(words, request);
    if (const auto body = number_word(words, "body")) request.body = text_at(0, *body);
    if (const auto parts = number_word(words, "parts")) {
      request.body_producer = [this, label, words](http::WriteBody write) {
        return produce(*this, label, words, std::move(write));
      };
    }
    request.follow_redirects = !has_word(words, "stays");
    if (const auto most = number_word(words, "redirects")) request.max_redirects = static_cast<int>(*most);
    request.connect_timeout *= venue_.second().count();
    request.request_timeout *= venue_.second().count();
    if (const auto limit = number_word(words, "connect")) request.connect_timeout = milliseconds(*limit);
    if (const auto limit = number_word(words, "request")) request.request_timeout = milliseconds(*limit);
    request.expect_100_continue = has_word(words, "expect");
    request.allow_nonstandard_methods = has_word(words, "anything");
    request.decompress_response = !has_word(words, "plain");
    if (const auto since = number_word(words, "since"))
      request.if_modified_since = tornado::at_seconds(static_cast<double>(*since));
    if (has_word(words, "chunks")) {
      request.streaming_callback = [this, party = "c" + label](std::string_view chunk) {
        say_part(party, chunk);
      };
    }
    if (has_word(words, "heads")) {
      request.header_callback = [this, party = "c" + label](std::string_view line) {
        say(party, "head " + bytes_in_words(line));
      };
    }
    return request;
  }

  static void add_headers(const HttpWords& words, http::HTTPRequest& request) {
    for (const HttpWord& each : words) {
      const std::size_t colon = each.value.find(':');
      const std::string before = each.value.substr(0, colon);
      const std::string after = colon == std::string::npos ? "" : each.value.substr(colon + 1);
      if (each.name == "header") request.headers.add(before, after);
      if (each.name == "agent") request.user_agent = each.value;
      if (each.name == "auth") {
        request.auth_username = before;
        request.auth_password = after;
      }
    }
    if (has_word(words, "sized")) {
      const std::size_t size =
          number_word(words, "parts").value_or(0) * number_word(words, "part").value_or(usual_part);
      request.headers.set("Content-Length", std::to_string(size));
    }
  }

  // Writes a body in parts.
  static Future<void> produce(HttpScriptRun& run, std::string label, HttpWords words, http::WriteBody write) {
    const std::size_t parts = *number_word(words, "parts");
    const std::size_t size = number_word(words, "part").value_or(usual_part);
    for (std::size_t part = 0; part < parts; ++part) {
      const Future<void> written = write(text_at(part * size, size));
      co_yield written;
      run.say("c" + label, fmt::format("wrote {}", size));
      if (const std::optional<std::size_t> pause = number_word(words, "pause")) {
        const Future<void> slept = tornado::sleep(run.milliseconds(*pause));
        co_yield slept;
      }
    }
    if (has_word(words, "fails")) throw std::runtime_error("planted");
  }

  // Of a body, at that time, that no line has told yet.
  struct Parts {
    long long time = 0;
    std::string bytes{};
  };

  Venue& venue_;
  const HttpScript script_;
  const Duration step_length_;
  const Duration millisecond_;
  ScriptLines& lines_;
  const tornado::Time begin_;
  std::shared_ptr<http::SimpleClient> a_;
  std::shared_ptr<http::SimpleClient> b_;
  HttpScriptSite site_;
  tornado::web::Application application_;
  http::HTTPServer server_;
  http::HTTPServer other_;
  std::map<std::string, Parts> parts_;
  std::size_t step_ = 0;
  bool over_ = false;
};

std::string_view party_of(std::string_view line) {
  return line.substr(0, line.find(' '));
}

}  // namespace

std::unique_ptr<VenueProgram> begin_http_script(Venue& venue, const HttpScript& script, double step,
                                                ScriptLines& lines) {
  return std::make_unique<HttpScriptRun>(venue, script, step, lines);
}

ScriptLines run_http_script(const HttpScript& script, tornado::ChoiceSource& choices,
                            const tornado::LinkSettings& link) {
  return run_in_world(
      [&](Venue& venue, ScriptLines& lines) { return begin_http_script(venue, script, script_step, lines); },
      choices, link);
}

ScriptLines run_http_script(const HttpScript& script) {
  core::QuietSource quiet;
  return run_http_script(script, quiet, tornado::LinkSettings());
}

ScriptLines by_party(const ScriptLines& lines) {
  std::map<std::string_view, ScriptLines> parties;
  for (const std::string& line : lines) parties[party_of(line)].push_back(line);
  ScriptLines sorted;
  for (const auto& [party, own] : parties) sorted.insert(sorted.end(), own.begin(), own.end());
  return sorted;
}

}  // namespace windtunnel::subjects
