// A program in a World as a subject with a name, so that the command line, findings and replays know it.
#pragma once

#include <string>
#include <utility>

#include "harness/subjects/native/world.hpp"
#include "harness/subjects/native_subjects.hpp"

namespace windtunnel {

/// Makes a program known while it lives, as a variable of namespace scope does for as long as the program
/// runs.
class RegisteredSubject {
 public:
  /// Throws as add_native_subject does.
  RegisteredSubject(std::string name, std::string about, WorldProgram program)
      : name_(std::move(name)), subject_(std::move(program)) {
    add_native_subject(name_, std::move(about), subject_.subject());
  }
  RegisteredSubject(const RegisteredSubject&) = delete;
  RegisteredSubject& operator=(const RegisteredSubject&) = delete;
  ~RegisteredSubject() { remove_native_subject(name_); }

  const std::string& name() const { return name_; }
  Subject subject() const { return subject_.subject(); }

 private:
  std::string name_;
  WorldSubject subject_;
};

}  // namespace windtunnel
