// The source of fuzz targets: answers from the bytes that a fuzzer mutates. Every byte string is a legal
// tape, and a shorter one or one with smaller bytes is a simpler run.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/sim/choice_source.hpp"

namespace windtunnel::core {

/// One byte an answer up to 256 options, two (the low one first) above, modulo the number of options. Past
/// the end, and for an answer that the bytes end within, 0. The bytes must outlive it.
class BytesSource final : public tornado::ChoiceSource {
 public:
  explicit BytesSource(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  std::uint32_t choose(const tornado::ChoicePoint& point) override {
    assert(point.options >= 2);
    const std::size_t width = point.options <= 256 ? 1 : 2;
    if (bytes_.size() - used_ < width) {
      used_ = bytes_.size();
      return 0;
    }
    std::uint32_t value = bytes_[used_];
    if (width == 2) value |= static_cast<std::uint32_t>(bytes_[used_ + 1]) << 8U;
    used_ += width;
    return value % point.options;
  }

  /// How many bytes have been used.
  std::size_t used() const { return used_; }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t used_ = 0;
};

}  // namespace windtunnel::core
