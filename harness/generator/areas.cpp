#include "harness/generator/areas.hpp"

#include <iterator>

namespace windtunnel::generator {

std::string_view name_of(Area area) {
  constexpr std::string_view names[] = {"core", "loop", "sync", "context", "legacy"};
  static_assert(std::size(names) == static_cast<std::size_t>(Area::count_));
  return names[static_cast<std::size_t>(area)];
}

std::optional<Area> area_named(std::string_view name) {
  std::optional<Area> named;
  all_areas.for_each([&](Area area) {
    if (name_of(area) == name) named = area;
  });
  return named;
}

std::string area_names() {
  std::string names;
  all_areas.for_each([&](Area area) { names.append(names.empty() ? "" : ", ").append(name_of(area)); });
  return names;
}

}  // namespace windtunnel::generator
