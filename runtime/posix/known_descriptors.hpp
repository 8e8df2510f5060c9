// KnownDescriptors: the descriptors that only the runtime itself uses, and whether it has used one. So a loop
// knows when nothing that its thread did can have made a descriptor ready.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace tornado {

/// What one thread knows of its descriptors.
class KnownDescriptors {
 public:
  /// From here on only the runtime reads and writes that descriptor, on this thread, and calls used().
  static void add(int fd) noexcept { set(fd, true); }
  /// Before it is closed.
  static void remove(int fd) noexcept { set(fd, false); }
  static bool has(int fd) noexcept {
    const auto at = static_cast<std::size_t>(fd);
    return at < most && (known_[at / 64] >> (at % 64) & 1U) != 0;
  }

  /// A call was made by which one of them, or of others, may have become ready.
  static void used() noexcept { ++uses_; }
  static std::uint32_t uses() noexcept { return uses_; }

 private:
  static constexpr std::size_t most = 65'536;  // those beyond are never known

  static void set(int fd, bool known) noexcept {
    const auto at = static_cast<std::size_t>(fd);
    if (at >= most) return;
    const std::uint64_t bit = std::uint64_t{1} << (at % 64);
    known ? known_[at / 64] |= bit : known_[at / 64] &= ~bit;
  }

  // Without destructors: what is destroyed last in a process may still close a socket.
  static constinit inline thread_local std::array<std::uint64_t, most / 64> known_{};
  static constinit inline thread_local std::uint32_t uses_ = 0;
};

}  // namespace tornado
