#include "harness/kernel/socket_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/time.h>

#include "harness/kernel/kernel.hpp"
#include "harness/kernel/local_socket.hpp"
#include "harness/kernel/tcp_socket.hpp"
#include "harness/kernel/udp_socket.hpp"

namespace windtunnel::kernel {

namespace {

template <class Value>
Result put(const Value& value, void* to, socklen_t* size) {
  *size = std::min<socklen_t>(*size, sizeof value);
  std::memcpy(to, &value, *size);
  return 0;
}

template <class Value>
Result take(const void* from, socklen_t size, Value& value) {
  if (size < sizeof value) return -EINVAL;
  std::memcpy(&value, from, sizeof value);
  return 0;
}

tornado::Duration duration_of(const timeval& time) {
  return tornado::Duration(static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6);
}
timeval timeval_of(tornado::Duration duration) {
  const auto seconds = static_cast<time_t>(duration.count());
  return {seconds, static_cast<suseconds_t>((duration.count() - static_cast<double>(seconds)) * 1e6 + 0.5)};
}

// Options that are a number, which Linux gives back as it was set.
bool is_number(int level, int name) {
  switch (level) {
    case SOL_SOCKET:
      return name == SO_REUSEPORT || name == SO_KEEPALIVE || name == SO_BROADCAST || name == SO_OOBINLINE ||
             name == SO_DONTROUTE || name == SO_RCVLOWAT || name == SO_SNDBUF || name == SO_RCVBUF ||
             name == SO_PRIORITY || name == SO_TIMESTAMP || name == SO_DEBUG;
    case IPPROTO_TCP:
      return name == TCP_NODELAY || name == TCP_KEEPIDLE || name == TCP_KEEPINTVL || name == TCP_KEEPCNT ||
             name == TCP_USER_TIMEOUT || name == TCP_DEFER_ACCEPT || name == TCP_QUICKACK ||
             name == TCP_CORK || name == TCP_FASTOPEN || name == TCP_SYNCNT;
    case IPPROTO_IP:
      return name == IP_TOS || name == IP_TTL || name == IP_MULTICAST_TTL || name == IP_MULTICAST_LOOP ||
             name == IP_RECVERR || name == IP_PKTINFO || name == IP_MTU_DISCOVER || name == IP_FREEBIND ||
             name == IP_BIND_ADDRESS_NO_PORT;
    case IPPROTO_IPV6:
      return name == IPV6_UNICAST_HOPS || name == IPV6_MULTICAST_HOPS || name == IPV6_MULTICAST_LOOP ||
             name == IPV6_RECVPKTINFO || name == IPV6_TCLASS || name == IPV6_RECVERR;
    default:
      return false;
  }
}

constexpr int default_buffer = 65536;

int default_of(int level, int name) {
  if (level == SOL_SOCKET && (name == SO_SNDBUF || name == SO_RCVBUF)) return default_buffer;
  if (level == SOL_SOCKET && name == SO_RCVLOWAT) return 1;
  if (level == IPPROTO_TCP && name == TCP_QUICKACK) return 1;
  if (level == IPPROTO_IP && name == IP_TTL) return 64;
  return 0;
}

}  // namespace

const SocketOptions::Kept* SocketOptions::find(int level, int name) const {
  const auto* end = kept_.data() + kept_count_;
  const auto* at = std::find_if(kept_.data(), end,
                                [&](const Kept& kept) { return kept.level == level && kept.name == name; });
  return at == end ? nullptr : at;
}

Result SocketOptions::keep(int level, int name, int value) {
  if (const Kept* kept = find(level, name)) {
    kept_[static_cast<std::size_t>(kept - kept_.data())].value = value;
  } else if (kept_count_ < most_kept) {
    kept_[kept_count_++] = {level, name, value};
  } else {
    return -ENOBUFS;
  }
  return 0;
}

Result SocketOptions::set(int level, int name, const void* value, socklen_t size) {
  if (value == nullptr) return -EFAULT;
  if (level == SOL_SOCKET && name == SO_LINGER) return take(value, size, on_close);
  if (level == SOL_SOCKET && (name == SO_RCVTIMEO || name == SO_SNDTIMEO)) {
    timeval time{};
    if (const Result error = take(value, size, time); error < 0) return error;
    if (time.tv_usec < 0 || time.tv_usec >= 1'000'000) return -EDOM;
    (name == SO_RCVTIMEO ? receive_timeout : send_timeout) = duration_of(time);
    return 0;
  }
  int number = 0;
  if (const Result error = take(value, size, number); error < 0) return error;
  if (level == SOL_SOCKET && name == SO_REUSEADDR) {
    reuse_address = number != 0;
    return 0;
  }
  if (level == IPPROTO_IPV6 && name == IPV6_V6ONLY) {
    only_ipv6 = number != 0;
    return 0;
  }
  if (!is_number(level, name)) return -ENOPROTOOPT;
  // Linux keeps twice the size of a buffer.
  if (level == SOL_SOCKET && (name == SO_SNDBUF || name == SO_RCVBUF)) number = std::max(number, 1152) * 2;
  return keep(level, name, number);
}

Result SocketOptions::get(int level, int name, void* value, socklen_t* size) const {
  if (level == SOL_SOCKET && name == SO_LINGER) return put(on_close, value, size);
  if (level == SOL_SOCKET && name == SO_RCVTIMEO) return put(timeval_of(receive_timeout), value, size);
  if (level == SOL_SOCKET && name == SO_SNDTIMEO) return put(timeval_of(send_timeout), value, size);
  if (level == SOL_SOCKET && name == SO_REUSEADDR) return put(int{reuse_address}, value, size);
  if (level == IPPROTO_IPV6 && name == IPV6_V6ONLY) return put(int{only_ipv6}, value, size);
  if (!is_number(level, name)) return -ENOPROTOOPT;
  const Kept* kept = find(level, name);
  return put(kept != nullptr ? kept->value : default_of(level, name), value, size);
}

Result SocketFile::set_option(int level, int name, const void* value, socklen_t size) {
  return options.set(level, name, value, size);
}

Result SocketFile::get_option(int level, int name, void* value, socklen_t* size) {
  if (value == nullptr || size == nullptr) return -EFAULT;
  if (level == SOL_SOCKET) {
    switch (name) {
      case SO_ERROR:
        return put(take_error(), value, size);
      case SO_TYPE:
        return put(type_, value, size);
      case SO_DOMAIN:
        return put(family_, value, size);
      case SO_PROTOCOL:
        return put(protocol_, value, size);
      case SO_ACCEPTCONN:
        return put(int{listens()}, value, size);
      default:
        break;
    }
  }
  return options.get(level, name, value, size);
}

Result SocketFile::listen(int) {
  return -EOPNOTSUPP;
}
Result SocketFile::accept(tornado::Ref<File>&, SocketAddress&) {
  return -EOPNOTSUPP;
}
Result SocketFile::read(std::span<const iovec> to) {
  Received received;
  return receive(to, 0, received);
}
Result SocketFile::write(std::span<const iovec> from) {
  return send(from, 0, {});
}

tornado::Ref<SocketFile> make_socket(Kernel& kernel, int family, int type, int protocol, Result& error) {
  const bool internet = family == AF_INET || family == AF_INET6;
  if (internet && type == SOCK_STREAM) {
    if (protocol != 0 && protocol != IPPROTO_TCP) {
      error = -EPROTONOSUPPORT;
      return {};
    }
    return tornado::Ref<SocketFile>(new TcpSocket(kernel, family));
  }
  if (internet && type == SOCK_DGRAM) {
    if (protocol != 0 && protocol != IPPROTO_UDP) {
      error = -EPROTONOSUPPORT;
      return {};
    }
    return tornado::Ref<SocketFile>(new UdpSocket(kernel, family));
  }
  if (family == AF_UNIX && (type == SOCK_STREAM || type == SOCK_DGRAM || type == SOCK_SEQPACKET)) {
    if (protocol == 0 || protocol == PF_UNIX) return tornado::Ref<SocketFile>(new LocalSocket(kernel, type));
    error = -EPROTONOSUPPORT;
    return {};
  }
  error = -EAFNOSUPPORT;
  return {};
}

}  // namespace windtunnel::kernel
