#include "harness/subjects/programs/draw_http_script.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "harness/subjects/programs/script_draw.hpp"

namespace windtunnel::subjects {

namespace {

// A body fits into the buffers that LinkSettings gives by default, so that no write of it waits for a reader.
constexpr std::size_t drawn_sizes[] = {17, 0, 1, 300, 5000, 50'000};
constexpr std::size_t drawn_parts[] = {17, 0, 1, 300, 5000, 15'000};
constexpr std::size_t drawn_pauses[] = {0, 10, 100, 1000, 5000, 25'000};
constexpr std::size_t drawn_limits[] = {1000, 100, 10, 1, 0, 30'000};
constexpr std::string_view drawn_headers[] = {"If-None-Match:\"abc\"",
                                              "If-None-Match:*",
                                              "Connection:keep-alive",
                                              "Accept-Encoding:gzip",
                                              "Range:bytes=5-9",
                                              "Range:bytes=28-",
                                              "Cookie:a=1",
                                              "A:1",
                                              "X-Forwarded-For:5.6.7.8",
                                              "Content-Type:text/plain",
                                              "Content-Encoding:gzip",
                                              "Host:example.com",
                                              "Content-Length:5",
                                              "Transfer-Encoding:chunked"};
constexpr std::string_view drawn_codes[] = {"302", "301", "303", "307", "308", "300"};
constexpr std::string_view drawn_statuses[] = {"204", "304", "404", "418", "500", "299", "413", "599"};
constexpr std::string_view drawn_pages[] = {"/echo",
                                            "/echo?a=1&b=2",
                                            "/arguments?a=1",
                                            "/path/a%2Fb",
                                            "/prepared",
                                            "/etag",
                                            "/chunks",
                                            "/length/5",
                                            "/length/6",
                                            "/reason",
                                            "/cookies",
                                            "/json",
                                            "/big/100",
                                            "/big/2000",
                                            "/big/50000",
                                            "/streamed",
                                            "/streamed?limit=4",
                                            "/fails",
                                            "/fails?late=1",
                                            "/none",
                                            "/",
                                            "/static/a.txt",
                                            "/static/empty.txt",
                                            "/static/none",
                                            "/static/sub"};

class HttpScriptMaker : ScriptDraw {
 public:
  explicit HttpScriptMaker(tornado::ChoiceSource& choices) : ScriptDraw(choices, "http_script") {}

  HttpScript make(std::uint32_t steps) {
    HttpScript script;
    if (chance(3)) add_settings(script.settings);
    const std::uint32_t count = choose(std::max(steps, 1U)) + 1;
    for (std::uint32_t step = 0; step < count; ++step) {
      std::vector<HttpCall>& calls = script.steps.emplace_back();
      if (chance(20)) {
        calls.push_back(end_of_something());
        continue;
      }
      const std::uint32_t more = chance(3) ? choose(5) + 1 : 0;
      for (std::uint32_t at = 0; at <= more; ++at) calls.push_back(call());
      if (chance(4)) calls.push_back(soon());
    }
    return script;
  }

 private:
  void add(HttpWords& words, std::string name) { words.push_back({std::move(name)}); }
  void add(HttpWords& words, std::string name, std::size_t value) {
    words.push_back({std::move(name), std::to_string(value)});
  }

  void add_settings(HttpWords& settings) {
    if (chance(2)) {
      add(settings, "a.max_clients", one<std::size_t>({1, 2, 3}));
      queues_ = true;
    }
    if (chance(6)) add(settings, "a.max_buffer", one<std::size_t>({1000, 200, 50'000}));
    if (chance(6)) add(settings, "a.max_body", one<std::size_t>({100, 10, 2000}));
    if (chance(8)) add(settings, "a.max_head", one<std::size_t>({200, 50, 400}));
    if (chance(6)) add(settings, "s.max_body", one<std::size_t>({100, 10, 2000}));
    if (chance(8)) add(settings, "s.max_buffer", one<std::size_t>({1000, 200, 50'000}));
    if (chance(8)) add(settings, "s.max_head", one<std::size_t>({200, 50, 400}));
    if (chance(8)) add(settings, "s.chunk", one<std::size_t>({1000, 100, 300}));
    if (chance(8)) add(settings, "s.body_timeout", one<std::size_t>({100, 10, 1000}));
    if (chance(8)) add(settings, "s.idle", one<std::size_t>({100, 10, 1000}));
    if (chance(4)) add(settings, "s.compress");
    if (chance(6)) add(settings, "s.decompress");
    if (chance(6)) add(settings, "s.no_keep_alive");
  }

  HttpCall soon() {
    HttpCall call;
    call.verb = HttpVerb::soon;
    call.wait = one<std::size_t>({10, 50, 500, 2000, 1});
    return call;
  }

  // Alone in its step: whether what comes at that very moment is served is a matter of the order in which
  // descriptors are ready.
  HttpCall end_of_something() {
    HttpCall call;
    call.verb = one<HttpVerb>({HttpVerb::shut, HttpVerb::stop, HttpVerb::close});
    if (call.verb == HttpVerb::close) call.client = 'b';
    return call;
  }

  HttpCall call() {
    HttpCall call;
    if (chance(4)) call.client = 'b';
    call.target = target();
    call.method = one<std::string_view>(
        {"GET", "GET", "POST", "GET", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS", "POST", "GET", "FOO"});
    // A 204 or 304 with an error page: ours differs on purpose (docs/http.md).
    const bool has_no_body = call.target.ends_with("/status/204") || call.target.ends_with("/status/304");
    if (call.method == "POST" && has_no_body) call.method = "GET";
    add_body(call);
    add_options(call);
    return call;
  }

  std::string target() {
    std::string path = page();
    if (chance(10)) return one<std::string>({"other", "deaf", "nowhere"}) + path;
    if (chance(20)) return "/to/" + one<std::string>({"other", "deaf", "nowhere", "server"}) + path;
    if (chance(15)) return "/via/" + one<std::string>({"other", "deaf", "nowhere", "server"}) + path;
    return path;
  }

  std::string page() {
    switch (choose(13)) {
      case 0:
        return fmt::format("/sleep/{}", one(drawn_pauses));
      case 1:
        return fmt::format("/drip/{}/{}", choose(5), one(drawn_pauses));
      case 2:
        return "/take";
      case 3:
        return "/read" + one<std::string>({"", "?pause=10", "?limit=100", "?pause=1000"});
      case 4:
        return fmt::format("/hop/{}?code={}", choose(8), one(drawn_codes));
      case 5:
        return fmt::format("/cut/{}", one(drawn_sizes));
      case 6:
        return one<std::string>({"/hang", "/wait", "/wait"});
      case 7:
        return "/wake";
      case 8:
        return fmt::format("/early/{}", one(drawn_pauses));
      case 9:
        return fmt::format("/status/{}", one(drawn_statuses));
      default:
        return std::string(one(drawn_pages));
    }
  }

  // Whether the body may be sent again to where a redirect leads. The original sends chunks again without
  // their sizes (docs/http.md).
  static bool is_resent(const HttpCall& call) { return call.target.find("/hop/") != std::string::npos; }

  void add_body(HttpCall& call) {
    const bool expected = call.method == "POST" || call.method == "PUT" || call.method == "PATCH";
    if (chance(20) == expected) return;  // now and then what the client refuses
    if (!is_resent(call) && chance(3)) {
      add(call.options, "parts", choose(4));
      if (chance(2)) add(call.options, "part", one(drawn_parts));
      if (chance(3)) add(call.options, "pause", one(drawn_pauses));
      if (chance(3)) add(call.options, "sized");
      if (chance(8)) add(call.options, "fails");
    } else {
      add(call.options, "body", one(drawn_sizes));
    }
  }

  void add_options(HttpCall& call) {
    HttpWords& options = call.options;
    if (chance(3)) add(options, "callback");
    if (chance(6)) add(options, "quiet");
    if (chance(6)) add(options, "stays");
    if (chance(8)) add(options, "expect");
    if (!is_resent(call) && chance(10)) add(options, "anything");
    if (chance(6)) add(options, "plain");
    if (chance(5)) add(options, "chunks");
    if (chance(5)) add(options, "heads");
    if (chance(6)) add(options, "redirects", choose(4));
    if (chance(8)) add(options, "connect", limit());
    if (chance(4)) add(options, "request", limit());
    if (chance(10)) add(options, "since", one<std::size_t>({86'400, 1, 100'000}));
    if (chance(5)) options.push_back({"header", std::string(one(drawn_headers))});
    if (chance(12)) options.push_back({"auth", "user:secret"});
    if (chance(12)) options.push_back({"agent", "windtunnel"});
  }

  // None in a queue, where it is one of 0: whether the place is free at that very moment is a matter of the
  // order in which descriptors are ready.
  std::size_t limit() {
    const std::size_t drawn = one(drawn_limits);
    return queues_ ? std::max<std::size_t>(drawn, 1) : drawn;
  }

  bool queues_ = false;  // fetches of a client may wait for others
};

}  // namespace

HttpScript draw_http_script(tornado::ChoiceSource& choices, std::uint32_t steps) {
  return HttpScriptMaker(choices).make(steps);
}

}  // namespace windtunnel::subjects
