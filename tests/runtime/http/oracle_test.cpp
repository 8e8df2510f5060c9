// What the real Tornado 4.5.3 answered to raw requests, and what its client made of scripted responses: ours
// must do the same. The cases and answers are in corpus/golden/http; WINDTUNNEL_HTTP_CASES names another
// folder of them.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "harness/subjects/programs/oracle_handlers.hpp"
#include "runtime/http/async_http_client.hpp"
#include "runtime/http/http_server.hpp"
#include "runtime/http/utf8.hpp"
#include "runtime/net/tcp_client.hpp"
#include "runtime/sim/network/sim_network.hpp"
#include "tests/runtime/loop_fixture.hpp"

namespace tornado::http {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

// In the files a byte is a code point.
std::string bytes_of(const std::string& text) {
  return latin1_of_utf8(text).value();
}
std::string text_of(const std::string& bytes) {
  return utf8_of_latin1(bytes);
}

// The end of a connection that sends what a case says.
struct Peer {
  StreamPtr stream;
  std::string received;

  static Future<void> read(std::shared_ptr<Peer> peer) {
    while (true) {
      const Future<std::string> part = peer->stream->read_bytes(65536, true);
      co_yield settled(part);
      if (part.exception()) co_return;
      peer->received += part.result();
    }
  }

  static Future<void> send(std::shared_ptr<Peer> peer, Json pieces, bool close) {
    for (const Json& piece : pieces) {
      if (!peer->stream->closed()) static_cast<void>(peer->stream->write(bytes_of(piece)));
      co_yield sleep(10ms);
    }
    if (close && !peer->stream->closed()) peer->stream->socket().shut_down_write();
  }
};

void quietly(const Future<void>& going) {
  going.add_done_callback([](const Future<void>& done) { static_cast<void>(done.exception()); });
}

class ServerCase : public LoopFixture {
 public:
  explicit ServerCase(const Json& options)
      : network_(loop),
        browser_(network_.add_host("browser")),
        host_(network_.add_host("server")),
        application_(settings(options)),
        server_(std::ref(application_), server_options(options), host_) {
    windtunnel::subjects::as_original::add_handlers(application_);
    server_.listen(80);
  }

  Json answer(const Json& item) {
    const auto peer = std::make_shared<Peer>();
    quietly(browse(TCPClient(browser_), peer, item));
    loop.call_later(1s, [this] { loop.stop(); });
    loop.start();
    return {{"got", text_of(peer->received)}, {"closed", peer->stream->closed()}};
  }

 private:
  static web::Settings settings(const Json& options) {
    web::Settings settings;
    settings.cookie_secret = "a secret";
    settings.compress_response = options.value("compress_response", false);
    return settings;
  }

  static ServerOptions server_options(const Json& options) {
    ServerOptions server;
    server.no_keep_alive = options.value("no_keep_alive", false);
    server.chunk_size = options.value("chunk_size", server.chunk_size);
    server.max_header_size = options.value("max_header_size", server.max_header_size);
    server.max_buffer_size = options.value("max_buffer_size", server.max_buffer_size);
    if (options.contains("max_body_size")) server.max_body_size = options["max_body_size"].get<std::size_t>();
    if (options.contains("body_timeout"))
      server.body_timeout = Duration(options["body_timeout"].get<double>());
    server.decompress_request = options.value("decompress_request", false);
    server.xheaders = options.value("xheaders", false);
    return server;
  }

  static Future<void> browse(TCPClient client, std::shared_ptr<Peer> peer, Json item) {
    const Future<StreamPtr> connecting = client.connect("server", 80);
    peer->stream = co_yield connecting;
    quietly(Peer::read(peer));
    const Future<void> sending = Peer::send(peer, item["send"], item.value("close", false));
    co_yield sending;
  }

