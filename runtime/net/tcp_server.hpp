// TCPServer: accepts connections and gives each one, as a stream, to a function, which may be a coroutine.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "runtime/coroutine.hpp"
#include "runtime/net/io_stream.hpp"
#include "runtime/net/network.hpp"

namespace tornado {

/// A server. Its streams belong to the functions that handle them, and go on when the server stops.
class TCPServer {
 public:
  /// How many connections are accepted in one go, and how many may wait to be accepted.
  static constexpr std::size_t default_backlog = 128;

  /// Calls `handle_stream(stream, address)` for each connection, with the peer's address. An exception,
  /// thrown at once or through the returned Future, is logged.
  template <class Function>
    requires std::invocable<Function&, StreamPtr, const Address&>
  explicit TCPServer(Function handle_stream, Network& network = Network::current(),
                     StreamOptions options = {})
      : network_(network), options_(options) {
    if (options_.loop == nullptr) options_.loop = &IOLoop::current();
    handler_ = std::make_shared<Handler>(
        [fn = std::move(handle_stream), &loop = *options_.loop](
            StreamPtr stream,  // NOLINT(performance-unnecessary-value-param): it is moved on
            const Address& address) mutable {
          if constexpr (std::is_void_v<std::invoke_result_t<Function&, StreamPtr, const Address&>>) {
            static_cast<void>(loop);
            fn(std::move(stream), address);
          } else {
            const auto future = convert_yielded(fn(std::move(stream), address));
            loop.add_future(future, [](const auto& done) { static_cast<void>(done.result()); });
          }
        });
  }
  TCPServer(const TCPServer&) = delete;
  TCPServer& operator=(const TCPServer&) = delete;
  ~TCPServer() { stop(); }

  /// Starts to accept at the port, on one address or on all; port 0 picks a free port. Returns the port. May
  /// be called more than once. Throws std::system_error.
  std::uint16_t listen(std::uint16_t port, const std::string& ip = {}, std::size_t backlog = default_backlog);

  /// Stops accepting. Connections that were accepted go on.
  void stop();

 private:
  using Handler = UniqueFunction<void(StreamPtr, const Address&)>;

  struct Accepting {
    std::unique_ptr<Listener> listener;
    StreamOptions options;
    std::shared_ptr<Handler> handler;
  };

  static void accept_all(Accepting& accepting);

  Network& network_;
  StreamOptions options_;
  std::shared_ptr<Handler> handler_;
  std::map<int, std::shared_ptr<Accepting>> listeners_;  // by descriptor
};

}  // namespace tornado
