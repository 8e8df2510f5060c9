#include "runtime/http/async_http_client.hpp"

namespace tornado::http {

HTTPRequest AsyncHTTPClient::wrap_callbacks(HTTPRequest request) {
  using Tell = std::function<void(std::string_view)>;
  for (Tell* callback : {&request.streaming_callback, &request.header_callback}) {
    if (!*callback) continue;
    auto run = std::make_shared<Wrapped<Tell>>(std::move(*callback));
    *callback = [run](std::string_view text) { (*run)(text); };
  }
  if (request.body_producer) {
    auto run =
        std::make_shared<Wrapped<std::function<Future<void>(WriteBody)>>>(std::move(request.body_producer));
    request.body_producer = [run](WriteBody write) {
      if (const std::optional<Future<void>> produced = (*run)(std::move(write))) return *produced;
      Future<void> nothing;  // its exception was handled
      nothing.set_result();
      return nothing;
    };
  }
  return request;
}

}  // namespace tornado::http
