// SimpleClient: the client that speaks HTTP itself. Each request has a connection of its own; a limited
// number run at once, the others wait in a queue (law H4).
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>

#include "runtime/http/client_implementation.hpp"
#include "runtime/http/http1_connection.hpp"
#include "runtime/net/tcp_client.hpp"

namespace tornado::http {

/// The options of a client.
struct ClientOptions {
  std::size_t max_clients = 10;                           ///< requests at once; the others wait
  std::size_t max_buffer_size = std::size_t{100} << 20U;  ///< limit of a stream's buffer, in bytes
  std::size_t max_header_size = 65536;                    ///< limit of a response's head, in bytes
  std::optional<std::size_t>
      max_body_size{};  ///< limit of a response's body, in bytes; none: max_buffer_size
};

class SimpleClient : public ClientImplementation {
 public:
  SimpleClient(ClientOptions options, Network& network) : options_(options), tcp_client_(network) {}

  const ClientOptions& options() const { return options_; }
  const TCPClient& tcp_client() const { return tcp_client_; }

  /// A request gives up its place.
  void release();

  std::size_t active() const { return active_; }
  std::size_t queued() const { return queue_.size(); }

 protected:
  void fetch_impl(FetchRequest request, ResponseCallback callback) override;

 private:
  struct Waiting {
    std::uint64_t key;
    FetchRequest request;
    ResponseCallback callback;
    Timeout timeout;
    std::uint32_t number;  // the number that observers see for this wait; 0: it has no deadline
  };

  // Starts the requests that there is room for.
  void process_queue();
  void on_timeout(std::uint64_t key);

  const ClientOptions options_;
  TCPClient tcp_client_;
  std::deque<Waiting> queue_;
  std::uint64_t next_key_ = 0;
  std::size_t active_ = 0;
  unsigned depth_ = 0;  // recursion depth of process_queue
};

}  // namespace tornado::http
