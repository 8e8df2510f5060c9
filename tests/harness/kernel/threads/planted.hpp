// Planted: programs of threads with the errors that such programs have, each with its twin that is right.
#pragma once

#include <ostream>
#include <span>
#include <string_view>

#include "harness/subjects/world/world.hpp"

namespace windtunnel::planted {

/// An error and its correction.
struct Planted {
  std::string_view name;
  void (*wrong)(World&);
  void (*right)(World&);
  std::string_view rule;   ///< that the wrong one breaks
  std::string_view words;  ///< part of what is said of it
};

/// Its name, for GoogleTest.
inline void PrintTo(const Planted& planted, std::ostream* out) {
  *out << planted.name;
}

std::span<const Planted> all();

}  // namespace windtunnel::planted
