// What a program of calls observes, in words that are the same on both kernels.
#pragma once

#include <array>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <map>
#include <string>
#include <sys/epoll.h>
#include <sys/socket.h>

namespace windtunnel::conformance {

/// An address of any family.
struct Address {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;

  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

/// What an epoll set reports, by the numbers of the sockets.
inline std::string ready(int set) {
  std::array<epoll_event, 32> events{};
  const int count = epoll_wait(set, events.data(), static_cast<int>(events.size()), 0);
  std::map<std::uint32_t, std::uint32_t> masks;
  for (int at = 0; at < count; ++at)
    masks[events[static_cast<std::size_t>(at)].data.u32] = events[static_cast<std::size_t>(at)].events;
  std::string line;
  for (const auto& [number, mask] : masks) line += fmt::format(" {}:{:x}", number, mask);
  return line;
}

/// The result of a call, with the name of errno.
inline std::string told(long result) {
  if (result < 0) return fmt::format("{} {}", result, strerrorname_np(errno));
  return fmt::format("{}", result);
}
/// The same with what was received.
inline std::string received(long result, const char* bytes) {
  std::string line = told(result);
  if (result > 0) line += " " + std::string(bytes, static_cast<std::size_t>(result));
  return line;
}

}  // namespace windtunnel::conformance
