#include "harness/kernel/udp_socket.hpp"

#include <algorithm>
#include <cerrno>

#include "harness/kernel/kernel.hpp"
#include "runtime/sim/network/sim_host.hpp"

namespace windtunnel::kernel {

namespace {

tornado::AddressFamily family_of_number(int family) {
  return family == AF_INET ? tornado::AddressFamily::ipv4 : tornado::AddressFamily::ipv6;
}

}  // namespace

UdpSocket::UdpSocket(Kernel& kernel, int family)
    : SocketFile(kernel, family, SOCK_DGRAM, IPPROTO_UDP),
      host_(kernel.host()),
      socket_(std::make_unique<tornado::DatagramSocket>(host_, family_of_number(family))) {
  socket_->set_watcher(this);
}

void UdpSocket::last_close() {
  socket_ = std::make_unique<tornado::DatagramSocket>(host_, family_of_number(family()));
}

void UdpSocket::endpoint_changed(tornado::EndpointChange change) {
  changed(change == tornado::EndpointChange::error ? std::uint32_t{POLLERR}
                                                   : std::uint32_t{POLLIN | POLLRDNORM});
}

std::uint32_t UdpSocket::readiness() const {
  std::uint32_t events = POLLOUT | POLLWRNORM | POLLWRBAND;
  if (socket_->has_error()) events |= POLLERR;
  if ((shut_ & shut_read) != 0) events |= POLLRDHUP | POLLIN | POLLRDNORM;
  if (shut_ == (shut_read | shut_write)) events |= POLLHUP;
  if (socket_->front() != nullptr) events |= POLLIN | POLLRDNORM;
  return events;
}

Result UdpSocket::available() const {
  return socket_->front() != nullptr ? static_cast<Result>(socket_->front()->bytes.size()) : 0;
}

std::string UdpSocket::words() const {
  return "the UDP socket " + to_string(socket_->local_address());
}

Result UdpSocket::bind(AddressArgument to) {
  tornado::Address address;
  if (const Result error = to.read(family(), address); error < 0) return error;
  if (socket_->is_bound()) return -EINVAL;
  return result_of(socket_->bind(std::move(address)));
}

Result UdpSocket::connect(AddressArgument to) {
  if (to.family() == AF_UNSPEC) {
    socket_->disconnect();
    return 0;
  }
  tornado::Address address;
  if (const Result error = to.read(family(), address); error < 0) return error;
  if (address.ip.empty()) address.ip = family() == AF_INET ? "127.0.0.1" : "::1";
  return result_of(socket_->connect(address));
}

Result UdpSocket::send(std::span<const iovec> from, int flags, AddressArgument to) {
  if (!socket_->is_bound()) socket_->bind({});  // even if it sends nothing
  if ((flags & MSG_OOB) != 0) return -EOPNOTSUPP;
  tornado::Address address = socket_->peer_address();
  if (to.size > 0) {
    if (const Result error = to.read(family(), address); error < 0) return error;
    if (address.port == 0) return -EINVAL;
    if (address.ip.empty()) address.ip = family() == AF_INET ? "127.0.0.1" : "::1";
  } else if (!socket_->is_connected()) {
    return -EDESTADDRREQ;
  }
  if (const int error = take_error(); error != 0) return -error;
  if ((shut_ & shut_write) != 0) return -EPIPE;
  const std::size_t size = size_of(from);
  if (size > tornado::DatagramSocket::longest) return -EMSGSIZE;
  std::string bytes(size, '\0');
  copy_from(from, 0, bytes.data(), size);
  const std::errc error = socket_->send(bytes, address);
  return error != std::errc{} ? result_of(error) : static_cast<Result>(size);
}

Result UdpSocket::receive(std::span<const iovec> to, int flags, Received& received) {
  if (const int error = take_error(); error != 0) return -error;
  const tornado::Datagram* datagram = socket_->front();
  if (datagram == nullptr)
    return (shut_ & shut_read) != 0 && !non_blocking && (flags & MSG_DONTWAIT) == 0 ? 0 : -EAGAIN;
  const std::size_t size = datagram->bytes.size();
  const std::size_t part = std::min(size_of(to), size);
  copy_to(to, 0, datagram->bytes.data(), part);
  received.from = SocketAddress(family(), datagram->from);
  if (part < size) received.flags |= MSG_TRUNC;
  if ((flags & MSG_PEEK) == 0) socket_->pop();
  return static_cast<Result>((flags & MSG_TRUNC) != 0 ? size : part);
}

Result UdpSocket::shut_down(int how) {
  if (how < SHUT_RD || how > SHUT_RDWR) return -EINVAL;
  shut_ |= static_cast<std::uint8_t>(how + 1);
  changed(~0U);
  return socket_->is_connected() ? 0 : -ENOTCONN;
}

SocketAddress UdpSocket::local_address() const {
  return {family(), socket_->local_address()};
}

Result UdpSocket::peer_address(SocketAddress& address) const {
  if (!socket_->is_connected()) return -ENOTCONN;
  address = SocketAddress(family(), socket_->peer_address());
  return 0;
}

}  // namespace windtunnel::kernel
