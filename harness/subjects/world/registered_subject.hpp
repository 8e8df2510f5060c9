// RegisteredSubject: a C++ subject with a name. It is the only way to make a subject known to the command
// line, to findings and to replays.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "harness/subjects/cpp_subjects.hpp"
#include "harness/subjects/world/world.hpp"

namespace windtunnel {

/// A program with its name and a short description.
struct NamedProgram {
  std::string_view name;
  std::string_view about;
  tornado::Future<void> (*program)(World&);
};

/// Makes a program known during its lifetime; a variable at namespace scope does so for the whole process.
class RegisteredSubject {
 public:
  /// Throws as add_cpp_subject does.
  RegisteredSubject(std::string name, std::string about, WorldProgram program)
      : name_(std::move(name)), subject_(std::move(program)) {
    subjects::add_cpp_subject(name_, std::move(about), subject_.subject());
  }
  explicit RegisteredSubject(const NamedProgram& named)
      : RegisteredSubject(std::string(named.name), std::string(named.about), named.program) {}
  RegisteredSubject(const RegisteredSubject&) = delete;
  RegisteredSubject& operator=(const RegisteredSubject&) = delete;
  ~RegisteredSubject() { subjects::remove_cpp_subject(name_); }

  const std::string& name() const { return name_; }
  core::Subject subject() const { return subject_.subject(); }

 private:
  std::string name_;
  WorldSubject subject_;
};

}  // namespace windtunnel
