// Contexts of the tests: they say to their world what they see.
#pragma once

#include <string>
#include <utility>

#include "runtime/stack_context/stack_context.hpp"
#include "tests/runtime/loop_fixture.hpp"

namespace tornado {

/// What a StackContext of the tests enters: says `+name` and `-name`, and before that the exception that it
/// is left by.
class Entered {
 public:
  Entered(LoopFixture& world, std::string name) : world_(world), name_(std::move(name)) {
    world_.say("+" + name_);
  }
  Entered(const Entered&) = delete;
  Entered& operator=(const Entered&) = delete;
  ~Entered() { world_.say("-" + name_); }

  void leave(const std::exception_ptr& error) {
    if (error) world_.say(name_ + " sees " + LoopFixture::message_of(error));
  }

 private:
  LoopFixture& world_;
  std::string name_;
};

inline StackContext named(LoopFixture& world, const std::string& name) {
  return StackContext([&world, name] { return Entered(world, name); });
}

/// A handler that says what it is offered.
inline ExceptionStackContext handling(LoopFixture& world, const std::string& name, bool consumes) {
  return ExceptionStackContext([&world, name, consumes](const std::exception_ptr& error) {
    world.say(name + " gets " + LoopFixture::message_of(error));
    return consumes;
  });
}

/// Forgets what was said so far, and runs the loop.
inline History said_by_running(LoopFixture& world) {
  world.said.clear();
  world.loop.start();
  return world.said;
}

}  // namespace tornado
