// A digest of a trace: 64 bits that are the same wherever the trace is. Not against malice, only against
// accident.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace windtunnel::core {

/// Grows over what is fed to it. The same bytes in the same order give the same digest on every machine.
class Digest {
 public:
  void feed(std::string_view bytes);
  void feed(std::uint64_t word) { mix(word); }
  std::uint64_t value() const;

 private:
  void mix(std::uint64_t word) {
    state_ = (state_ ^ word) * 0x9e3779b97f4a7c15U;
    state_ ^= state_ >> 32U;
  }
  std::uint64_t state_ = 0x243f6a8885a308d3U;
};

/// The digest of a text.
std::uint64_t digest_of(std::string_view text);

/// 16 hexadecimal digits.
std::string hex(std::uint64_t digest);

}  // namespace windtunnel::core
