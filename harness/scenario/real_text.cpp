#include "harness/scenario/real_text.hpp"

#include <array>
#include <cassert>
#include <charconv>
#include <cmath>

namespace windtunnel::scenario {

void append_repr(std::string& out, double value) {
  assert(std::isfinite(value));
  const double magnitude = std::fabs(value);
  const bool fixed = (magnitude >= 1e-4 && magnitude < 1e16) || magnitude == 0;
  std::array<char, 32> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value,
                                          fixed ? std::chars_format::fixed : std::chars_format::scientific);
  assert(error == std::errc{});
  out.append(text.data(), end);
  if (fixed && std::floor(value) == value) out += ".0";
}

}  // namespace windtunnel::scenario
