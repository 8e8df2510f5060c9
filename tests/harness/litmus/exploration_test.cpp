#include "harness/litmus/exploration.hpp"

#include <gtest/gtest.h>
#include <set>

#include "harness/core/log_source.hpp"
#include "harness/litmus/outcome.hpp"
#include "tests/harness/litmus/exploring.hpp"

namespace windtunnel::litmus {
namespace {

TEST(Exploration, SeesEveryOrderOfEventsOnce) {
  const Exploration found = explore_scenario(events_scenario(4));
  EXPECT_EQ(found.schedules, 24U);
  EXPECT_TRUE(found.complete);
  std::set<std::string> different;
  for (const Observed& each : found.outcomes) {
    EXPECT_EQ(each.count, 1U) << each.outcome;
    different.insert(each.outcome);
  }
  EXPECT_EQ(different.size(), 24U);
  EXPECT_EQ(found.outcomes.front().outcome, "1; 2; 3; 4");
  EXPECT_TRUE(found.outcomes.front().schedule.empty());
}

TEST(Exploration, CountsSchedulesThatShowTheSame) {
  const Exploration found = explore_scenario(
      "from windtunnel import log, external\n\ndef main():\n    external(log, 1)\n    external(log, 1)\n"
      "    external(log, 2)\n");
  ASSERT_EQ(found.outcomes.size(), 3U);
  EXPECT_EQ(found.schedules, 6U);
  for (const Observed& each : found.outcomes) EXPECT_EQ(each.count, 2U) << each.outcome;
}

TEST(Exploration, KeepsAScheduleThatShowsEachOutcome) {
  const std::string text = events_scenario(3);
  const scenario::Scenario scenario = scenario::parse(text, "x.py");
  const subjects::ScenarioSubject subject(scenario, "x.py");
  for (const Observed& each : explore(subject.subject(), {}).outcomes) {
    if (!each.schedule.empty()) {
      EXPECT_NE(each.schedule[each.schedule.size() - 1].index, 0U);
    }
    core::LogSource choices(each.schedule);
    core::Trace trace;
    run(subject.subject(), choices, {}, trace);
    EXPECT_EQ(outcome_of(trace.text, false), each.outcome);
  }
}

TEST(Exploration, StopsAtItsLimitAndSaysSo) {
  ExploreOptions options;
  options.limit = 23;
  Exploration found = explore_scenario(events_scenario(4), options);
  EXPECT_EQ(found.schedules, 23U);
  EXPECT_FALSE(found.complete);
  options.limit = 24;
  found = explore_scenario(events_scenario(4), options);
  EXPECT_EQ(found.schedules, 24U);
  EXPECT_TRUE(found.complete);
}

TEST(Exploration, GoesAsFarAsTheFreedomDoes) {
  const std::string callbacks =
      "from tornado.ioloop import IOLoop\nfrom windtunnel import log\n\ndef main():\n"
      "    IOLoop.current().add_callback(log, 1)\n    IOLoop.current().add_callback(log, 2)\n";
  EXPECT_EQ(explore_scenario(callbacks).schedules, 1U);
  ExploreOptions options;
  options.model = core::SchedulingModel::adversarial;
  options.times = true;
  const Exploration found = explore_scenario(callbacks, options);
  ASSERT_EQ(found.outcomes.size(), 2U);
  EXPECT_EQ(found.outcomes[0].outcome, "1 @0; 2 @0");
  EXPECT_EQ(found.outcomes[1].outcome, "2 @0; 1 @0");
}

TEST(Exploration, RefusesWhatIsNotDeterministic) {
  std::uint32_t runs = 0;
  const core::Subject subject{
      [](const void* data, tornado::ChoiceSource& choices, const core::RunOptions&, core::Trace&) {
        std::uint32_t& count = *const_cast<std::uint32_t*>(static_cast<const std::uint32_t*>(data));
        choices.choose({tornado::ChoiceKind::value, 2 + count++, "site"});
      },
      &runs,
      {}};
  ExploreOptions options;
  options.limit = 10;
  EXPECT_THROW(explore(subject, options), std::logic_error);
}

}  // namespace
}  // namespace windtunnel::litmus