  SimNetwork network_;
  SimHost& browser_;
  SimHost& host_;
  web::Application application_;
  HTTPServer server_;
};

class ClientCase : public LoopFixture {
 public:
  explicit ClientCase(const Json& item)
      : network_(loop),
        host_(network_.add_host("client")),
        origin_(network_.add_host("example.com")),
        other_(network_.add_host("other.example")),
        answers_(item["answers"]),
        client_(client_options(item.value("options", Json::object())), host_) {
    for (const std::uint16_t port : {std::uint16_t{80}, std::uint16_t{8080}}) {
      listen(origin_, "example.com", port, "");
      listen(other_, "other.example", port, "");
      listen(host_, "127.0.0.1", port, "127.0.0.1");
      listen(host_, "::1", port, "::1");
    }
  }

  Json answer(const Json& item) {
    const Json request = item["request"];
    static_cast<void>(client_.fetch(
        request_of(request), [this](const HTTPResponse& response) { responses_.push_back(response); }, true));
    loop.call_later(60s, [this] { loop.stop(); });
    loop.start();
    Json outcome = {{"responses", responses_.size()},
                    {"requests", Json::array()},
                    {"chunks", chunks_},
                    {"lines", lines_}};
    for (const auto& [target, peer] : peers_)
      outcome["requests"].push_back(target + " " + text_of(peer->received));
    if (!responses_.empty()) describe(responses_.front(), outcome);
    return outcome;
  }

 private:
  static ClientOptions client_options(const Json& options) {
    ClientOptions client;
    client.max_buffer_size = options.value("max_buffer_size", client.max_buffer_size);
    client.max_header_size = options.value("max_header_size", client.max_header_size);
    if (options.contains("max_body_size")) client.max_body_size = options["max_body_size"].get<std::size_t>();
    return client;
  }

  HTTPRequest request_of(const Json& options) {
    HTTPRequest request(options["url"].get<std::string>());
    request.method = options.value("method", request.method);
    if (options.contains("body")) request.body = bytes_of(options["body"]);
    request.follow_redirects = options.value("follow_redirects", true);
    request.max_redirects = options.value("max_redirects", request.max_redirects);
    request.user_agent = options.value("user_agent", "");
    if (options.contains("auth_username"))
      request.auth_username = options["auth_username"].get<std::string>();
    request.auth_password = options.value("auth_password", "");
    request.expect_100_continue = options.value("expect_100_continue", false);
    request.allow_nonstandard_methods = options.value("allow_nonstandard_methods", false);
    request.decompress_response = options.value("decompress_response", true);
    if (options.contains("request_timeout"))
      request.request_timeout = Duration(options["request_timeout"].get<double>());
    if (options.contains("if_modified_since"))
      request.if_modified_since = at_seconds(options["if_modified_since"].get<double>());
    const Json headers = options.value("headers", Json::object());
    for (const auto& [name, value] : headers.items()) request.headers.add(name, value);
    if (options.value("streams", false)) {
      request.streaming_callback = [this](std::string_view chunk) {
        chunks_.push_back(text_of(std::string(chunk)));
      };
      request.header_callback = [this](std::string_view line) {
        lines_.push_back(text_of(std::string(line)));
      };
    }
    return request;
  }

  static void describe(const HTTPResponse& response, Json& outcome) {
    outcome["code"] = response.code;
    outcome["reason"] = text_of(response.reason);
    outcome["headers"] = Json::array();
    for (const auto& [name, value] : response.headers.get_all())
      outcome["headers"].push_back({text_of(name), text_of(value)});
    outcome["body"] = text_of(response.body);
    outcome["effective_url"] = response.effective_url;
    outcome["url"] = response.request->url;
    outcome["error"] = "";
    try {
      response.rethrow();
    } catch (const HTTPError& error) {
      outcome["error"] = text_of(error.what());
    } catch (const std::exception&) {
      outcome["error"] = "exception";
    }
  }

