// The rules that a subject of the user's judges by itself, beside the laws of the runtime. Their names stand
// in findings where the name of a law would.
#pragma once

#include <algorithm>
#include <iterator>
#include <string_view>

namespace windtunnel::rules {

inline constexpr std::string_view check = "check";            ///< a check() failed
inline constexpr std::string_view always = "always";          ///< an always() property did not hold
inline constexpr std::string_view eventually = "eventually";  ///< an eventually() property never held
inline constexpr std::string_view deadlock =
    "deadlock";  ///< nothing is left to happen, but a task has not ended
inline constexpr std::string_view livelock = "livelock";  ///< the run did not end within its limit
inline constexpr std::string_view uncaught = "uncaught";  ///< an exception that nobody looked at

inline constexpr std::string_view all[] = {check, always, eventually, deadlock, livelock, uncaught};

/// Whether that is the name of one of them.
constexpr bool has(std::string_view name) {
  return std::find(std::begin(all), std::end(all), name) != std::end(all);
}

}  // namespace windtunnel::rules
