// The calls about sockets.
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "harness/kernel/symbols/calls.hpp"
#include "harness/kernel/symbols/transfers.hpp"

// NOLINTBEGIN: the C library's names
WINDTUNNEL_INTERCEPTOR(socket);
WINDTUNNEL_INTERCEPTOR(bind);
WINDTUNNEL_INTERCEPTOR(listen);
WINDTUNNEL_INTERCEPTOR(connect);
WINDTUNNEL_INTERCEPTOR(accept);
WINDTUNNEL_INTERCEPTOR(accept4);
WINDTUNNEL_INTERCEPTOR(shutdown);
WINDTUNNEL_INTERCEPTOR(getsockname);
WINDTUNNEL_INTERCEPTOR(getpeername);
WINDTUNNEL_INTERCEPTOR(getsockopt);
WINDTUNNEL_INTERCEPTOR(setsockopt);
WINDTUNNEL_INTERCEPTOR(send);
WINDTUNNEL_INTERCEPTOR(recv);
WINDTUNNEL_INTERCEPTOR(sendto);
WINDTUNNEL_INTERCEPTOR(recvfrom);
WINDTUNNEL_INTERCEPTOR(sendmsg);
WINDTUNNEL_INTERCEPTOR(recvmsg);
WINDTUNNEL_INTERCEPTOR(sendmmsg);
WINDTUNNEL_INTERCEPTOR(recvmmsg);

namespace windtunnel::kernel {

namespace {

constexpr int type_flags = SOCK_NONBLOCK | SOCK_CLOEXEC;

Result open_socket(Kernel& kernel, const tornado::Ref<File>& file, int flags) {
  file->non_blocking = (flags & SOCK_NONBLOCK) != 0;
  return kernel.descriptors().open(*file, (flags & SOCK_CLOEXEC) != 0);
}

Result connect_to(Kernel& kernel, SocketFile& socket, AddressArgument to) {
  const Result result = socket.connect(to);
  if ((result != -EINPROGRESS && result != -EALREADY) || socket.non_blocking) return result;
  const tornado::Ref<File> kept(&socket);
  const FileWait wait("connect", socket);
  const tornado::Duration timeout = socket.options.send_timeout;
  const tornado::Time deadline = timeout > tornado::Duration(0) ? kernel.now() + timeout : Kernel::never;
  if (!kernel.block(wait, [&] { return !socket.connecting(); }, deadline)) return result;
  return socket.end_connect();
}

Result accept_from(Kernel& kernel, SocketFile& socket, sockaddr* address, socklen_t* size, int flags) {
  if ((flags & ~type_flags) != 0) return -EINVAL;
  tornado::Ref<File> accepted;
  SocketAddress peer;
  const auto attempt = [&] { return socket.accept(accepted, peer); };
  Result result = attempt();
  if (result == -EAGAIN && !socket.non_blocking)
    result = wait_for(kernel, "accept", socket, POLLIN, socket.options.receive_timeout, attempt);
  if (result < 0) return result;
  peer.write_to(address, size);
  return open_socket(kernel, accepted, flags);
}

// The socket of the descriptor in a run. A run has no other sockets, so a real one is refused.
SocketFile* socket_in_run(Kernel& kernel, std::string_view call, int descriptor) {
  File* file = kernel.descriptors().at(descriptor);
  if (file != nullptr) return socket_of(*file);
  if (descriptor >= 0 && descriptor < DescriptorTable::base) refuse_descriptor(kernel, call, descriptor);
  errno = EBADF;
  return nullptr;
}

bool has_control(const msghdr& message) {
  return message.msg_control != nullptr && message.msg_controllen > 0;
}

Result send_message(Kernel& kernel, SocketFile& socket, const msghdr& message, int flags) {
  if (has_control(message))
    refuse(kernel, "sendmsg with control data", "Passing descriptors is not simulated.");
  return send_to("sendmsg", socket, {message.msg_iov, message.msg_iovlen}, flags,
                 {static_cast<const sockaddr*>(message.msg_name), message.msg_namelen});
}

Result receive_message(SocketFile& socket, msghdr& message, int flags) {
  Received received;
  const Result result =
      receive_from("recvmsg", socket, {message.msg_iov, message.msg_iovlen}, flags, received);
  if (result < 0) return result;
  message.msg_flags = received.flags;
  message.msg_controllen = 0;
  received.from.write_to(static_cast<sockaddr*>(message.msg_name), &message.msg_namelen);
  return result;
}

}  // namespace

}  // namespace windtunnel::kernel

