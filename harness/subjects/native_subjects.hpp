// Subjects that are written in C++ on the bundled runtime, for what the scenario language cannot say. Each
// draws its program from the same choices that make its schedule, so that a log is all a finding needs.
#pragma once

#include <span>
#include <string_view>

#include "harness/subject.hpp"

namespace windtunnel {

/// One of them.
struct NativeSubject {
  std::string_view name;
  std::string_view about;
  Subject subject;
};

/// All of them.
std::span<const NativeSubject> native_subjects();

/// The one with that name, or null.
const NativeSubject* find_native_subject(std::string_view name);

}  // namespace windtunnel
