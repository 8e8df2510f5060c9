// The scheduling models, under the harness's own name: the simulated loop and the laws mean the same by it.
#pragma once

#include <optional>
#include <string_view>

#include "runtime/sim/scheduling_model.hpp"

namespace windtunnel::core {

using tornado::SchedulingModel;

constexpr std::string_view name_of(SchedulingModel model) {
  return model == SchedulingModel::exact ? "exact" : "adversarial";
}

/// The names of all models, for messages.
inline constexpr std::string_view model_names = "exact, adversarial";

/// The model with that name, or nothing. `contract` and `adversary` are the names that older files have.
constexpr std::optional<SchedulingModel> model_named(std::string_view name) {
  if (name == "exact" || name == "contract") return SchedulingModel::exact;
  if (name == "adversarial" || name == "adversary") return SchedulingModel::adversarial;
  return std::nullopt;
}

}  // namespace windtunnel::core
