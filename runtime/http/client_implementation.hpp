// ClientImplementation: the base of an AsyncHTTPClient's implementation. It turns a fetch into a Future;
// derived classes talk to servers.
#pragma once

#include <memory>
#include <string>

#include "runtime/future.hpp"
#include "runtime/http/request.hpp"
#include "runtime/http/response.hpp"
#include "runtime/io_loop.hpp"

namespace tornado::http {

/// Gets the response, good or bad. It carries its stack contexts with it, if it needs any.
using ResponseCallback = UniqueFunction<void(HTTPResponse)>;

/// A request in progress.
struct FetchRequest {
  HTTPRequest request;  ///< the request as it is sent: headers are added to it
  /// The user's request, before redirects.
  std::shared_ptr<const HTTPRequest> original;
  Time start_time;
  bool redirected = false;  ///< whether `request` is one that a redirect led to

  /// The request of a response without an answer: after a redirect, the one that failed.
  std::shared_ptr<const HTTPRequest> current() const {
    return redirected ? std::make_shared<const HTTPRequest>(request) : original;
  }
};

/// Makes Futures of responses; a derived class gets the responses. Owned by its clients and its requests.
class ClientImplementation : public std::enable_shared_from_this<ClientImplementation> {
 public:
  ClientImplementation() : loop_(IOLoop::current()) {}
  ClientImplementation(const ClientImplementation&) = delete;
  ClientImplementation& operator=(const ClientImplementation&) = delete;
  virtual ~ClientImplementation() = default;

  /// Fetches. The Future fails if the response has an error, unless `raise_error` is false (law H2). If there
  /// is a callback, it gets the response in either case, one iteration after the Future is set (law H1).
  /// Throws std::runtime_error if the client is closed, and whatever fetch_impl throws (law H3).
  Future<HTTPResponse> fetch(FetchRequest request, ResponseCallback callback, bool raise_error);

  /// Refuses further fetches. A request that is being redirected at that moment ends silently, as in the
  /// original.
  virtual void close() { closed_ = true; }

  IOLoop& loop() const { return loop_; }

 protected:
  /// Fetches, and calls `callback` once, through the loop, with the response.
  virtual void fetch_impl(FetchRequest request, ResponseCallback callback) = 0;

 private:
  IOLoop& loop_;
  bool closed_ = false;
};

}  // namespace tornado::http
