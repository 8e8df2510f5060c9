// The rules that are judged beside the laws of the runtime: those of a user's program, and those that a run
// breaks by not coming to its end. Their names stand in findings where the name of a law would.
#pragma once

#include <algorithm>
#include <iterator>
#include <string_view>

namespace windtunnel::rules {

inline constexpr std::string_view check = "check";            ///< a check() failed
inline constexpr std::string_view always = "always";          ///< an always() property did not hold
inline constexpr std::string_view eventually = "eventually";  ///< an eventually() property never held in time
inline constexpr std::string_view leads_to =
    "leads-to";  ///< what a leads_to() property promises did not come
inline constexpr std::string_view deadlock =
    "deadlock";  ///< nothing is left to happen, but a task has not ended
inline constexpr std::string_view livelock = "livelock";    ///< the run did not end within its limit
inline constexpr std::string_view uncaught = "uncaught";    ///< an exception that nobody looked at
inline constexpr std::string_view set_twice = "set-twice";  ///< a Future that was done was set again
inline constexpr std::string_view left_over = "left-over";  ///< the program ended and left operations behind
inline constexpr std::string_view escape = "no-escape";     ///< an exception left the run
inline constexpr std::string_view no_outside = "no-outside";         ///< the real world was used in a run
inline constexpr std::string_view nondeterminism = "deterministic";  ///< equal choices, different runs
inline constexpr std::string_view no_crash = "no-crash";             ///< the run took its process down
inline constexpr std::string_view no_hang = "no-hang";               ///< the run did not get on

inline constexpr std::string_view all[] = {check,      always,         eventually, leads_to,  deadlock,
                                           livelock,   uncaught,       set_twice,  left_over, escape,
                                           no_outside, nondeterminism, no_crash,   no_hang};

/// Whether that is the name of one of them.
constexpr bool has(std::string_view name) {
  return std::find(std::begin(all), std::end(all), name) != std::end(all);
}

/// Whether a violation of that rule takes the process along: only another process can see it.
constexpr bool ends_the_process(std::string_view name) {
  return name == no_crash || name == no_hang;
}

}  // namespace windtunnel::rules
