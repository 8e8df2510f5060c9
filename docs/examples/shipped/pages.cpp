// The two programs of Tornado's documents, on real sockets: a page is fetched with a callback, and a server's
// handler yields a fetch and renders a template. Links tornado::http and tornado::posix.
#include <iostream>
#include <string>
#include <tornado/http.hpp>
#include <tornado/posix.hpp>

using tornado::Future;
using tornado::http::AsyncHTTPClient;
using tornado::http::HTTPResponse;

namespace {

/// Where the page comes from.
class OriginHandler final : public tornado::web::RequestHandler {
  Future<void> get() override {
    write("an example page");
    co_return;
  }
};

class GenAsyncHandler final : public tornado::web::RequestHandler {
 public:
  explicit GenAsyncHandler(std::string url) : url_(std::move(url)) {}

 private:
  Future<void> get() override {
    const AsyncHTTPClient http_client;
    const auto fetching = http_client.fetch(url_);
    const HTTPResponse response = co_yield fetching;
    render("template.html", {{"page", response.body}});
  }

  std::string url_;
};

std::string url_of(std::uint16_t port) {
  return "http://localhost:" + std::to_string(port) + "/";
}

}  // namespace

int main() {
  tornado::EpollLoop loop;
  tornado::PosixNetwork network(loop);

  tornado::web::Application origin;
  origin.add_handler<OriginHandler>("/");
  tornado::http::HTTPServer origin_server(std::ref(origin));
  const std::string origin_url = url_of(origin_server.listen(0));

  tornado::web::Application application(
      {tornado::web::templates_from({{"template.html", "<p>{{page}}</p>"}})});
  application.add_handler<GenAsyncHandler>("/", origin_url);
  tornado::http::HTTPServer server(std::ref(application));
  const std::string server_url = url_of(server.listen(0));

  int left = 2;
  const AsyncHTTPClient http_client;
  const auto handle_response = [&](const HTTPResponse& response) {
    std::cout << response.code << ' ' << response.body << '\n';
    if (--left == 0) loop.stop();
  };
  // The one page and then the other, so that the output is always the same.
  static_cast<void>(http_client.fetch(origin_url, [&](const HTTPResponse& response) {
    handle_response(response);
    static_cast<void>(http_client.fetch(server_url, handle_response));
  }));
  loop.start();
}
