#include "harness/subjects/cpp_subjects.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "harness/subjects/periodic_subject.hpp"
#include "harness/subjects/world/world.hpp"

namespace windtunnel::subjects {

namespace {

struct Added {
  std::string about;
  core::Subject subject;
};

// Subjects are added while static objects are made, so this is made when the first one comes.
std::map<std::string, Added, std::less<>>& added_subjects() {
  static std::map<std::string, Added, std::less<>> added;
  return added;
}

const CppSubject* own_subject(std::string_view name) {
  const auto all = cpp_subjects();
  const auto at =
      std::find_if(all.begin(), all.end(), [&](const CppSubject& subject) { return subject.name == name; });
  return at == all.end() ? nullptr : &*at;
}

}  // namespace

std::span<const CppSubject> cpp_subjects() {
  static const WorldSubject periodic(run_periodic, "periodic");
  static const CppSubject all[] = {
      {"periodic", "PeriodicCallbacks started, stopped, late, slow and failing", periodic.subject()},
  };
  return all;
}

void add_cpp_subject(std::string name, std::string about, const core::Subject& subject) {
  if (name.empty() || name == "scenario" || name.find_first_of(" \t\r\n") != std::string::npos) {
    throw std::invalid_argument("'" + name + "' is no name for a subject");
  }
  if (find_cpp_subject(name)) throw std::invalid_argument("there is a subject '" + name + "' already");
  Added added{std::move(about), subject};
  added.subject.name = name;
  added_subjects().emplace(std::move(name), std::move(added));
}

std::optional<core::Subject> find_cpp_subject(std::string_view name) {
  if (const CppSubject* own = own_subject(name)) return own->subject;
  const auto at = added_subjects().find(name);
  if (at == added_subjects().end()) return std::nullopt;
  return at->second.subject;
}

std::optional<CppSubject> cpp_subject_named(std::string_view name) {
  if (const CppSubject* own = own_subject(name)) return *own;
  const auto at = added_subjects().find(name);
  if (at == added_subjects().end()) return std::nullopt;
  return CppSubject{at->first, at->second.about, at->second.subject};
}

std::vector<std::string> cpp_subject_names() {
  std::vector<std::string> names;
  for (const CppSubject& own : cpp_subjects()) names.emplace_back(own.name);
  for (const auto& [name, added] : added_subjects()) names.push_back(name);
  return names;
}

std::string_view about_cpp_subject(std::string_view name) {
  if (const CppSubject* own = own_subject(name)) return own->about;
  const auto at = added_subjects().find(name);
  return at == added_subjects().end() ? std::string_view() : std::string_view(at->second.about);
}

void remove_cpp_subject(std::string_view name) {
  const auto at = added_subjects().find(name);
  if (at != added_subjects().end()) added_subjects().erase(at);
}

}  // namespace windtunnel::subjects
