#include "harness/kernel/tcp_socket.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "harness/kernel/kernel.hpp"
#include "runtime/sim/network/sim_host.hpp"
#include "runtime/sim/network/sim_listener.hpp"
#include "runtime/sim/network/sim_network.hpp"
#include "runtime/sim/network/sim_socket.hpp"

namespace windtunnel::kernel {

namespace {

constexpr std::size_t most_at_once = std::size_t{1} << 20U;
Result result_of_transfer(const tornado::Transfer& transfer) {
  return transfer.ok() ? static_cast<Result>(transfer.bytes) : -static_cast<Result>(transfer.error);
}

}  // namespace

TcpSocket::TcpSocket(Kernel& kernel, int family)
    : SocketFile(kernel, family, SOCK_STREAM, IPPROTO_TCP), host_(kernel.host()) {}

TcpSocket::TcpSocket(Kernel& kernel, int family, tornado::SimHost& host,
                     std::unique_ptr<tornado::SimSocket> accepted)
    : SocketFile(kernel, family, SOCK_STREAM, IPPROTO_TCP),
      host_(host),
      connect_noticed_(true),
      socket_(std::move(accepted)) {
  socket_->set_watcher(this);
}

TcpSocket::~TcpSocket() {
  release();
}

void TcpSocket::last_close() {
  if (socket_ != nullptr) {
    socket_->set_watcher(nullptr);
    if (options.on_close.l_onoff != 0 && options.on_close.l_linger == 0) {
      socket_->close_by_reset();
    } else {
      socket_->close();
    }
  }
  if (listener_ != nullptr) listener_->close();
  release();
}

void TcpSocket::release() {
  if (std::exchange(is_reserved_, false)) host_.release(bound_);
}

void TcpSocket::endpoint_changed(tornado::EndpointChange change) {
  switch (change) {
    case tornado::EndpointChange::readable:
      return changed(POLLIN | POLLRDNORM);
    case tornado::EndpointChange::writable:
      return changed(POLLOUT | POLLWRNORM);
    case tornado::EndpointChange::error:
      return changed(POLLERR);
    case tornado::EndpointChange::state:
      return changed(~0U);
  }
}

std::uint32_t TcpSocket::readiness() const {
  if (listener_ != nullptr) {
    return listener_->readiness() != 0 ? std::uint32_t{POLLIN | POLLRDNORM} : 0U;
  }
  std::uint32_t events = error_ != 0 ? std::uint32_t{POLLERR} : 0U;
  if (socket_ == nullptr) {
    events |= POLLHUP | POLLOUT | POLLWRNORM;
    if ((shut_early_ & shut_read) != 0) events |= POLLIN | POLLRDNORM | POLLRDHUP;
    return events;
  }
  const tornado::SocketCondition now = socket_->condition();
  if (now.readable) events |= POLLIN | POLLRDNORM;
  if (now.writable) events |= POLLOUT | POLLWRNORM;
  if (now.read_ended) events |= POLLRDHUP;
  if (now.hung_up) events |= POLLHUP;
  if (now.failed) events |= POLLERR;
  return events;
}

Result TcpSocket::available() const {
  if (listener_ != nullptr) return -EINVAL;
  return socket_ != nullptr ? static_cast<Result>(socket_->available().value_or(0)) : 0;
}

std::string TcpSocket::words() const {
  if (listener_ != nullptr) return "the listener " + host_.name() + ":" + std::to_string(bound_.port);
  if (socket_ == nullptr) return "a TCP socket of " + host_.name();
  return "the socket " + to_string(socket_->local_address()) + " to " + to_string(socket_->peer_address());
}

// ---- binding and connecting

Result TcpSocket::bind(AddressArgument to) {
  tornado::Address address;
  if (const Result error = to.read(family(), address); error < 0) return error;
  if (socket_ != nullptr && socket_->over()) give_back_port();
  if (is_bound_ || listener_ != nullptr || (socket_ != nullptr && !socket_->over())) return -EINVAL;
  const bool asks = address.port != 0;
  const Result result = bind_to(std::move(address));
  asked_for_port_ = result >= 0 && asks;
  // A former connection has lost its address by then.
  if (result < 0 && socket_ != nullptr) bound_ = {{}, socket_->local_address().port};
  lost_address_ = result < 0 && socket_ != nullptr;
  return result;
}

Result TcpSocket::bind_to(tornado::Address address) {
  const bool loopback = address.ip == "::1" || address.ip.starts_with("127.");
  if (!address.ip.empty() && !loopback && !host_.has_ip(address.ip)) return -EADDRNOTAVAIL;
  if (address.port == 0) {
    do {
      address.port = host_.ephemeral_port();
    } while (host_.is_taken(address));
  } else if (host_.is_taken(address)) {
    return -EADDRINUSE;
  }
  bound_ = std::move(address);
  is_bound_ = true;
  reserve();
  return 0;
}

// Linux does so when a connection or a listener is over.
void TcpSocket::give_back_port() {
  if (asked_for_port_) return;
  release();
  is_bound_ = false;
}

void TcpSocket::reserve() {
  if (!is_bound_ || std::exchange(is_reserved_, true)) return;
  host_.reserve(bound_);
}

Result TcpSocket::listen(int backlog) {
  const auto size = static_cast<std::size_t>(std::clamp(backlog, 0, SOMAXCONN)) + 1;
  if (listener_ != nullptr) {
    listener_->set_backlog(size);
    return 0;
  }
  if (socket_ != nullptr) return -EINVAL;
  if (!is_bound_) {
    if (const Result error = bind_to({bound_.ip, 0}); error < 0) return error;
  }
  release();
  try {
    listener_ = host_.listen_at(bound_, size);
  } catch (const std::system_error& error) {
    return -error.code().value();
  }
  listener_->set_watcher(this);
  shut_early_ = 0;
  changed(~0U);
  return 0;
}

Result TcpSocket::connect(AddressArgument to) {
  if (to.family() == AF_UNSPEC) return to.size < sizeof(sa_family_t) ? -EINVAL : disconnect();
  if (gave_up_) return -EINVAL;
  if (socket_ != nullptr) {
    if (connect_noticed_) return -EISCONN;
    return socket_->connecting() ? -EALREADY : end_connect();
  }
  tornado::Address address;
  if (const Result error = to.read(family(), address); error < 0) return error;
  if (listener_ != nullptr) return -EISCONN;
  if (address.ip.empty()) address.ip = family() == AF_INET ? "127.0.0.1" : "::1";
  return begin_connect(address);
}

Result TcpSocket::begin_connect(const tornado::Address& to) {
  auto socket = std::make_unique<tornado::SimSocket>(host_, tornado::family_of(to.ip));
  socket->bind({bound_.ip, is_bound_ ? bound_.port : std::uint16_t{0}});
  socket->shut_before_connect((shut_early_ & shut_read) != 0, (shut_early_ & shut_write) != 0);
  const std::errc outcome = socket->connect(to);
  if (outcome != std::errc::operation_in_progress) return result_of(outcome);
  socket_ = std::move(socket);
  socket_->set_watcher(this);
  connect_noticed_ = false;
  shut_early_ = 0;
  error_ = 0;
  changed(~0U);
  return -EINPROGRESS;
}

bool TcpSocket::connecting() const {
  return socket_ != nullptr && socket_->connecting();
}

Result TcpSocket::end_connect() {
  if (socket_ == nullptr) return 0;
  if (!socket_->over()) {
    connect_noticed_ = true;
    return 0;
  }
  const std::errc error = socket_->take_error();
  disconnect();
  return error != std::errc{} ? result_of(error) : -ECONNABORTED;
}

Result TcpSocket::disconnect() {
  if (socket_ != nullptr) {
    socket_->set_watcher(nullptr);
    socket_->close_by_reset();
  }
  socket_.reset();
  listener_.reset();
  connect_noticed_ = false;
  shut_early_ = 0;
  give_back_port();
  reserve();
  changed(~0U);
  return 0;
}

Result TcpSocket::accept(tornado::Ref<File>& accepted, SocketAddress& peer) {
  if (listener_ == nullptr) return -EINVAL;
  std::errc error{};
  std::unique_ptr<tornado::SimSocket> socket = listener_->accept_socket(error);
  if (socket == nullptr) return result_of(error);
  peer = SocketAddress(family(), socket->peer_address());
  auto* made = new TcpSocket(kernel(), family(), host_, std::move(socket));
  made->options = options;  // SO_LINGER, too
  accepted = tornado::Ref<File>(made);
  return 0;
}

// ---- sending and receiving

Result TcpSocket::send(std::span<const iovec> from, int flags, AddressArgument) {
  if ((flags & MSG_OOB) != 0) return -EOPNOTSUPP;
  if (error_ != 0) return -take_error();
  if (socket_ == nullptr) return -EPIPE;
  if (from.size() == 1)
    return result_of_transfer(socket_->send({static_cast<const char*>(from[0].iov_base), from[0].iov_len}));
  // One call is one send: nothing may come in between.
  std::string& all = kernel().scratch();
  all.resize(std::min(size_of(from), most_at_once));
  std::size_t done = 0;
  for (const iovec& part : from) {
    const std::size_t size = std::min(part.iov_len, all.size() - done);
    std::copy_n(static_cast<const char*>(part.iov_base), size, all.data() + done);
    done += size;
  }
  return result_of_transfer(socket_->send(all));
}

Result TcpSocket::receive(std::span<const iovec> to, int flags, Received&) {
  if (listener_ != nullptr) return -ENOTCONN;
  if ((flags & MSG_OOB) != 0) return -EINVAL;
  if (error_ != 0) return -take_error();
  if (socket_ == nullptr) return (shut_early_ & shut_read) != 0 ? 0 : -ENOTCONN;
  if (size_of(to) == 0) return result_of_transfer(socket_->peek(nullptr, 0));
  Result received = 0;
  for (const iovec& part : to) {
    if (part.iov_len == 0) continue;
    char* place = static_cast<char*>(part.iov_base);
    const Result one = result_of_transfer((flags & MSG_PEEK) != 0 ? socket_->peek(place, part.iov_len)
                                                                  : socket_->receive(place, part.iov_len));
    if (one < 0) return received > 0 ? received : one;
    received += one;
    if (static_cast<std::size_t>(one) < part.iov_len || (flags & MSG_PEEK) != 0) break;
    if (socket_->available() == 0) break;  // the end, or an error, is for the next call
  }
  return received;
}

// ---- the rest

Result TcpSocket::shut_down(int how) {
  if (how < SHUT_RD || how > SHUT_RDWR) return -EINVAL;
  const auto ways = static_cast<std::uint8_t>(how + 1);
  if (listener_ != nullptr) {
    if ((ways & shut_read) != 0) disconnect();
    changed(~0U);
    return 0;
  }
  if (socket_ == nullptr || socket_->over()) {
    if (socket_ == nullptr) shut_early_ |= ways;
    gave_up_ = gave_up_ || (socket_ != nullptr && !connect_noticed_);
    changed(~0U);
    return -ENOTCONN;
  }
  if (socket_->connecting()) {
    disconnect();
    error_ = ECONNRESET;
    return 0;
  }
  connect_noticed_ = true;
  if ((ways & shut_read) != 0) socket_->shut_down_read();
  if ((ways & shut_write) != 0) socket_->shut_down_write();
  changed(~0U);
  return 0;
}

SocketAddress TcpSocket::local_address() const {
  if (listener_ != nullptr) return {family(), listener_->address()};
  const bool of_connection = socket_ != nullptr && !lost_address_ && !(is_bound_ && socket_->over());
  return {family(), of_connection ? socket_->local_address() : bound_};
}

Result TcpSocket::peer_address(SocketAddress& address) const {
  if (socket_ == nullptr || !socket_->established() || socket_->over()) return -ENOTCONN;
  address = SocketAddress(family(), socket_->peer_address());
  return 0;
}

int TcpSocket::take_error() {
  if (error_ != 0) return std::exchange(error_, 0);
  return socket_ != nullptr ? static_cast<int>(socket_->take_error()) : 0;
}

}  // namespace windtunnel::kernel
