// The scheduling models, under the harness's own name: the simulated loop and the laws mean the same by it.
#pragma once

#include <optional>
#include <string_view>

#include "runtime/enum_set.hpp"
#include "runtime/sim/scheduling_model.hpp"

namespace windtunnel::core {

using tornado::SchedulingModel;

/// Some of the models, such as those in which a law holds.
using Models = tornado::EnumSet<SchedulingModel, tornado::scheduling_model_count>;

/// All models, each of which leaves more open than the one before it.
inline constexpr SchedulingModel all_models[] = {SchedulingModel::exact, SchedulingModel::realistic,
                                                 SchedulingModel::adversarial};
inline constexpr Models every_model = {SchedulingModel::exact, SchedulingModel::realistic,
                                       SchedulingModel::adversarial};

constexpr std::string_view name_of(SchedulingModel model) {
  constexpr std::string_view names[tornado::scheduling_model_count] = {"exact", "realistic", "adversarial"};
  return names[static_cast<std::size_t>(model)];
}

/// The names of all models, for messages.
inline constexpr std::string_view model_names = "exact, realistic, adversarial";

/// The model with that name, or nothing. `contract` and `adversary` are the names that older files have.
constexpr std::optional<SchedulingModel> model_named(std::string_view name) {
  if (name == "exact" || name == "contract") return SchedulingModel::exact;
  if (name == "realistic") return SchedulingModel::realistic;
  if (name == "adversarial" || name == "adversary") return SchedulingModel::adversarial;
  return std::nullopt;
}

}  // namespace windtunnel::core
