// WorldSubject: a program in a World as a subject, which searches, shrinking and replays run.
#pragma once

#include <string>
#include <utility>

#include "harness/core/subject_handle.hpp"
#include "harness/subjects/world/world.hpp"

namespace windtunnel {

/// A program as a subject. Must outlive it.
class WorldSubject {
 public:
  /// `name` is what findings call it.
  explicit WorldSubject(WorldProgram program, std::string name = {})
      : program_(std::move(program)), name_(std::move(name)) {}

  core::Subject subject() const { return {&WorldSubject::run, this, core::all_guarantees, name_}; }

 private:
  static void run(const void* data, tornado::ChoiceSource& choices, const core::RunOptions& options,
                  core::Trace& trace) {
    World::run(static_cast<const WorldSubject*>(data)->program_, choices, options, trace);
  }

  WorldProgram program_;
  std::string name_;
};

}  // namespace windtunnel
