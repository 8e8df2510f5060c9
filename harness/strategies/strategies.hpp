// The strategies by name, for the command line.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "harness/strategies/strategy.hpp"

namespace windtunnel::strategies {

/// The default for the parameter of strategies that have one: the number of ordered events or deviations to
/// look for.
inline constexpr unsigned default_depth = 3;

/// Creates one of strategy_names(). Throws std::invalid_argument, with words for the user, for any other
/// name.
std::unique_ptr<Strategy> make_strategy(std::string_view name, unsigned depth = default_depth);

/// "portfolio, random, ...".
std::string strategy_names();

/// One clause that says what a strategy does.
std::string_view about_strategy(std::string_view name);

}  // namespace windtunnel::strategies
