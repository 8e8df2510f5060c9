// WebStage: the network on which the programs that fetch pages run: a browser, a server, and the origin that
// pages come from. Every link has every fault, unless the run draws calm weather.
#pragma once

#include <string>
#include <string_view>

#include "harness/subjects/native_run.hpp"
#include "runtime/http/async_http_client.hpp"
#include "runtime/http/http_server.hpp"
#include "runtime/sim/network/sim_network.hpp"
#include "runtime/web/application.hpp"

namespace windtunnel {

/// The hosts "browser", "server" and "example.com", with an origin server on the last, which answers in a
/// drawn way. One run's.
class WebStage {
 public:
  explicit WebStage(NativeRun& run_in);

  /// What the origin's good page says.
  static constexpr const char* page = "an example page";

  /// Drawn limits for a client.
  tornado::http::ClientOptions client_options();
  /// A client of the host with drawn limits.
  tornado::http::AsyncHTTPClient client(tornado::SimHost& host);

  /// A request with drawn timeouts.
  tornado::http::HTTPRequest request(const std::string& url);

  /// What must hold here. The first that does not ends the run.
  void check(bool holds, std::string_view words) {
    if (!holds) object(words);
  }

  /// Runs until nothing is left to do. Throws std::logic_error for what did not hold, which breaks the law
  /// `no-escape`. Returns whether the run came to its end.
  bool fly(const Trace& trace);
  /// Throws for what has not held since.
  void judge() const;
  /// Whether no fault of the network struck.
  static bool undisturbed(const Trace& trace);

  NativeRun& run;
  tornado::SimNetwork network;
  tornado::SimHost& browser;
  tornado::SimHost& server;
  tornado::SimHost& origin;

 private:
  void object(std::string_view words);

  std::string objection_;
  tornado::web::Application pages_;
  tornado::http::HTTPServer origin_server_;
};

/// A response in words, for the trace.
std::string in_words(const tornado::http::HTTPResponse& response);

}  // namespace windtunnel