using namespace windtunnel::kernel;

#define WINDTUNNEL_SOCKET_CALL(name, failed, ...)                     \
  Kernel* const kernel = Kernel::here();                              \
  if (kernel == nullptr) return WINDTUNNEL_NEXT(name)(__VA_ARGS__);   \
  SocketFile* const file = socket_in_run(*kernel, #name, descriptor); \
  if (file == nullptr) return failed

WINDTUNNEL_SYMBOL int socket(int family, int type, int protocol) noexcept {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) {
    WINDTUNNEL_TELL_OUTSIDE();
    return WINDTUNNEL_NEXT(socket)(family, type, protocol);
  }
  Result error = 0;
  const auto made = make_socket(*kernel, family, type & ~type_flags, protocol, error);
  if (made.get() == nullptr) return finish_int(error);
  return finish_int(open_socket(*kernel, tornado::Ref<File>(made.get()), type));
}

WINDTUNNEL_SYMBOL int bind(int descriptor, const sockaddr* address, socklen_t size) noexcept {
  WINDTUNNEL_SOCKET_CALL(bind, -1, descriptor, address, size);
  return finish_int(file->bind({address, size}));
}

WINDTUNNEL_SYMBOL int listen(int descriptor, int backlog) noexcept {
  WINDTUNNEL_SOCKET_CALL(listen, -1, descriptor, backlog);
  return finish_int(file->listen(backlog));
}

WINDTUNNEL_SYMBOL int connect(int descriptor, const sockaddr* address, socklen_t size) {
  if (Kernel::here() == nullptr) WINDTUNNEL_TELL_OUTSIDE();
  WINDTUNNEL_SOCKET_CALL(connect, -1, descriptor, address, size);
  return finish_int(connect_to(*kernel, *file, {address, size}));
}

WINDTUNNEL_SYMBOL int accept(int descriptor, sockaddr* address, socklen_t* size) {
  WINDTUNNEL_SOCKET_CALL(accept, -1, descriptor, address, size);
  return finish_int(accept_from(*kernel, *file, address, size, 0));
}

WINDTUNNEL_SYMBOL int accept4(int descriptor, sockaddr* address, socklen_t* size, int flags) {
  WINDTUNNEL_SOCKET_CALL(accept4, -1, descriptor, address, size, flags);
  return finish_int(accept_from(*kernel, *file, address, size, flags));
}

WINDTUNNEL_SYMBOL int shutdown(int descriptor, int how) noexcept {
  WINDTUNNEL_SOCKET_CALL(shutdown, -1, descriptor, how);
  return finish_int(file->shut_down(how));
}

WINDTUNNEL_SYMBOL int getsockname(int descriptor, sockaddr* address, socklen_t* size) noexcept {
  WINDTUNNEL_SOCKET_CALL(getsockname, -1, descriptor, address, size);
  file->local_address().write_to(address, size);
  return 0;
}

WINDTUNNEL_SYMBOL int getpeername(int descriptor, sockaddr* address, socklen_t* size) noexcept {
  WINDTUNNEL_SOCKET_CALL(getpeername, -1, descriptor, address, size);
  SocketAddress peer;
  const Result result = file->peer_address(peer);
  if (result >= 0) peer.write_to(address, size);
  return finish_int(result);
}

WINDTUNNEL_SYMBOL int getsockopt(int descriptor, int level, int name, void* value, socklen_t* size) noexcept {
  WINDTUNNEL_SOCKET_CALL(getsockopt, -1, descriptor, level, name, value, size);
  return finish_int(file->get_option(level, name, value, size));
}

WINDTUNNEL_SYMBOL int setsockopt(int descriptor, int level, int name, const void* value,
                                 socklen_t size) noexcept {
  WINDTUNNEL_SOCKET_CALL(setsockopt, -1, descriptor, level, name, value, size);
  return finish_int(file->set_option(level, name, value, size));
}

