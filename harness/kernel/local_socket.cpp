#include "harness/kernel/local_socket.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "harness/kernel/kernel.hpp"

namespace windtunnel::kernel {

LocalSocket* LocalPaths::find(const std::string& path) const {
  const auto at = sockets_.find(path);
  return at != sockets_.end() ? at->second : nullptr;
}

void LocalPaths::forget(const std::string& path, const LocalSocket& socket) {
  const auto at = sockets_.find(path);
  if (at == sockets_.end() || at->second != &socket) return;
  if (path[0] == '\0') {
    sockets_.erase(at);
  } else {
    at->second = nullptr;
  }
}

LocalSocket::~LocalSocket() {
  leave();
}

void LocalSocket::join(LocalSocket& one, LocalSocket& other) {
  one.peer_ = &other;
  other.peer_ = &one;
  one.connected_ = other.connected_ = true;
}

// The end of the socket: its peer learns of it, and so does who waits to be accepted.
void LocalSocket::leave() {
  closed_ = true;
  path_peer_ = tornado::Ref<LocalSocket>();
  if (std::exchange(owns_path_, false)) kernel().local_paths().forget(path_, *this);
  listening_ = false;
  for (const tornado::Ref<LocalSocket>& pending : pending_) {
    if (pending->peer_ != nullptr) pending->peer_->error_ = ECONNRESET;
    pending->leave();
  }
  pending_.clear();
  LocalSocket* peer = std::exchange(peer_, nullptr);
  if (peer == nullptr) return;
  peer->peer_ = nullptr;
  if (!keeps_connection()) return;
  peer->shut_ = shut_read | shut_write;
  if (!waiting_.empty()) peer->error_ = ECONNRESET;
  peer->changed(~0U);
}

void LocalSocket::last_close() {
  leave();
}

bool LocalSocket::has_room(std::size_t size) const {
  return is_stream() ? bytes_ < capacity : waiting_.size() < most_messages && bytes_ + size <= capacity;
}

std::uint32_t LocalSocket::readiness() const {
  std::uint32_t events = error_ != 0 ? std::uint32_t{POLLERR} : 0U;
  if (!pending_.empty()) events |= POLLIN | POLLRDNORM;
  if (shut_ == (shut_read | shut_write)) events |= POLLHUP;
  if ((shut_ & shut_read) != 0) events |= POLLRDHUP | POLLIN | POLLRDNORM;
  if (!waiting_.empty()) events |= POLLIN | POLLRDNORM;
  if (listening_) return events;
  if (keeps_connection() && !connected_) events |= POLLHUP;
  if (peer_ == nullptr || peer_->has_room(1)) events |= POLLOUT | POLLWRNORM | POLLWRBAND;
  return events;
}

Result LocalSocket::available() const {
  if (listening_) return -EINVAL;
  if (waiting_.empty()) return 0;
  return static_cast<Result>(keeps_connection() ? bytes_ : waiting_.front().bytes.size());
}

std::string LocalSocket::words() const {
  const std::string kind = listening_ ? "the listener " : "a local socket ";
  if (!path_.empty()) return kind + (path_[0] == '\0' ? "@" + path_.substr(1) : path_);
  return kind + (peer_path_.empty() ? "of a pair" : "to " + peer_path_);
}

// ---- binding and connecting

Result LocalSocket::bind(AddressArgument to) {
  std::string path;
  if (const Result error = to.read_path(path); error < 0) return error;
  if (!path_.empty()) return -EINVAL;
  if (!kernel().local_paths().add(path, *this)) return -EADDRINUSE;
  path_ = std::move(path);
  owns_path_ = true;
  return 0;
}

Result LocalSocket::listen(int backlog) {
  if (!keeps_connection()) return -EOPNOTSUPP;
  if (path_.empty() || connected_) return -EINVAL;
  listening_ = true;
  backlog_ = static_cast<std::size_t>(std::clamp(backlog, 0, SOMAXCONN));
  return 0;
}

Result LocalSocket::find(const std::string& path, LocalSocket*& found) const {
  found = kernel().local_paths().find(path);
  if (found == nullptr) return kernel().local_paths().has(path) || path[0] == '\0' ? -ECONNREFUSED : -ENOENT;
  return found->type() == type() ? 0 : -EPROTOTYPE;
}

Result LocalSocket::connect(AddressArgument to) {
  if (to.family() == AF_UNSPEC && !keeps_connection()) {
    disconnect();
    return 0;
  }
  std::string path;
  if (const Result error = to.read_path(path); error < 0) return error;
  LocalSocket* found = nullptr;
  if (const Result error = find(path, found); error < 0) return error;
  if (!keeps_connection() && !may_send_to(*found)) return -EPERM;
  if (keeps_connection()) {
    if (const Result error = connect_to(*found); error < 0) return error;
  } else {
    if (connected_ && path_peer_.get() != found) disconnect();
    path_peer_ = tornado::Ref<LocalSocket>(found);
  }
  peer_path_ = std::move(path);
  connected_ = true;
  if (keeps_connection()) changed(~0U);
  return 0;
}

Result LocalSocket::connect_to(LocalSocket& listener) {
  if (!listener.listening_) return -ECONNREFUSED;
  if ((listener.shut_ & shut_read) != 0) return -ECONNREFUSED;
  if (listener.pending_.size() > listener.backlog_) return -EAGAIN;
  if (listening_) return -EINVAL;
  if (connected_) return -EISCONN;
  const tornado::Ref<LocalSocket> server(new LocalSocket(kernel(), type()));
  join(*this, *server);
  server->peer_path_ = path_;
  server->path_ = listener.path_;
  listener.pending_.push_back(server);
  listener.changed(POLLIN | POLLRDNORM);
  return 0;
}

Result LocalSocket::accept(tornado::Ref<File>& accepted, SocketAddress& peer) {
  if (!keeps_connection()) return -EOPNOTSUPP;
  if (!listening_) return -EINVAL;
  if (pending_.empty()) return (shut_ & shut_read) != 0 && !non_blocking ? -EINVAL : -EAGAIN;
  LocalSocket& socket = *pending_.front();
  accepted = tornado::Ref<File>(&socket);
  pending_.pop_front();
  peer = SocketAddress::unix_path(socket.peer_path_);
  return 0;
}

// ---- sending and receiving

// What came from the former peer of a datagram socket is lost.
void LocalSocket::disconnect() {
  peer_ = nullptr;
  path_peer_ = tornado::Ref<LocalSocket>();
  peer_path_.clear();
  connected_ = false;
  waiting_.clear();
  bytes_ = 0;
}

// A datagram socket that has a peer gets nothing from others.
bool LocalSocket::may_send_to(const LocalSocket& other) const {
  if (!other.connected_ || other.keeps_connection()) return true;
  return other.peer_ == this || other.path_peer_.get() == this;
}

Result LocalSocket::target(AddressArgument to, LocalSocket*& found) {
  found = peer_;
  if (keeps_connection()) {
    if (to.size > 0 && is_stream()) return connected_ ? -EISCONN : -EOPNOTSUPP;
    return connected_ ? 0 : -ENOTCONN;
  }
  if (to.size > 0) {
    std::string path;
    if (const Result error = to.read_path(path); error < 0) return error;
    if (const Result error = find(path, found); error < 0) return error;
    return may_send_to(*found) ? 0 : -EPERM;
  }
  if (peer_ != nullptr) return 0;
  if (!connected_) return -ENOTCONN;
  found = path_peer_.get();
  if (found != nullptr && !found->closed_) return may_send_to(*found) ? 0 : -EPERM;
  disconnect();
  return -ECONNREFUSED;
}

Result LocalSocket::send(std::span<const iovec> from, int flags, AddressArgument to) {
  if ((flags & MSG_OOB) != 0) return -EOPNOTSUPP;
  LocalSocket* receiver = nullptr;
  if (!is_stream() && error_ != 0) return -take_error();
  if (!keeps_connection() && (shut_ & shut_write) != 0) return -EPIPE;
  if (const Result error = target(to, receiver); error < 0) return error;
  if ((shut_ & shut_write) != 0) return -EPIPE;
  std::size_t size = size_of(from);
  if (is_stream() && size == 0) return 0;
  if (receiver == nullptr || (receiver->shut_ & shut_read) != 0) return -EPIPE;
  if (size > capacity && !is_stream()) return -EMSGSIZE;
  if (!receiver->has_room(size)) return -EAGAIN;
  if (is_stream()) size = std::min(size, capacity - receiver->bytes_);
  Message message{std::string(size, '\0'), path_};
  copy_from(from, 0, message.bytes.data(), size);
  receiver->bytes_ += size;
  receiver->waiting_.push_back(std::move(message));
  receiver->changed(POLLIN | POLLRDNORM);
  return static_cast<Result>(size);
}

Result LocalSocket::receive(std::span<const iovec> to, int flags, Received& received) {
  if (keeps_connection() && !connected_) return is_stream() ? -EINVAL : -ENOTCONN;
  if ((flags & MSG_OOB) != 0) return is_stream() ? -EINVAL : -EOPNOTSUPP;
  if (!is_stream() && error_ != 0) return -take_error();
  if (waiting_.empty()) {
    if (error_ != 0) return -take_error();
    // A datagram socket says that there is an end only to those that would wait.
    const bool waits = !non_blocking && (flags & MSG_DONTWAIT) == 0;
    return (shut_ & shut_read) != 0 && (keeps_connection() || waits) ? 0 : -EAGAIN;
  }
  return is_stream() ? receive_stream(to, flags) : receive_message(to, flags, received);
}

Result LocalSocket::receive_stream(std::span<const iovec> to, int flags) {
  const bool peek = (flags & MSG_PEEK) != 0;
  const std::size_t wanted = size_of(to);
  std::size_t got = 0;
  for (auto message = waiting_.begin(); message != waiting_.end() && got < wanted; ++message) {
    const std::size_t part = std::min(wanted - got, message->bytes.size() - message->taken);
    copy_to(to, got, message->bytes.data() + message->taken, part);
    if (!peek) message->taken += part;
    got += part;
  }
  if (peek) return static_cast<Result>(got);
  bytes_ -= got;
  while (!waiting_.empty() && waiting_.front().taken == waiting_.front().bytes.size()) waiting_.pop_front();
  tell_room();
  return static_cast<Result>(got);
}

Result LocalSocket::receive_message(std::span<const iovec> to, int flags, Received& received) {
  const Message& message = waiting_.front();
  const std::size_t size = message.bytes.size();
  const std::size_t part = std::min(size_of(to), size);
  copy_to(to, 0, message.bytes.data(), part);
  if (!message.from.empty()) received.from = SocketAddress::unix_path(message.from);
  if (part < size) received.flags |= MSG_TRUNC;
  if ((flags & MSG_PEEK) == 0) {
    bytes_ -= size;
    waiting_.pop_front();
    tell_room();
  }
  return static_cast<Result>((flags & MSG_TRUNC) != 0 ? size : part);
}

void LocalSocket::tell_room() {
  if (peer_ != nullptr) peer_->changed(POLLOUT | POLLWRNORM | POLLWRBAND);
}

// ---- the rest

Result LocalSocket::shut_down(int how) {
  if (how < SHUT_RD || how > SHUT_RDWR) return -EINVAL;
  const auto ways = static_cast<std::uint8_t>(how + 1);
  shut_ |= ways;
  if (peer_ != nullptr && keeps_connection()) {
    if ((ways & shut_read) != 0) peer_->shut_ |= shut_write;
    if ((ways & shut_write) != 0) peer_->shut_ |= shut_read;
    peer_->changed(~0U);
  }
  changed(~0U);
  return 0;
}

Result LocalSocket::peer_address(SocketAddress& address) const {
  if (!connected_) return -ENOTCONN;
  address = SocketAddress::unix_path(peer_path_);
  return 0;
}

int LocalSocket::take_error() {
  return std::exchange(error_, 0);
}

}  // namespace windtunnel::kernel
