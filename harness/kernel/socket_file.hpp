// SocketFile: what all sockets of the simulated kernel have in common: the calls that they answer, and the
// options that programs set.
#pragma once

#include <array>
#include <cstdint>
#include <sys/socket.h>
#include <system_error>

#include "harness/kernel/file.hpp"
#include "harness/kernel/socket_address.hpp"
#include "runtime/clock.hpp"

namespace windtunnel::kernel {

/// The options of a socket that a program can set and read back. Most of them change nothing here.
class SocketOptions {
 public:
  /// As setsockopt(2) and getsockopt(2).
  Result set(int level, int name, const void* value, socklen_t size);
  Result get(int level, int name, void* value, socklen_t* size) const;

  bool reuse_address = false;
  bool only_ipv6 = false;
  linger on_close{};
  tornado::Duration receive_timeout{0};  ///< 0: none
  tornado::Duration send_timeout{0};

 private:
  struct Kept {
    int level = 0;
    int name = 0;
    int value = 0;
  };
  static constexpr std::size_t most_kept = 12;

  Result keep(int level, int name, int value);
  const Kept* find(int level, int name) const;

  std::array<Kept, most_kept> kept_{};
  std::size_t kept_count_ = 0;
};

/// What a call to receive found out besides the bytes.
struct Received {
  SocketAddress from;
  int flags = 0;  ///< as in msghdr
};

/// A socket. Its functions are the calls of the same names; none of them waits.
class SocketFile : public File {
 public:
  SocketFile(Kernel& kernel, int family, int type, int protocol) noexcept
      : File(FileKind::socket), kernel_(kernel), family_(family), type_(type), protocol_(protocol) {}

  int family() const { return family_; }
  int type() const { return type_; }

  virtual Result bind(AddressArgument to) = 0;
  virtual Result connect(AddressArgument to) = 0;
  virtual Result listen(int backlog);
  /// Gives the socket of a connection that waits, with a Ref of its own.
  virtual Result accept(tornado::Ref<File>& accepted, SocketAddress& peer);
  virtual Result send(std::span<const iovec> from, int flags, AddressArgument to) = 0;
  virtual Result receive(std::span<const iovec> to, int flags, Received& received) = 0;
  virtual Result shut_down(int how) = 0;
  virtual SocketAddress local_address() const = 0;
  virtual Result peer_address(SocketAddress& address) const = 0;
  /// The error that SO_ERROR reports and clears, as a positive errno.
  virtual int take_error() { return 0; }
  virtual bool listens() const { return false; }
  /// Whether connect() has begun and not ended.
  virtual bool connecting() const { return false; }
  /// Ends a call of connect() that has waited: 0, or the negative errno.
  virtual Result end_connect() { return 0; }

  Result set_option(int level, int name, const void* value, socklen_t size);
  Result get_option(int level, int name, void* value, socklen_t* size);

  Result read(std::span<const iovec> to) override;
  Result write(std::span<const iovec> from) override;

  SocketOptions options;

 protected:
  /// The ways that shutdown(2) has closed, as bits.
  static constexpr std::uint8_t shut_read = 1;
  static constexpr std::uint8_t shut_write = 2;

  static Result result_of(std::errc error) { return -static_cast<Result>(error); }

  Kernel& kernel() const { return kernel_; }

 private:
  Kernel& kernel_;
  int family_;
  int type_;
  int protocol_;
};

/// A new socket, as socket(2): null with `error` set to a negative errno.
tornado::Ref<SocketFile> make_socket(Kernel& kernel, int family, int type, int protocol, Result& error);

}  // namespace windtunnel::kernel
