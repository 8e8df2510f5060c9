#include "runtime/http/client_implementation.hpp"

#include <stdexcept>
#include <utility>

namespace tornado::http {

namespace {

// The response for a callback: the Future's result, or one made from its exception.
HTTPResponse response_of(const Future<HTTPResponse>& done, std::shared_ptr<const HTTPRequest> request,
                         Duration request_time) {
  const std::exception_ptr error = done.exception();
  if (!error) return done.result();
  try {
    std::rethrow_exception(error);
  } catch (const HTTPError& refused) {
    if (refused.response != nullptr) {
      HTTPResponse response = *refused.response;
      response.error = error;
      return response;
    }
  } catch (...) {  // NOLINT(bugprone-empty-catch): other exceptions carry no response
  }
  return {std::move(request), error, request_time};
}

}  // namespace

Future<HTTPResponse> ClientImplementation::fetch(FetchRequest request, ResponseCallback callback,
                                                 bool raise_error) {
  if (closed_) throw std::runtime_error("fetch() called on closed AsyncHTTPClient");
  const Future<HTTPResponse> future;
  loop_.describe(future,
                 [&] { return "the response to " + request.original->method + " " + request.original->url; });
  if (callback) {
    future.add_done_callback([self = shared_from_this(), callback = std::move(callback),
                              original = request.current(),
                              start = request.start_time](const Future<HTTPResponse>& done) mutable {
      IOLoop& loop = self->loop();
      loop.spawn_callback(std::move(callback), response_of(done, std::move(original), loop.time() - start));
    });
  }
  fetch_impl(std::move(request), [future, raise_error](HTTPResponse response) {
    if (raise_error && response.error) {
      future.set_exception(response.error);
    } else {
      future.set_result(std::move(response));
    }
  });
  return future;
}

}  // namespace tornado::http
