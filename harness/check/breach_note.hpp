// A breach that a worker leaves behind, in memory that outlives it.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "harness/properties/laws/law.hpp"

namespace windtunnel {

/// Lives in SharedMemory: one process writes, once; others read. The law's name must be a text that all of
/// them have; a message is cut at some length.
class BreachNote {
 public:
  BreachNote() {}  // NOLINT: not defaulted, which would fill the message

  void write(const Breach& breach) {
    law_ = breach.law;
    step_ = breach.step;
    size_ = std::min(breach.message.size(), message_.size());
    std::memcpy(message_.data(), breach.message.data(), size_);
    written_.store(true, std::memory_order_release);
  }

  std::optional<Breach> read() const {
    if (!written_.load(std::memory_order_acquire)) return std::nullopt;
    return Breach{law_, step_, std::string(message_.data(), size_)};
  }

 private:
  std::atomic<bool> written_{false};
  std::string_view law_;
  std::size_t step_ = 0;
  std::size_t size_ = 0;
  std::array<char, 4000> message_;
};

}  // namespace windtunnel
