#include "runtime/posix/posix_socket.hpp"

#include <algorithm>
#include <cerrno>
#include <limits>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <sys/socket.h>
#include <utility>

#include "runtime/posix/known_descriptors.hpp"
#include "runtime/posix/socket_address.hpp"
#include "runtime/posix/system_errors.hpp"

namespace tornado {

namespace {

Descriptor new_socket(int family) {
  return Descriptor(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

void set_option(int fd, int level, int option, int value) {
  static_cast<void>(::setsockopt(fd, level, option, &value, sizeof value));
}

Address local_address_of(int fd) {
  SocketAddress local;
  if (::getsockname(fd, local.data(), local.size_to_fill()) != 0) return {};
  return local.address();
}

// A socket for all addresses of both families; none if the machine has no IPv6.
Descriptor bound_to_all(std::uint16_t port) {
  Descriptor descriptor = new_socket(AF_INET6);
  if (!descriptor) return descriptor;
  set_option(descriptor.get(), SOL_SOCKET, SO_REUSEADDR, 1);
  set_option(descriptor.get(), IPPROTO_IPV6, IPV6_V6ONLY, 0);
  const SocketAddress any({"::", port});
  if (::bind(descriptor.get(), any.data(), any.size()) == 0) return descriptor;
  if (errno == EADDRNOTAVAIL) return {};
  throw_system_error("listen at port " + std::to_string(port));
}

Descriptor bound_to(const Address& address) {
  const SocketAddress to(address);
  Descriptor descriptor = new_socket(to.family());
  if (!descriptor) throw_system_error("a socket to listen at " + to_string(address));
  set_option(descriptor.get(), SOL_SOCKET, SO_REUSEADDR, 1);
  // Another socket may have the port of the other family.
  if (to.family() == AF_INET6) set_option(descriptor.get(), IPPROTO_IPV6, IPV6_V6ONLY, 1);
  if (::bind(descriptor.get(), to.data(), to.size()) != 0)
    throw_system_error("listen at " + to_string(address));
  return descriptor;
}

void close_known(Descriptor& descriptor) noexcept {
  if (!descriptor) return;
  KnownDescriptors::used();
  KnownDescriptors::remove(descriptor.get());
  descriptor.close();
}

// Errors of a connection that ended before it was accepted, which accept() of Linux passes on.
bool is_error_of_a_connection(int error) {
  switch (error) {
    case ECONNABORTED:
    case EPROTO:
    case ENOPROTOOPT:
    case EOPNOTSUPP:
    case ENETDOWN:
    case ENETUNREACH:
    case EHOSTDOWN:
    case EHOSTUNREACH:
    case ENONET:
      return true;
    default:
      return false;
  }
}

}  // namespace

// ---- PosixSocket

PosixSocket::PosixSocket(AddressFamily family)
    : descriptor_(new_socket(family == AddressFamily::ipv6 ? AF_INET6 : AF_INET)) {
  if (!descriptor_) throw_system_error("a socket");
  KnownDescriptors::add(fd());
  set_option(fd(), IPPROTO_TCP, TCP_NODELAY, 1);
}

PosixSocket::PosixSocket(Descriptor descriptor, Address peer)
    : descriptor_(std::move(descriptor)), peer_(std::move(peer)) {
  KnownDescriptors::add(fd());
  set_option(fd(), IPPROTO_TCP, TCP_NODELAY, 1);
}

std::errc PosixSocket::connect(const Address& address) {
  peer_ = address;
  KnownDescriptors::used();
  const SocketAddress to(address);
  return ::connect(fd(), to.data(), to.size()) == 0 ? std::errc{} : last_error();
}

Transfer PosixSocket::send(std::string_view bytes) {
  KnownDescriptors::used();
  const auto sent = ::send(fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  return sent < 0 ? Transfer{0, last_error()} : Transfer{static_cast<std::size_t>(sent), {}};
}

Transfer PosixSocket::receive(char* to, std::size_t size) {
  KnownDescriptors::used();  // it gives the peer room
  const auto got = ::recv(fd(), to, size, 0);
  return got < 0 ? Transfer{0, last_error()} : Transfer{static_cast<std::size_t>(got), {}};
}

std::errc PosixSocket::take_error() {
  int error = 0;
  socklen_t size = sizeof error;
  if (::getsockopt(fd(), SOL_SOCKET, SO_ERROR, &error, &size) != 0) return last_error();
  return static_cast<std::errc>(error);
}

void PosixSocket::shut_down_write() {
  KnownDescriptors::used();
  static_cast<void>(::shutdown(fd(), SHUT_WR));
}

void PosixSocket::close() noexcept {
  close_known(descriptor_);
}

Address PosixSocket::local_address() const {
  return local_address_of(fd());
}

// ---- PosixListener

PosixListener::PosixListener(const Address& address, std::size_t backlog) {
  if (address.ip.empty()) descriptor_ = bound_to_all(address.port);
  if (!descriptor_) descriptor_ = bound_to(address.ip.empty() ? Address{"0.0.0.0", address.port} : address);
  const auto longest = static_cast<std::size_t>(std::numeric_limits<int>::max());
  if (::listen(fd(), static_cast<int>(std::min(backlog, longest))) != 0)
    throw_system_error("listen at " + to_string(address));
  KnownDescriptors::add(fd());
}

void PosixListener::close() noexcept {
  close_known(descriptor_);
}

Accepted PosixListener::accept() {
  SocketAddress peer;
  Descriptor descriptor(::accept4(fd(), peer.data(), peer.size_to_fill(), SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (descriptor) return {std::make_unique<PosixSocket>(std::move(descriptor), peer.address())};
  if (is_error_of_a_connection(errno)) return {nullptr, std::errc::connection_aborted};
  return {nullptr, last_error()};
}

Address PosixListener::address() const {
  return local_address_of(fd());
}

}  // namespace tornado
