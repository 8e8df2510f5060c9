// Arguments that are more than a word: durations.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace windtunnel {

/// A positive number of seconds, or with a unit: 500ms, 60s, 10m, 2h. Throws UsageError that names the option.
std::chrono::duration<double> parse_duration(std::string_view option, std::string_view text);

}  // namespace windtunnel
