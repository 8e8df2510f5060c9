// LocalSocket: a socket of AF_UNIX, by socketpair() or by a path. It is local to the simulated kernel: what
// is sent is there at once. Its paths exist in the run only.
#pragma once

#include <deque>
#include <map>
#include <string>

#include "harness/kernel/socket_file.hpp"

namespace windtunnel::kernel {

class LocalSocket;

/// The paths, and abstract names, to which sockets are bound. A path stays until it is unlinked.
class LocalPaths {
 public:
  bool has(const std::string& path) const { return sockets_.contains(path); }
  /// The socket of that path; null if there is none or it is closed.
  LocalSocket* find(const std::string& path) const;
  /// Returns whether the path was free.
  bool add(const std::string& path, LocalSocket& socket) { return sockets_.emplace(path, &socket).second; }
  /// The socket goes: an abstract name with it, a path only when it is unlinked.
  void forget(const std::string& path, const LocalSocket& socket);
  bool unlink(const std::string& path) { return sockets_.erase(path) != 0; }

 private:
  std::map<std::string, LocalSocket*, std::less<>> sockets_;
};

/// The socket.
class LocalSocket final : public SocketFile {
 public:
  LocalSocket(Kernel& kernel, int type) noexcept : SocketFile(kernel, AF_UNIX, type, 0) {}
  ~LocalSocket() override;

  /// Makes them the two ends of one connection.
  static void join(LocalSocket& one, LocalSocket& other);

  std::uint32_t readiness() const override;
  Result available() const override;
  void last_close() override;
  std::string words() const override;

  Result bind(AddressArgument to) override;
  Result connect(AddressArgument to) override;
  Result listen(int backlog) override;
  Result accept(tornado::Ref<File>& accepted, SocketAddress& peer) override;
  Result send(std::span<const iovec> from, int flags, AddressArgument to) override;
  Result receive(std::span<const iovec> to, int flags, Received& received) override;
  Result shut_down(int how) override;
  SocketAddress local_address() const override { return SocketAddress::unix_path(path_); }
  Result peer_address(SocketAddress& address) const override;
  int take_error() override;
  bool listens() const override { return listening_; }

 private:
  // What was sent at once; a stream forgets the boundaries.
  struct Message {
    std::string bytes;
    std::string from;
    std::size_t taken = 0;
  };

  static constexpr std::size_t capacity = 65536;
  static constexpr std::size_t most_messages = 256;

  bool is_stream() const { return type() == SOCK_STREAM; }
  bool keeps_connection() const { return type() != SOCK_DGRAM; }
  bool has_room(std::size_t size) const;
  Result find(const std::string& path, LocalSocket*& found) const;
  Result connect_to(LocalSocket& listener);
  Result target(AddressArgument to, LocalSocket*& found);
  void disconnect();
  bool may_send_to(const LocalSocket& other) const;
  void leave();
  void tell_room();
  Result receive_stream(std::span<const iovec> to, int flags);
  Result receive_message(std::span<const iovec> to, int flags, Received& received);

  std::string path_;
  bool owns_path_ = false;               // not one that a listener has given to it
  LocalSocket* peer_ = nullptr;          // null once it is closed, and for datagrams to a path
  tornado::Ref<LocalSocket> path_peer_;  // of datagrams to a path, although it is closed
  std::string peer_path_;
  bool closed_ = false;
  bool connected_ = false;
  bool listening_ = false;
  bool wants_room_ = false;
  std::uint8_t shut_ = 0;
  int error_ = 0;
  std::size_t backlog_ = 0;
  std::size_t bytes_ = 0;  // in what waits here
  std::deque<Message> waiting_;
  std::deque<tornado::Ref<LocalSocket>> pending_;  // connections to be accepted
};

}  // namespace windtunnel::kernel
