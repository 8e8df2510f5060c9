#include "harness/core/figures.hpp"

#include <algorithm>

namespace windtunnel::core {

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string per_second(std::uint64_t count, double seconds) {
  return grouped(static_cast<std::uint64_t>(static_cast<double>(count) / std::max(seconds, 1e-9)));
}

}  // namespace windtunnel::core
