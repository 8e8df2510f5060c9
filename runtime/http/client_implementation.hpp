// ClientImplementation: what is behind an AsyncHTTPClient: how a fetch becomes a Future, whatever it is that
// talks to servers.
#pragma once

#include <memory>
#include <string>

#include "runtime/future.hpp"
#include "runtime/http/request.hpp"
#include "runtime/http/response.hpp"
#include "runtime/io_loop.hpp"

namespace tornado::http {

/// Gets a response, whatever it is; it has taken its contexts along, if it needs any.
using ResponseCallback = UniqueFunction<void(HTTPResponse)>;

/// A request on its way.
struct FetchRequest {
  HTTPRequest request;  ///< as it is sent: headers are added to it
  /// What the user asked for, before redirects.
  std::shared_ptr<const HTTPRequest> original;
  Time start_time;
};

/// Makes Futures of responses; a derived class brings the responses. Its users and its requests own it.
class ClientImplementation : public std::enable_shared_from_this<ClientImplementation> {
 public:
  ClientImplementation() : loop_(IOLoop::current()) {}
  ClientImplementation(const ClientImplementation&) = delete;
  ClientImplementation& operator=(const ClientImplementation&) = delete;
  virtual ~ClientImplementation() = default;

  /// Fetches. The Future fails if the response has an error, unless `raise_error` is off (law H2). A callback
  /// that is given gets the response in either case, in an iteration after the one that sets the Future (law
  /// H1). Throws std::runtime_error if the client is closed, and what fetch_impl throws (law H3).
  Future<HTTPResponse> fetch(FetchRequest request, ResponseCallback callback, bool raise_error);

  /// No more fetches. A request that is just being redirected then ends without a word, as in the original.
  virtual void close() { closed_ = true; }

  IOLoop& loop() const { return loop_; }

 protected:
  /// Fetches, and calls `callback` once with the response, through the loop.
  virtual void fetch_impl(FetchRequest request, ResponseCallback callback) = 0;

 private:
  IOLoop& loop_;
  bool closed_ = false;
};

}  // namespace tornado::http
