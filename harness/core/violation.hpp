// A violation: a law or a rule that does not hold in a run.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace windtunnel::core {

/// What does not hold, where, and why.
struct Violation {
  Violation() = default;
  Violation(std::string_view name, std::size_t place, std::string words)
      : law(name), step(place), message(std::move(words)) {}

  std::string law;       ///< the name of the law or rule
  std::size_t step = 0;  ///< the index of the event at which this became certain
  std::string message;   ///< one sentence, with the numbers to look for in the trace

  bool operator==(const Violation&) const = default;
};

}  // namespace windtunnel::core
