#include "harness/subjects/native_subjects.hpp"

#include <algorithm>

#include "harness/subjects/periodic_subject.hpp"

namespace windtunnel {

std::span<const NativeSubject> native_subjects() {
  static constexpr NativeSubject all[] = {
      {"periodic",
       "PeriodicCallbacks started, stopped, late, slow and failing",
       {run_periodic, nullptr, every_claim}},
  };
  return all;
}

const NativeSubject* find_native_subject(std::string_view name) {
  auto all = native_subjects();
  auto at = std::find_if(all.begin(), all.end(),
                         [&](const NativeSubject& subject) { return subject.name == name; });
  return at == all.end() ? nullptr : &*at;
}

}  // namespace windtunnel
