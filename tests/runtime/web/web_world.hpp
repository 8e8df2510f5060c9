// What tests of applications need: an application on a server, and a browser.
#pragma once

#include <functional>
#include <regex>
#include <string>
#include <utility>

#include "runtime/http/http_server.hpp"
#include "runtime/web/application.hpp"
#include "tests/runtime/http/browser.hpp"

namespace tornado::web {

/// A Future that is done.
inline Future<void> done() {
  Future<void> future;
  future.set_result();
  return future;
}

/// A world with an application. The answers come without their Date and Server.
class ApplicationWorld : public http::BrowserWorld {
 public:
  explicit ApplicationWorld(Settings settings = {}, const http::ServerOptions& options = {})
      : application(std::move(settings)), server(std::ref(application), options, server_host) {
    server.listen(80);
  }

  std::string get(const std::string& path, const std::string& fields = {}) {
    return ask("GET " + path + " HTTP/1.1\r\n" + fields + "\r\n");
  }
  std::string post(const std::string& path, const std::string& body, const std::string& fields = {}) {
    return ask("POST " + path + " HTTP/1.1\r\n" + fields + "Content-Length: " + std::to_string(body.size()) +
               "\r\n\r\n" + body);
  }
  std::string ask(const std::string& bytes, http::Ending ending = http::Ending::wait) {
    static const std::regex same("(Date|Server): [^\r]*\r\n");
    return std::regex_replace(send(bytes, ending), same, "");
  }

  Application application;
  http::HTTPServer server;
};

}  // namespace tornado::web
