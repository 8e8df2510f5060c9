// PosixNetwork: the network of this machine, as the operating system gives it.
#pragma once

#include <optional>

#include "runtime/net/network.hpp"
#include "runtime/posix/epoll_loop.hpp"
#include "runtime/posix/thread_executor.hpp"

namespace tornado {

/// The Network of programs on an EpollLoop. A new one becomes its thread's current network.
class PosixNetwork final : public Network {
 public:
  /// Who looks up names: threads, so that the loop goes on, or the loop's thread, which waits, as the
  /// original's default does.
  enum class Lookup : std::uint8_t { on_threads, blocking };

  /// The loop must outlive the network, and the network its streams and servers.
  explicit PosixNetwork(EpollLoop& loop, Lookup lookup = Lookup::on_threads);
  /// Waits for lookups that are under way.
  ~PosixNetwork() override = default;

  std::unique_ptr<Socket> open(AddressFamily family) override;
  std::unique_ptr<Listener> listen(const Address& address, std::size_t backlog = 128) override;
  Future<std::vector<Address>> resolve(const std::string& name, std::uint16_t port,
                                       AddressFamily family = AddressFamily::unspecified) override;

 private:
  EpollLoop& loop_;
  const Lookup lookup_;
  std::optional<ThreadExecutor> threads_;  // made for the first name
};

}  // namespace tornado
