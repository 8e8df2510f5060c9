// The areas of the golden traces by name: they select what a campaign or a comparison covers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "harness/generator/constructs.hpp"

namespace windtunnel::generator {

/// The set of all areas.
inline constexpr Areas all_areas = Areas::all();

std::string_view name_of(Area area);

/// The area with that name, if there is one.
std::optional<Area> area_named(std::string_view name);

/// The names of all areas, separated by ", ".
std::string area_names();

}  // namespace windtunnel::generator
