#include "tests/bench/counts/meter.hpp"

#include <string>

namespace windtunnel::bench {

// The count goes into a file of callgrind's, with this text.
void Meter::tell(std::size_t operations) const {
  const std::string words = std::string(name_) + ' ' + std::to_string(operations);
  CALLGRIND_DUMP_STATS_AT(words.c_str());
}

}  // namespace windtunnel::bench