  void listen(SimHost& host, const std::string& name, std::uint16_t port, const std::string& ip) {
    const std::string target = name + ":" + std::to_string(port);
    servers_.push_back(std::make_unique<TCPServer>(
        [this, target](StreamPtr stream, const Address&) {
          const auto peer = std::make_shared<Peer>();
          peer->stream = std::move(stream);
          const Json answer = answers_[std::min(peers_.size(), answers_.size() - 1)];
          peers_.emplace_back(target, peer);
          quietly(Peer::read(peer));
          quietly(play(peer, answer));
        },
        host));
    servers_.back()->listen(port, ip);
  }

  static Future<void> play(std::shared_ptr<Peer> peer, Json answer) {
    co_yield sleep(10ms);
    const Future<void> sending = Peer::send(peer, answer["send"], answer.value("close", false));
    co_yield sending;
  }

  SimNetwork network_;
  SimHost& host_;
  SimHost& origin_;
  SimHost& other_;
  const Json answers_;
  AsyncHTTPClient client_;
  std::vector<std::unique_ptr<TCPServer>> servers_;
  std::vector<std::pair<std::string, std::shared_ptr<Peer>>> peers_;
  std::vector<HTTPResponse> responses_;
  std::vector<std::string> chunks_;
  std::vector<std::string> lines_;
};

// Where the original takes what a strict parser refuses, ours may stop: it closes the connection after the
// responses that it has sent, or the fetch fails.
bool is_refusal(const Json& ours, const Json& real) {
  if (ours.contains("got"))
    return ours["closed"].get<bool>() &&
           real["got"].get<std::string>().starts_with(ours["got"].get<std::string>());
  // A head that is refused after an informational one gives a response with that one's code.
  // Without a timeout nobody hears of a refused one.
  return ours["responses"] == 0 || ours["code"] == 599 || ours["code"] < 200;
}

// The original also follows a redirect whose fetch has failed meanwhile, for nobody.
bool is_late_redirect(Json ours, Json real) {
  if (!ours.contains("requests") || real["code"] != 599) return false;
  const Json requests = real["requests"];
  real.erase("requests");
  const Json fewer = ours["requests"];
  ours.erase("requests");
  return ours == real && fewer.size() < requests.size() &&
         std::equal(fewer.begin(), fewer.end(), requests.begin());
}

struct Tally {
  std::size_t cases = 0;
  std::size_t refused = 0;
  std::size_t different = 0;
};

void compare(const std::string& line, Tally& tally) {
  const Json item = Json::parse(line);
  const Json& real = item["answer"];
  const Json ours = item.contains("answers") ? ClientCase(item).answer(item)
                                             : ServerCase(item.value("options", Json::object())).answer(item);
  ++tally.cases;
  if (ours == real) return;
  if ((item.contains("strict") && is_refusal(ours, real)) || is_late_redirect(ours, real)) {
    ++tally.refused;
    return;
  }
  constexpr std::size_t most_shown = 20;
  if (++tally.different <= most_shown)
    ADD_FAILURE() << "case " << tally.cases << "\n" << item.dump() << "\n" << ours.dump();
}

void compare_all(const std::string& side) {
  const char* elsewhere = std::getenv("WINDTUNNEL_HTTP_CASES");
  const std::string folder = elsewhere != nullptr ? elsewhere : WINDTUNNEL_SOURCE_DIR "/corpus/golden/http";
  Tally tally;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (!entry.path().filename().string().starts_with(side)) continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) compare(line, tally);
  }
  EXPECT_EQ(tally.different, 0U);
  EXPECT_GE(tally.cases, 1U) << "nothing was compared: no cases in " << folder;
  EXPECT_LT(tally.refused * 4, tally.cases) << "most cases must be compared in full";
}

TEST(HttpOracle, RawRequestsAreAnsweredAsTheOriginalAnswersThem) {
  compare_all("server");
}

TEST(HttpOracle, ScriptedResponsesAreReadAsTheOriginalReadsThem) {
  compare_all("client");
}

}  // namespace
}  // namespace tornado::http
