// The scheduling models, under the harness's own name: the simulated loop and the laws mean the same by it.
#pragma once

#include <optional>
#include <string_view>

#include "runtime/sim/scheduling_model.hpp"

namespace windtunnel {

using tornado::Freedom;

constexpr std::string_view name_of(Freedom model) {
  return model == Freedom::contract ? "exact" : "adversarial";
}

/// The names of all models, for messages.
inline constexpr std::string_view model_names = "exact, adversarial";

/// The model with that name, or nothing. `contract` and `adversary` are the names that older files have.
constexpr std::optional<Freedom> freedom_named(std::string_view name) {
  if (name == "exact" || name == "contract") return Freedom::contract;
  if (name == "adversarial" || name == "adversary") return Freedom::adversary;
  return std::nullopt;
}

}  // namespace windtunnel
