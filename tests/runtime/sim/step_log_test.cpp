#include "runtime/sim/step_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <vector>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using ::testing::ElementsAre;

Step touching(std::uint32_t object, Touch touch) {
  Step step;
  step.object = object;
  step.touch = touch;
  return step;
}

std::vector<std::uint32_t> ready_numbers(const StepLog& log) {
  std::vector<std::uint32_t> numbers;
  for (std::size_t at = 0; at < log.ready_count(); ++at) numbers.push_back(log.ready(at).number);
  return numbers;
}

TEST(StepLog, KeepsReadyStepsInTheOrderInWhichTheyBecameSo) {
  StepLog log;
  for (std::uint32_t object = 1; object <= 5; ++object) log.add(touching(object, Touch::read));
  log.begin(2, {});
  log.begin(0, {});
  log.add(touching(6, Touch::write));
  EXPECT_THAT(ready_numbers(log), ElementsAre(2, 4, 5, 6));
  for (std::size_t at = 0; at < log.ready_count(); ++at) EXPECT_EQ(log.place_of(log.ready(at).number), at);
  ASSERT_EQ(log.done().size(), 2U);
  EXPECT_EQ(log.done()[0].number, 3U);
  EXPECT_EQ(log.done()[1].number, 1U);
}

TEST(StepLog, NoTwoReadyStepsShareASlotAndSlotsAreUsedAgain) {
  StepLog log;
  std::vector<std::uint32_t> slots;
  for (int at = 0; at < 3; ++at) slots.push_back(log.add(touching(1, Touch::read)));
  EXPECT_EQ(log.begin(1, {}), slots[1]);
  EXPECT_EQ(log.add(touching(1, Touch::read)), slots[1]);
  EXPECT_NE(log.slot(0), log.slot(1));
}

TEST(StepLog, KnowsWhatMadeAStepReady) {
  StepLog log;
  log.add(touching(1, Touch::read));
  log.begin(0, {});
  log.add(touching(2, Touch::read));
  EXPECT_EQ(log.ready(0).cause, 1U);
  EXPECT_EQ(log.ready(0).epoch, 0U);
  log.begin(0, {});
  log.end_epoch();
  log.add(touching(3, Touch::read));
  EXPECT_EQ(log.ready(0).cause, 0U);
  EXPECT_EQ(log.ready(0).epoch, 1U);
}

TEST(StepLog, KnowsWhatAStepTouchedBesideItsOwnObject) {
  StepLog log;
  log.touch(7, Touch::write);
  EXPECT_TRUE(log.accesses().empty()) << "no step runs";
  log.add(touching(1, Touch::read));
  log.begin(0, {});
  log.touch(7, Touch::write);
  ASSERT_EQ(log.accesses().size(), 1U);
  EXPECT_EQ(log.accesses()[0].at, 0U);
  EXPECT_EQ(log.accesses()[0].object, 7U);
}

TEST(StepLog, NamesTasksAndObjects) {
  StepLog log;
  const std::uint32_t parent = log.add_task("server", 0);
  const std::uint32_t child = log.add_task("request", parent);
  EXPECT_EQ(log.task_name(child), "request");
  EXPECT_EQ(log.parent(child), parent);
  EXPECT_EQ(log.task_name(0), "main");
  EXPECT_EQ(log.object_name(log.add_object("x")), "x");
  log.clear();
  EXPECT_EQ(log.task_count(), 0U);
  EXPECT_EQ(log.task_name(log.add_task("other", 0)), "other");
}

TEST(SimLoop, AsksWithTheStepsWhenItAsksWhichComesNext) {
  struct Asking final : ChoiceSource {
    std::uint32_t choose(const ChoicePoint& point) override {
      if (point.steps != nullptr) ready.push_back(point.steps->ready_count());
      return point.options - 1;
    }
    std::vector<std::size_t> ready;
  } asking;
  SimLoop loop(asking, SchedulingModel::adversarial);
  std::vector<int> ran;
  for (int number = 1; number <= 3; ++number) loop.add_callback([&ran, number] { ran.push_back(number); });
  loop.start();
  EXPECT_THAT(ran, ElementsAre(3, 2, 1));
  EXPECT_THAT(asking.ready, ElementsAre(3, 2));
}

// A loop that is used again is as a new one.
TEST(SimLoop, AfterAResetIsAsNew) {
  ListedChoices choices;
  SimLoop loop(choices);
  int ran = 0;
  loop.call_later(Duration(5), [&] { ++ran; });
  loop.start();
  loop.call_later(Duration(5), [&] { ++ran; });
  loop.reset(choices, SchedulingModel::adversarial);
  EXPECT_EQ(loop.time(), at_seconds(0));
  EXPECT_EQ(loop.phases(), 0U);
  EXPECT_EQ(loop.end(), RunEnd::none);
  loop.start();
  EXPECT_EQ(loop.end(), RunEnd::idle);
  EXPECT_EQ(ran, 1) << "what was timed before is dropped";
}

}  // namespace
}  // namespace tornado
