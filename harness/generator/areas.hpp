// The areas of the golden traces by name: they select what a campaign or a comparison covers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "harness/generator/constructs.hpp"

namespace windtunnel {

/// The set of all areas.
inline constexpr std::uint8_t all_areas =
    bit(Area::core) | bit(Area::loop) | bit(Area::sync) | bit(Area::context) | bit(Area::legacy);

std::string_view name_of(Area area);

/// The area with that name, as bit(Area); 0 if there is none.
std::uint8_t area_named(std::string_view name);

/// The names of all areas, separated by ", ".
std::string area_names();

}  // namespace windtunnel
