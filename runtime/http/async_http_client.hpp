// AsyncHTTPClient: fetches pages, with a callback or as a Future, as Tornado's simple_httpclient does (laws
// H1 to H6). It has no TLS and no proxies.
#pragma once

#include <concepts>
#include <memory>
#include <utility>

#include "runtime/http/client_implementation.hpp"
#include "runtime/http/date.hpp"
#include "runtime/http/simple_client.hpp"
#include "runtime/wrap.hpp"

namespace tornado::http {

/// A client on the thread's current loop and network. Fetches that it has started go on after its
/// destruction.
class AsyncHTTPClient {
 public:
  explicit AsyncHTTPClient(ClientOptions options = ClientOptions(), Network& network = Network::current())
      : AsyncHTTPClient(std::make_shared<SimpleClient>(options, network)) {}
  explicit AsyncHTTPClient(std::shared_ptr<ClientImplementation> implementation)
      : implementation_(std::move(implementation)) {}

  /// Fetches a page. The Future fails with HTTPError if there is no response or its code is not 2xx, and with
  /// another exception if that was the reason (laws H2, H6). If `raise_error` is false, the Future never
  /// fails. Throws std::runtime_error if the client is closed.
  Future<HTTPResponse> fetch(HTTPRequest request, bool raise_error = true) const {
    return begin(std::move(request), ResponseCallback(), raise_error);
  }

  /// Fetches a page and also calls `callback(response)`, in the stack contexts of this call, one iteration
  /// after the Future is set (laws H1, H3). The callback always gets a response; see its `error`. Nobody has
  /// to look at the Future.
  template <std::invocable<HTTPResponse> Function>
  Future<HTTPResponse> fetch(HTTPRequest request, Function callback, bool raise_error = true) const {
    auto run = [run = wrap(std::move(callback))](HTTPResponse response) mutable {
      IOLoop::call_watched(run, std::move(response));
    };
    return begin(std::move(request), std::move(run), raise_error);
  }

  /// Closes the client: later fetches throw.
  void close() const { implementation_->close(); }

 private:
  Future<HTTPResponse> begin(HTTPRequest request, ResponseCallback callback, bool raise_error) const {
    if (request.if_modified_since)
      request.headers.set("If-Modified-Since", http_date(*request.if_modified_since));
    auto original = std::make_shared<const HTTPRequest>(request);
    return implementation_->fetch(
        {wrap_callbacks(std::move(request)), std::move(original), implementation_->loop().time()},
        std::move(callback), raise_error);
  }
  static HTTPRequest wrap_callbacks(HTTPRequest request);

  std::shared_ptr<ClientImplementation> implementation_;
};

}  // namespace tornado::http
