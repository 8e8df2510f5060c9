// The strategy that lets each thing go wrong once also abandons each task once at each of its waits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/testing/testing.hpp"

namespace windtunnel {
namespace {

using ::testing::HasSubstr;
using tornado::Future;

Budget searched_with(const std::string& strategy) {
  Budget budget;
  budget.strategy = strategy;
  budget.schedules = 2000;
  budget.findings = ::testing::TempDir() + "windtunnel-world-faults";
  return budget;
}

struct Gate {
  bool closed = false;
};

// Closes the gate while it waits. Who is abandoned must open it all the same.
Future<void> pass_gate(World& world, Gate* gate, bool opens) {
  struct Opening {
    Gate* gate;
    ~Opening() {
      if (gate != nullptr) gate->closed = false;
    }
  };
  const Opening opening{opens ? gate : nullptr};
  gate->closed = true;
  co_yield world.turn();
  co_yield world.turn();
  gate->closed = false;
  co_yield world.turn();
}

WorldProgram gates(bool opens) {
  return [opens](World& world) -> Future<void> {
    Gate& gate = world.keep<Gate>();
    world.spawn_abandonable("alice", Abandon::destroy, pass_gate, &gate, opens);
    co_yield world.join();
    world.check(!gate.closed, "the gate is open at the end");
  };
}

TEST(EachFailureOfATask, AbandonsATaskAtEachOfItsWaits) {
  const Held found = search_for_violation("gates", gates(false), searched_with("each-failure"));
  EXPECT_FALSE(found.holds);
  EXPECT_THAT(found.words, HasSubstr("the gate is open at the end"));
  const Held held = search_for_violation("gates", gates(true), searched_with("each-failure"));
  EXPECT_TRUE(held.holds) << held.words;
  EXPECT_EQ(held.certificate, "3 failures, each tried") << "one for each wait of alice";
  EXPECT_EQ(held.schedules, 4U);
}

}  // namespace
}  // namespace windtunnel
