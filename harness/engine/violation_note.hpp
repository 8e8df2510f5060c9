// A violation that a worker leaves behind, in memory that outlives it.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "harness/core/violation.hpp"

namespace windtunnel::engine {

/// Lives in SharedMemory: one process writes, once; others read. Long texts are cut.
class ViolationNote {
 public:
  ViolationNote() {}  // NOLINT: not defaulted, which would fill the texts

  void write(const core::Violation& violation) {
    law_.set(violation.law);
    message_.set(violation.message);
    step_ = violation.step;
    written_.store(true, std::memory_order_release);
  }

  std::optional<core::Violation> read() const {
    if (!written_.load(std::memory_order_acquire)) return std::nullopt;
    return core::Violation{law_.view(), step_, std::string(message_.view())};
  }

 private:
  template <std::size_t Most>
  class Text {
   public:
    Text() {}  // NOLINT: as above
    void set(std::string_view text) { size_ = text.copy(bytes_.data(), Most); }
    std::string_view view() const { return {bytes_.data(), size_}; }

   private:
    std::size_t size_ = 0;
    std::array<char, Most> bytes_;
  };

  std::atomic<bool> written_{false};
  std::size_t step_ = 0;
  Text<200> law_;
  Text<4000> message_;
};

}  // namespace windtunnel::engine
