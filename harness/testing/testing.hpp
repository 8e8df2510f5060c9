// Tests of code of one's own, in any GoogleTest file:
//
//   Future<void> add_one(World&, Shared<int> x) {
//     const int value = co_yield x.read();
//     co_yield x.write(value + 1);
//   }
//   Future<void> counter(World& world) {
//     Shared<int> x(world, "x");
//     world.spawn("a", add_one, x);
//     world.spawn("b", add_one, x);
//     co_yield world.join();
//     world.check(x.peek() == 2, "both additions count");
//   }
//   TEST(Counter, counts) { EXPECT_HOLDS(counter); }
//
// The program runs under many schedules. Where a rule or a law breaks, the test fails with the smallest
// schedule that breaks it, and leaves a finding that replays.
#pragma once

#include <string_view>
#include <utility>

#include "harness/subjects/world/data/generators.hpp"
#include "harness/subjects/world/linearizable.hpp"
#include "harness/subjects/world/mutex.hpp"
#include "harness/subjects/world/shared.hpp"
#include "harness/subjects/world/stateful_rules.hpp"
#include "harness/subjects/world/world.hpp"
#include "harness/testing/gtest_failures.hpp"
#include "harness/testing/holds.hpp"
#include "runtime/core.hpp"

namespace windtunnel {

/// The search for a program in a World. What fails in it by GoogleTest's macros fails as a check.
inline Held search_for_violation(std::string_view name, WorldProgram program, const Budget& budget = {}) {
  const WorldSubject subject(
      std::move(program).prepared_by([](World& world) { world.keep<GTestFailures>(world); }));
  return search_for_violation(name, subject.subject(), budget);
}

}  // namespace windtunnel

/// Fails the test, and goes on, if the program breaks a rule: EXPECT_HOLDS(program) or EXPECT_HOLDS(program,
/// budget). It runs in processes of its own, so that a crash or a hang is a finding too: what it changes
/// outside of its world is not seen here.
#define EXPECT_HOLDS(program, ...)                                                          \
  if (const ::windtunnel::Held held_ =                                                      \
          ::windtunnel::search_for_violation(#program, program __VA_OPT__(, ) __VA_ARGS__); \
      held_.holds) {                                                                        \
  } else                                                                                    \
    ADD_FAILURE() << held_.words