WINDTUNNEL_SYMBOL ssize_t send(int descriptor, const void* from, size_t size, int flags) {
  WINDTUNNEL_SOCKET_CALL(send, -1, descriptor, from, size, flags);
  const iovec part{const_cast<void*>(from), size};
  return finish(send_to("send", *file, {&part, 1}, flags, {}));
}

WINDTUNNEL_SYMBOL ssize_t recv(int descriptor, void* to, size_t size, int flags) {
  WINDTUNNEL_SOCKET_CALL(recv, -1, descriptor, to, size, flags);
  const iovec part{to, size};
  Received received;
  return finish(receive_from("recv", *file, {&part, 1}, flags, received));
}

WINDTUNNEL_SYMBOL ssize_t __recv_chk(int descriptor, void* to, size_t size, size_t room, int flags) {
  if (size > room) std::abort();
  return recv(descriptor, to, size, flags);
}

WINDTUNNEL_SYMBOL ssize_t sendto(int descriptor, const void* from, size_t size, int flags,
                                 const sockaddr* address, socklen_t length) {
  WINDTUNNEL_SOCKET_CALL(sendto, -1, descriptor, from, size, flags, address, length);
  const iovec part{const_cast<void*>(from), size};
  return finish(send_to("sendto", *file, {&part, 1}, flags, {address, length}));
}

WINDTUNNEL_SYMBOL ssize_t recvfrom(int descriptor, void* to, size_t size, int flags, sockaddr* address,
                                   socklen_t* length) {
  WINDTUNNEL_SOCKET_CALL(recvfrom, -1, descriptor, to, size, flags, address, length);
  const iovec part{to, size};
  Received received;
  const Result result = receive_from("recvfrom", *file, {&part, 1}, flags, received);
  if (result >= 0) received.from.write_to(address, length);
  return finish(result);
}

WINDTUNNEL_SYMBOL ssize_t __recvfrom_chk(int descriptor, void* to, size_t size, size_t room, int flags,
                                         sockaddr* address, socklen_t* length) {
  if (size > room) std::abort();
  return recvfrom(descriptor, to, size, flags, address, length);
}

WINDTUNNEL_SYMBOL ssize_t sendmsg(int descriptor, const msghdr* message, int flags) {
  WINDTUNNEL_SOCKET_CALL(sendmsg, -1, descriptor, message, flags);
  return finish(send_message(*kernel, *file, *message, flags));
}

WINDTUNNEL_SYMBOL ssize_t recvmsg(int descriptor, msghdr* message, int flags) {
  WINDTUNNEL_SOCKET_CALL(recvmsg, -1, descriptor, message, flags);
  return finish(receive_message(*file, *message, flags));
}

WINDTUNNEL_SYMBOL int sendmmsg(int descriptor, mmsghdr* messages, unsigned count, int flags) {
  WINDTUNNEL_SOCKET_CALL(sendmmsg, -1, descriptor, messages, count, flags);
  for (unsigned at = 0; at < count; ++at) {
    const Result result = send_message(*kernel, *file, messages[at].msg_hdr, flags);
    if (result < 0) return at > 0 ? static_cast<int>(at) : finish_int(result);
    messages[at].msg_len = static_cast<unsigned>(result);
  }
  return static_cast<int>(count);
}

WINDTUNNEL_SYMBOL int recvmmsg(int descriptor, mmsghdr* messages, unsigned count, int flags,
                               timespec* timeout) {
  WINDTUNNEL_SOCKET_CALL(recvmmsg, -1, descriptor, messages, count, flags, timeout);
  if (timeout != nullptr) refuse(*kernel, "recvmmsg with a timeout", "Wait with poll().");
  for (unsigned at = 0; at < count; ++at) {
    // Only the first message is waited for, with MSG_WAITFORONE.
    const int now = at > 0 && (flags & MSG_WAITFORONE) != 0 ? MSG_DONTWAIT : 0;
    const Result result = receive_message(*file, messages[at].msg_hdr, (flags & ~MSG_WAITFORONE) | now);
    if (result < 0) return at > 0 ? static_cast<int>(at) : finish_int(result);
    messages[at].msg_len = static_cast<unsigned>(result);
  }
  return static_cast<int>(count);
}
// NOLINTEND
