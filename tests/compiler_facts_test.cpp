// What the runtime assumes about a compiler's coroutines, one test for each fact, so that a compiler that
// behaves differently is noticed here and not in a corrupted run. All facts hold on g++ 12 and clang 19, at
// -O0 and -O2, with and without sanitizers. What these two get wrong is avoided by rules instead: see
// CONTRIBUTING.md.
#include "tests/compiler_facts.hpp"

#include <array>
#include <exception>
#include <functional>
#include <gtest/gtest.h>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace compiler_facts {

namespace {

class CompilerFacts : public testing::Test {
 protected:
  CompilerFacts() {
    trail.clear();
    awaiter_at = {};
    Counted::moves = 0;
  }
  ~CompilerFacts() override {
    destroy_frames_newest_first();
    EXPECT_EQ(Counted::live, 0) << "something was not destroyed, or twice";
  }
};

// Temporaries of non-aggregate type in a co_yield expression live until the expression is over and are
// destroyed once.

template <typename... Temporary>
Gate gate_with(const Gate& gate, Temporary&&...) {
  return gate;
}

Task with_temporaries(Gate gate) {
  Counted local;
  co_yield gate_with(gate, Counted("temporary"), std::string(100, 's'),
                     std::make_unique<Counted>("pointed to"), std::pair<int, Counted>(1, Counted()),
                     std::tuple<Counted, std::string>(), std::function<Gate()>([&] { return gate; }),
                     [&local] { return &local; });
  trail.push_back("next statement");
  co_return 1;
}

TEST_F(CompilerFacts, TemporariesOfAYieldAreDestroyedOnceAfterIt) {
  Gate gate;
  Task task = with_temporaries(gate);
  EXPECT_EQ(trail, (Trail{"return object"}));
  gate.open(0);
  ASSERT_GE(trail.size(), 4u);
  EXPECT_EQ(trail[1], "~pointed to");
  EXPECT_EQ(trail[2], "~temporary");
  EXPECT_EQ(trail[3], "next statement");
  EXPECT_TRUE(task.outcome().published);
}

TEST_F(CompilerFacts, TemporariesOfAReadyYieldAreDestroyedOnceAfterIt) {
  Task task = with_temporaries(Gate(1));
  EXPECT_TRUE(task.outcome().published);
  EXPECT_EQ(Counted::live, 0);
}

TEST_F(CompilerFacts, TemporariesOfADestroyedYieldAreDestroyedOnce) {
  Task task = with_temporaries(Gate());
  destroy_frames_newest_first();
  EXPECT_FALSE(task.outcome().published);
  EXPECT_EQ(Counted::live, 0);
}

// Closures and aggregates are put into a named local before the co_yield.

struct Aggregate {
  Counted first;
  std::string second;
};

Task with_named_locals(Gate gate) {
  Aggregate aggregate{Counted(), "text"};
  std::array<Counted, 2> array{Counted(), Counted()};
  auto closure = [counted = Counted(), gate] { return gate; };
  co_yield gate_with(closure(), aggregate, array, closure);
  co_return 1;
}

TEST_F(CompilerFacts, NamedClosuresAndAggregatesAreDestroyedOnce) {
  Gate gate;
  Task finishing = with_named_locals(gate);
  Task dying = with_named_locals(Gate());
  gate.open(0);
  destroy_frames_newest_first();
  EXPECT_TRUE(finishing.outcome().published);
  EXPECT_EQ(Counted::live, 0);
}

// A yield that is ready continues in place: the stack does not grow.

Task many_ready_yields(Gate ready) {
  int sum = 0;
  for (int i = 0; i < 300000; ++i) {
    int one = co_yield ready;
    sum += one;
  }
  co_return sum;
}

TEST_F(CompilerFacts, ReadyYieldsInALoopNeedNoStack) {
  Task task = many_ready_yields(Gate(1));
  EXPECT_EQ(task.outcome().value, 300000);
}

// If unhandled_exception lets an exception through before the first suspension, the frame is freed.

class Rethrowing {
 public:
  struct promise_type {
    Rethrowing get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { throw; }
    Counted counted;
  };
};

Rethrowing throws_at_once(Counted) {
  Counted local;
  if (Counted::live > 0) throw std::runtime_error("at once");
  co_return;
}

TEST_F(CompilerFacts, AnExceptionBeforeTheFirstSuspensionFreesTheFrame) {
  EXPECT_THROW(throws_at_once(Counted()), std::runtime_error);
  EXPECT_EQ(Counted::live, 0);
}

// The frame may be destroyed in the final awaiter, even while the ramp function is running; locals and
// parameters are destroyed before the outcome is published.

Task gives(Gate gate, Counted, bool fails) {
  Counted local;
  int value = co_yield gate;
  if (fails) throw std::runtime_error("failed");
  co_return value;
}

void expect_published(const Task& task, int caller_counted) {
  EXPECT_TRUE(task.outcome().published);
  EXPECT_EQ(task.outcome().frames_then, 0u);
  EXPECT_EQ(task.outcome().counted_then, caller_counted);
}

TEST_F(CompilerFacts, TheFinalAwaiterMayDestroyTheFrame) {
  Gate gate;
  Task task = gives(gate, Counted(), false);
  EXPECT_FALSE(task.outcome().published);
  gate.open(7);
  expect_published(task, 0);
  EXPECT_EQ(task.outcome().value, 7);
}

TEST_F(CompilerFacts, TheFinalAwaiterMayDestroyTheFrameInsideTheRamp) {
  Task task = gives(Gate(7), Counted(), false);
  // The argument itself belongs to the caller's full expression and is still alive.
  expect_published(task, 1);
  EXPECT_EQ(task.outcome().value, 7);
}

TEST_F(CompilerFacts, TheSameHoldsForACoroutineThatFails) {
  Gate gate;
  Task later = gives(gate, Counted(), true);
  gate.open(0);
  expect_published(later, 0);
  EXPECT_TRUE(later.outcome().error);
  Task at_once = gives(Gate(0), Counted(), true);
  expect_published(at_once, 1);
  EXPECT_TRUE(at_once.outcome().error);
}

// Destroying a suspended frame destroys its locals, parameters, temporaries and awaiter, at any depth.

Task nested(int depth, Gate gate, Counted parameter) {
  Counted local;
  if (depth == 0) {
    co_yield gate_with(gate, Counted());
    co_return 0;
  }
  Task inner = nested(depth - 1, gate, Counted());
  int value = co_yield gate_with(inner.outcome().gate, Counted(), parameter);
  co_return value + 1;
}

TEST_F(CompilerFacts, SuspendedFramesAreDestroyedWithAllTheyHold) {
  Task task = nested(50, Gate(), Counted());
  EXPECT_EQ(frames.size(), 51u);
  EXPECT_GE(Counted::live, 4 * 51);
  destroy_frames_newest_first();
  EXPECT_EQ(Counted::live, 0);
  EXPECT_FALSE(task.outcome().published);
}

TEST_F(CompilerFacts, FramesThatWaitForEachOtherFinishInnermostFirst) {
  Gate gate;
  Task task = nested(50, gate, Counted());
  gate.open(0);
  EXPECT_EQ(task.outcome().value, 50);
  EXPECT_EQ(frames.size(), 0u);
  EXPECT_EQ(Counted::live, 0);
}

// An awaiter that cannot be moved stays where it was created.

TEST_F(CompilerFacts, AnImmovableAwaiterKeepsItsAddress) {
  Gate gate;
  Task task = gives(gate, Counted(), false);
  ASSERT_NE(awaiter_at.ready, nullptr);
  EXPECT_EQ(awaiter_at.suspend, awaiter_at.ready);
  EXPECT_EQ(awaiter_at.destroyed, nullptr);
  gate.open(1);
  EXPECT_EQ(awaiter_at.resume, awaiter_at.ready);
  EXPECT_EQ(awaiter_at.destroyed, awaiter_at.ready);
}

// The end of a coroutine, step by step.

Task ends(Counted, Gate gate) {
  Counted local("local");
  co_yield gate;
  co_return 1;
}

TEST_F(CompilerFacts, TheEndComesInOrder) {
  Gate gate;
  Task task = ends(Counted("parameter"), gate);
  EXPECT_EQ(Counted::moves, 1) << "one move takes a parameter into the frame";
  trail.clear();
  gate.open(0);
  EXPECT_EQ(trail, (Trail{"return_value", "~local", "final_suspend", "~promise", "~parameter"}));
}

// A coroutine resumed inside a handler sees the exception being handled there. The runtime must resume
// nothing inside a handler; this would be noticed too late if only one compiler behaved like this.

Task sees_exception(Gate gate, std::exception_ptr* seen) {
  co_yield gate;
  *seen = std::current_exception();
  co_return 1;
}

TEST_F(CompilerFacts, AHandlersExceptionIsCurrentInWhatItResumes) {
  Gate gate;
  std::exception_ptr seen;
  std::exception_ptr outer;
  Task task = sees_exception(gate, &seen);
  try {
    throw std::runtime_error("outer");
  } catch (const std::runtime_error&) {
    outer = std::current_exception();
    gate.open(0);
  }
  EXPECT_TRUE(seen);
  EXPECT_EQ(seen, outer);
}

// The default argument of yield_value gives the line of the co_yield.

Task yields_on_a_line(int* line) {
  *line = __LINE__ + 1;
  co_yield Gate(1);
  co_return 1;
}

TEST_F(CompilerFacts, YieldValueLearnsItsLine) {
  int line = 0;
  Task task = yields_on_a_line(&line);
  EXPECT_EQ(line_of_yield, line);
}

// get_return_object returns exactly the return type: the object is created in its final place, before the
// body runs.

static_assert(std::is_same_v<decltype(std::declval<Task::promise_type>().get_return_object()), Task>);

Task says_body() {
  trail.push_back("body");
  co_return 1;
}

TEST_F(CompilerFacts, TheReturnObjectIsMadeInPlaceBeforeTheBody) {
  Task task = says_body();
  EXPECT_EQ(task.made_at(), &task);
  ASSERT_GE(trail.size(), 2u);
  EXPECT_EQ(trail[0], "return object");
  EXPECT_EQ(trail[1], "body");
}

}  // namespace

}  // namespace compiler_facts
