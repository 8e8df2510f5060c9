// The levels of freedom, under the harness's own name: the simulated loop and the laws mean the same by it.
#pragma once

#include <optional>
#include <string_view>

#include "runtime/sim/freedom.hpp"

namespace windtunnel {

using tornado::Freedom;

constexpr std::string_view name_of(Freedom freedom) {
  return freedom == Freedom::contract ? "contract" : "adversary";
}

/// The level with that name, or nothing.
constexpr std::optional<Freedom> freedom_named(std::string_view name) {
  if (name == "contract") return Freedom::contract;
  if (name == "adversary") return Freedom::adversary;
  return std::nullopt;
}

}  // namespace windtunnel
