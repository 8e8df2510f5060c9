#include "harness/strategies/deviations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <set>
#include <string>

#include "harness/core/figures.hpp"
#include "harness/core/odometer_source.hpp"
#include "tests/harness/strategies/script.hpp"

namespace windtunnel::strategies {
namespace {

WorldSubject scripted(const Script& script, std::vector<std::string>& said, std::string& end) {
  return WorldSubject([&](World& world) {
    said.assign(script.tasks.size(), std::string());
    return run_script(world, script, said, end);
  });
}

std::size_t deviations_in(const core::ChoiceLog& schedule) {
  std::size_t count = 0;
  for (const core::Choice& choice : schedule.choices()) count += choice.index != 0 ? 1U : 0U;
  return count;
}

TEST(Deviations, RunsEveryScheduleByTheNumberOfItsDeviations) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Script script = random_script(seed);
    std::vector<std::string> said;
    std::string end;
    const WorldSubject subject = scripted(script, said, end);
    std::map<std::size_t, std::set<std::string>> all;
    std::uint64_t schedules = 0;
    core::OdometerSource odometer;
    core::Trace trace;
    do {
      run(subject.subject(), odometer, {}, trace);
      all[deviations_in(trace.schedule)].insert(to_text(trace.schedule));
    } while (++schedules < 2000 && odometer.next());
    if (schedules == 2000) continue;
    Deviations deviations;
    std::map<std::size_t, std::set<std::string>> found;
    std::size_t most = 0;
    while (deviations.begin_run(0, trace)) {
      run(subject.subject(), deviations, {}, trace);
      deviations.end_run(trace);
      const std::size_t count = deviations_in(trace.schedule);
      EXPECT_LE(most, deviations.complete_to().value_or(0) + 1);
      most = std::max(most, count);
      found[count].insert(to_text(trace.schedule));
    }
    EXPECT_EQ(found, all) << seed;
    EXPECT_EQ(deviations.schedules(), schedules) << seed << ": each counts once";
    EXPECT_EQ(deviations.certificate(), "complete: every schedule (" + core::grouped(schedules) + ")");
  }
}

TEST(Deviations, SaysToHowManyItIsComplete) {
  Script script;
  script.begun = 2;
  script.tasks = {{{Act::Kind::read, 0}, {Act::Kind::read, 0}}, {{Act::Kind::read, 0}, {Act::Kind::read, 0}}};
  std::vector<std::string> said;
  std::string end;
  const WorldSubject subject = scripted(script, said, end);
  Deviations deviations(1);
  core::Trace trace;
  EXPECT_EQ(deviations.certificate(), "");
  while (deviations.begin_run(0, trace)) {
    run(subject.subject(), deviations, {}, trace);
    deviations.end_run(trace);
    EXPECT_LE(deviations_in(trace.schedule), 1U);
  }
  EXPECT_EQ(deviations.certificate(), "complete up to 1 deviation (4 schedules)");
  EXPECT_EQ(deviations.complete_to(), 1U);
}

}  // namespace
}  // namespace windtunnel::strategies
