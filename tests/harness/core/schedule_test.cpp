#include "harness/core/schedule.hpp"

#include <gtest/gtest.h>

#include "harness/core/constrained_source.hpp"

namespace windtunnel::core {
namespace {

TEST(StepName, IsReadAsItWasWritten) {
  for (const char* text : {"main/turn#1", "worker#2/x.write#3", "server/worker#2/lock.write#10",
                           "worker*/x.read", "worker*/any", "a%20b/c%3b.read#1"}) {
    const std::optional<StepName> name = parse_step_name(text);
    ASSERT_TRUE(name) << text;
    EXPECT_EQ(to_text(*name), text);
  }
  for (const char* text :
       {"", "x", "/x#1", "a/", "a/x#", "a/x#0", "a/x#1x", "a/x#-1", "a b/x#1", "a/x;y", "a/x*"})
    EXPECT_FALSE(parse_step_name(text)) << text;
}

TEST(StepName, AWideOneMatchesItsKin) {
  const StepName wide = *parse_step_name("server/worker*/x.write");
  EXPECT_TRUE(matches(wide, *parse_step_name("server/worker#2/x.write#7")));
  EXPECT_TRUE(matches(wide, *parse_step_name("server#3/worker/x.write#1")));
  EXPECT_FALSE(matches(wide, *parse_step_name("server/worker#2/x.read#7")));
  EXPECT_FALSE(matches(wide, *parse_step_name("server/workers/x.write#7")));
  const StepName narrow = *parse_step_name("worker/x.write#2");
  EXPECT_TRUE(matches(narrow, narrow));
  EXPECT_FALSE(matches(narrow, *parse_step_name("worker#2/x.write#2")));
  EXPECT_FALSE(matches(narrow, *parse_step_name("worker/x.write#1")));
}

TEST(Constraint, ASchedulesTextIsReadAsItWasWritten) {
  for (const char* text :
       {"hold a/x.read#1 until b/x.write#1", "hold a*/any until main/turn#2; hold b/y.write#1 until a/turn#1",
        "hold a/x.read#1 until b/x.write#1; 1/3,value:0/2"}) {
    EXPECT_FALSE(parse_schedule(text).constraints.empty());
    EXPECT_EQ(to_text(parse_schedule(text)), text);
  }
  EXPECT_TRUE(parse_schedule("1/3").constraints.empty());
  EXPECT_EQ(to_text(parse_schedule("1/3")), "1/3");
  EXPECT_EQ(to_text(parse_schedule("-")), "-");
}

TEST(Constraint, WhatIsNoneIsRefusedWithItsPlace) {
  const auto column = [](const char* text) -> std::size_t {
    try {
      parse_schedule(text);
      return 0;
    } catch (const ScheduleError& error) {
      return error.column();
    }
  };
  EXPECT_EQ(column("hold a/x#1"), 1U);
  EXPECT_EQ(column("hold ax until b/x#1"), 6U);
  EXPECT_EQ(column("hold a/x#1 until b"), 18U);
  EXPECT_EQ(column("hold a/x#1 until b/x#1; nothing; 1/2"), 25U);
  EXPECT_EQ(column("hold a/x#1 until b/x#1; 1/2,2/2"), 29U);
}

}  // namespace
}  // namespace windtunnel::core
