#include "harness/core/answer.hpp"

#include <gtest/gtest.h>

#include "harness/core/constrained_source.hpp"
#include "harness/core/schedule.hpp"

namespace windtunnel::core {
namespace {

using tornado::ChoiceKind;

TEST(Answer, IsReadAsItWasWritten) {
  for (const char* text :
       {"answer fault net/client>server/reset#2 with 1", "answer fault reset#2 with 1/3",
        "answer value world/choose#1 with 4294967295", "answer latency net/a>b/latency#10 with 3",
        "answer value the%20size%3b#1 with 2"}) {
    const std::optional<Answer> answer = parse_answer(text);
    ASSERT_TRUE(answer) << text;
    EXPECT_EQ(to_text(*answer), text);
  }
  EXPECT_EQ(parse_answer("answer value the%20size#1 with 2")->site, "the size");
  for (const char* text :
       {"", "answer", "answer fault", "answer fault a#1", "answer fault a with 1", "answer fault a#0 with 1",
        "answer fault a#1 with 0", "answer luck a#1 with 1", "answer fault #1 with 1",
        "answer fault a%2#1 with 1", "answer fault a#1 with 1 ", "answer fault a#1 with 4294967296",
        "answer fault a#1 with 1/", "answer fault a#1 with 3/3", "answer fault a#1 with 1/0",
        "answer fault a#1 with /3"})
    EXPECT_FALSE(parse_answer(text)) << text;
}

TEST(Answer, IsPartOfASchedule) {
  for (const char* text :
       {"answer fault a#1 with 1", "hold a/x.read#1 until b/x.write#1; answer fault a#1 with 1",
        "answer fault a#1 with 1; answer value b#2 with 3; value:1/3"}) {
    EXPECT_TRUE(parse_schedule(text).named());
    EXPECT_EQ(to_text(parse_schedule(text)), text);
  }
  EXPECT_EQ(parse_schedule("answer fault a#1 with 1").answers.size(), 1U);
  EXPECT_THROW(parse_schedule("hold a/x#1 until b/x#1; answer fault a"), ScheduleError);
}

TEST(Answer, GoesToTheQuestionThatItNamesAndToNoOther) {
  const Schedule schedule = parse_schedule("answer fault a#2 with 1; answer value a#1 with 5");
  ConstrainedSource choices(schedule);
  EXPECT_EQ(choices.choose({ChoiceKind::fault, 3, "a"}), 0U);
  EXPECT_EQ(choices.choose({ChoiceKind::fault, 3, "b"}), 0U);
  EXPECT_EQ(choices.choose({ChoiceKind::value, 3, "a"}), 2U) << "the last of fewer options";
  EXPECT_EQ(choices.choose({ChoiceKind::fault, 3, "a"}), 1U);
  EXPECT_EQ(choices.choose({ChoiceKind::fault, 3, "a"}), 0U);
}

TEST(Answer, DoesNotFitARunThatAsksOtherwise) {
  const Schedule schedule = parse_schedule("answer fault a#1 with 1/2; answer value b#1 with 1");
  const tornado::StepLog no_steps;
  ConstrainedSource fits(schedule);
  fits.choose({ChoiceKind::fault, 2, "a"});
  EXPECT_EQ(fits.misfit(no_steps),
            "the schedule says `answer value b#1 with 1`, but the run does not ask for that");
  fits.choose({ChoiceKind::value, 7, "b"});
  EXPECT_EQ(fits.misfit(no_steps), "");
  ConstrainedSource wider(schedule);
  wider.choose({ChoiceKind::fault, 3, "a"});
  EXPECT_EQ(wider.misfit(no_steps),
            "the schedule says `answer fault a#1 with 1/2`, but the run has 3 options there");
}

}  // namespace
}  // namespace windtunnel::core
