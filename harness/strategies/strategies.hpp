// The strategies by name, as the command line knows them.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "harness/strategies/strategy.hpp"

namespace windtunnel {

/// How many ordered events, or deviations, a strategy with such a parameter looks for unless told.
inline constexpr unsigned default_depth = 3;

/// One of strategy_names(), new. Throws std::invalid_argument, with words for the user, for any other name.
std::unique_ptr<Strategy> make_strategy(std::string_view name, unsigned depth = default_depth);

/// "portfolio, random, ...".
std::string strategy_names();

/// One clause on what a strategy does.
std::string_view about_strategy(std::string_view name);

}  // namespace windtunnel
