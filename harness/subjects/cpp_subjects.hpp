// Subjects that are written in C++ on the bundled runtime, known by name: those of the harness, for what the
// scenario language cannot say, and those of its users. Each draws its program from the same choices that
// make its schedule, so that a log is all a finding needs.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/core/subject_handle.hpp"

namespace windtunnel::subjects {

/// One of them.
struct CppSubject {
  std::string_view name;
  std::string_view about;
  core::Subject subject;
};

/// The harness's own, which every campaign runs.
std::span<const CppSubject> cpp_subjects();

/// Makes a subject known by that name, with one clause on what it is about. What it refers to must outlive
/// the program. Throws std::invalid_argument if the name is taken, is empty or has blanks in it. Not while
/// others look for subjects.
void add_cpp_subject(std::string name, std::string about, const core::Subject& subject);

/// The subject with that name, the user's or the harness's.
std::optional<core::Subject> find_cpp_subject(std::string_view name);

/// The same with its name and what it is about, which live as long as it is known.
std::optional<CppSubject> cpp_subject_named(std::string_view name);

/// The names of all of them, the harness's own first, then the others in alphabetical order.
std::vector<std::string> cpp_subject_names();

/// What that subject is about; empty if there is none.
std::string_view about_cpp_subject(std::string_view name);

/// Takes back what add_cpp_subject made known.
void remove_cpp_subject(std::string_view name);

}  // namespace windtunnel::subjects
