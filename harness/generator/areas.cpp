#include "harness/generator/areas.hpp"

#include <array>

namespace windtunnel {

namespace {

constexpr std::array<Area, 5> areas = {Area::core, Area::loop, Area::sync, Area::context, Area::legacy};

}  // namespace

std::string_view name_of(Area area) {
  switch (area) {
    case Area::core:
      return "core";
    case Area::loop:
      return "loop";
    case Area::sync:
      return "sync";
    case Area::context:
      return "context";
    case Area::legacy:
      return "legacy";
  }
  return "";
}

std::uint8_t area_named(std::string_view name) {
  for (Area area : areas) {
    if (name_of(area) == name) return bit(area);
  }
  return 0;
}

std::string area_names() {
  std::string names;
  for (Area area : areas) names.append(names.empty() ? "" : ", ").append(name_of(area));
  return names;
}

}  // namespace windtunnel
