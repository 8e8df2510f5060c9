#include "harness/fuzzing/feedback.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>
#include <vector>

#include "harness/core/choice_log.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/subjects/world/shared.hpp"
#include "harness/subjects/world/world.hpp"

// What libFuzzer reads.
extern "C" {
extern std::uint8_t __start___libfuzzer_extra_counters;
extern std::uint8_t __stop___libfuzzer_extra_counters;
}

namespace windtunnel::fuzz {
namespace {

using Features = std::set<std::ptrdiff_t>;

Features told(const core::Trace& trace) {
  std::uint8_t* const begin = &__start___libfuzzer_extra_counters;
  std::uint8_t* const end = &__stop___libfuzzer_extra_counters;
  EXPECT_EQ(end - begin, feature_count);
  std::fill(begin, end, std::uint8_t{0});
  note_run(trace);
  Features features;
  for (std::uint8_t* at = begin; at != end; ++at) {
    if (*at != 0) features.insert(at - begin);
  }
  return features;
}

tornado::Future<void> write_one(World&, Shared<int> x) {
  co_yield x.write(1);
}
tornado::Future<void> read_once(World&, Shared<int> x) {
  co_yield x.read();
}
tornado::Future<void> write_and_read(World& world) {
  const Shared<int> x(world, "x");
  world.spawn("write", write_one, x);
  world.spawn("read", read_once, x);
  co_yield world.join();
}

TEST(Feedback, TellsWhichWriteARunsReadsFound) {
  const WorldSubject program(write_and_read);
  std::set<Features> kinds;
  core::Trace trace;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Features first;
    for (int again = 0; again < 2; ++again) {
      core::SeededSource choices(seed);
      run(program.subject(), choices, core::RunOptions(), trace);
      const Features features = told(trace);
      EXPECT_FALSE(features.empty());
      if (again == 0) first = features;
      EXPECT_EQ(features, first);
    }
    kinds.insert(first);
  }
  // The two tasks do the same in either order, but for what the read finds.
  EXPECT_EQ(kinds.size(), 2U);
}

TEST(Feedback, TellsEachPairOfKindsOfEventsOnce) {
  core::Trace trace;
  const Features none = told(trace);
  using Kind = tornado::EventKind;
  for (const Kind kind : {Kind::callback_queued, Kind::callback_begin, Kind::callback_queued,
                          Kind::callback_begin, Kind::callback_begin})
    trace.events.record(kind);
  EXPECT_TRUE(none.empty());
  // The first after nothing, the two alternating, the one after itself.
  EXPECT_EQ(told(trace).size(), 4U);
}

TEST(Feedback, TellsHowNearARunCameToItsGoals) {
  std::set<Features> kinds;
  std::size_t plain = 0;
  core::Trace trace;
  for (const double best : {-1.0, 1.0, 2.0, 63.0, 100.0, 1e300}) {
    trace.goals.reach.clear();
    plain = told(trace).size();
    trace.goals.reach.emplace_back();
    trace.goals.reach.back().words = "depth";
    trace.goals.reach.back().best = best;
    const Features features = told(trace);
    EXPECT_EQ(features.size(), plain + 1) << best;
    kinds.insert(features);
  }
  EXPECT_EQ(kinds.size(), 6U);
}

}  // namespace
}  // namespace windtunnel::fuzz
