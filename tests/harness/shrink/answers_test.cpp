// A failure that needs an order of steps and answers to other questions: the shrinker names both.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/core/schedule_source.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/properties/judge.hpp"
#include "harness/shrink/shrinker.hpp"
#include "harness/subjects/world/shared.hpp"
#include "harness/subjects/world/world.hpp"

namespace windtunnel::shrink {
namespace {

using ::testing::HasSubstr;
using tornado::Future;

Future<void> write_one(World&, Shared<int> x) {
  co_yield x.write(1);
}

Future<void> read_early(World& world, Shared<int> x) {
  const std::uint32_t size = world.choose(5, "size");
  const std::uint32_t latency = world.choose(3, "latency");
  const int value = co_yield x.read();
  world.check(value != 0 || latency != 2, "it was written, or there was no latency");
  static_cast<void>(size);
}

Future<void> slow_reader(World& world) {
  const Shared<int> x(world, "x");
  world.spawn("write", write_one, x);
  world.spawn("read", read_early, x);
  co_yield world.join();
}

TEST(ShrunkAnswers, NameTheQuestionsThatMatter) {
  const WorldSubject subject(slow_reader, "slow_reader");
  properties::NoJudge judge;
  core::Trace trace;
  core::Failure failure;
  static_cast<core::Case&>(failure) = core::case_of(subject.subject());
  for (std::uint64_t seed = 1; !trace.objection; ++seed) {
    ASSERT_LT(seed, 1000U);
    core::SeededSource choices(seed);
    if (auto violation =
            run_and_judge(failure.subject, choices, core::options_of(failure), judge, trace, nullptr))
      failure.violation = *violation;
  }
  failure.schedule = trace.schedule;
  shrink(failure, judge);
  EXPECT_EQ(to_text(failure.schedule),
            "hold write/x.write#1 until read/x.read#1; answer value latency#1 with 2/3");
  EXPECT_THAT(failure.explanation, HasSubstr("world.choose(latency) = 2; without that it holds\n"));
  core::ScheduleSource again(failure.schedule);
  EXPECT_TRUE(run_and_judge(failure.subject, again, core::options_of(failure), judge, trace, nullptr));
}

}  // namespace
}  // namespace windtunnel::shrink
