// WebFixture: the network on which programs that fetch pages run: a browser, a server, and the origin that
// pages come from. In a World, every link has every fault, unless the run draws calm weather.
#pragma once

#include <string>

#include "harness/subjects/programs/venue.hpp"
#include "runtime/http/async_http_client.hpp"
#include "runtime/http/http_server.hpp"
#include "runtime/web/application.hpp"

namespace tornado {
struct LinkSettings;
}

namespace windtunnel::subjects {

/// The hosts "browser", "server" and "example.com". The last one runs an origin server, whose answers are
/// drawn. For one run.
class WebFixture {
 public:
  explicit WebFixture(Venue& venue_in);

  /// The text of the origin's good page.
  static constexpr const char* page = "an example page";

  /// Drawn limits for a client.
  tornado::http::ClientOptions client_options();
  /// A client of the host with drawn limits.
  tornado::http::AsyncHTTPClient client(tornado::Network& host);

  /// A request with timeouts that are drawn.
  tornado::http::HTTPRequest request(const std::string& url);

  Venue& venue;
  tornado::Network& browser;
  tornado::Network& server;
  tornado::Network& origin;

 private:
  tornado::web::Application pages_;
  tornado::http::HTTPServer origin_server_;
};

/// The settings of its links in a World.
tornado::LinkSettings any_weather();

/// Checks that a 599 is true: a timeout has passed that its request has, or a fault has struck.
void check_no_response(Venue& venue, const tornado::http::HTTPResponse& response);

/// A response in words, for the trace.
std::string in_words(const tornado::http::HTTPResponse& response);

}  // namespace windtunnel::subjects
