// FetchConnection: one request of a SimpleClient, from the time it leaves the queue until it has its
// response. An exception anywhere on the way ends it with a response that has this error (laws H4 to H6).
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/http/client_implementation.hpp"
#include "runtime/http/http1_connection.hpp"
#include "runtime/http/url.hpp"

namespace tornado::http {

class SimpleClient;

/// Owned by what it waits for: its timer, its connect, its read.
class FetchConnection final : public MessageDelegate, public std::enable_shared_from_this<FetchConnection> {
 public:
  FetchConnection(std::shared_ptr<SimpleClient> client, FetchRequest request,
                  ResponseCallback final_callback);

  /// Starts to connect.
  void start();

  std::optional<Future<void>> headers_received(const StartLine& start_line,
                                               const HTTPHeaders& headers) override;
  std::optional<Future<void>> data_received(std::string chunk) override;
  void finish() override;
  void on_connection_close() override;

 private:
  void connect();
  void on_connect(const StreamPtr& stream);
  void prepare_headers();
  void check_body() const;
  void write_body(bool start_read);
  void end_body(bool start_read);
  void read_response();
  void set_timeout(Duration timeout, const char* phase);
  void remove_timeout();
  void on_timeout(const char* phase);
  bool handle_exception(const std::exception_ptr& error);
  bool should_follow_redirect() const;
  void follow_redirect();
  void release();
  void run_callback(HTTPResponse response);
  // Tells observers that a phase of the request has ended and that another one, with this timeout, begins.
  void begin_phase(Duration timeout);
  void end_phase();

  const std::shared_ptr<SimpleClient> client_;
  IOLoop& loop_;
  FetchRequest fetch_;
  ResponseCallback final_callback_;  // empty once the request has ended
  const Time start_time_;
  std::uint32_t phase_ = 0;  // the number that observers see; 0: no phase is in progress
  bool released_ = false;
  Timeout timeout_;
  Url url_;
  StreamPtr stream_;
  std::shared_ptr<HTTP1Connection> connection_;
  ResponseStartLine start_line_;
  HTTPHeaders headers_;
  std::string body_;
};

}  // namespace tornado::http
