#include "runtime/http/async_http_client.hpp"

namespace tornado::http {

HTTPRequest AsyncHTTPClient::wrap_callbacks(HTTPRequest request) {
  using Tell = std::function<void(std::string_view)>;
  for (Tell* callback : {&request.streaming_callback, &request.header_callback}) {
    if (!*callback) continue;
    auto run = std::make_shared<Wrapped<Tell>>(std::move(*callback));
    *callback = [run](std::string_view text) { (*run)(text); };
  }
  return request;
}

}  // namespace tornado::http
