#include "harness/apart/flight_recorder.hpp"

#include <gtest/gtest.h>

#include "harness/apart/forked_child.hpp"
#include "harness/choices/recording_source.hpp"
#include "harness/choices/seeded_source.hpp"
#include "tests/harness/apart/deadly.hpp"

namespace windtunnel {
namespace {

using tornado::ChoiceKind;

TEST(FlightRecorder, HoldsTheChoicesOfAProcessThatDied) {
  const SharedMemory<FlightRecorder> recorder;
  SeededSource seeded(5);
  ChoiceLog expected;
  const auto draw = [](tornado::ChoiceSource& source) {
    for (std::uint32_t at = 0; at < 100; ++at)
      source.choose({at % 2 == 0 ? ChoiceKind::external : ChoiceKind::value, at + 2, "site"});
  };
  run_apart(
      [&] {
        FlightRecordingSource source(seeded, *recorder);
        draw(source);
        be_killed();
      },
      {});
  RecordingSource recording(seeded, expected);
  draw(recording);
  EXPECT_EQ(recorder->log(), expected);
  recorder->clear();
  EXPECT_TRUE(recorder->log().empty());
}

TEST(FlightRecorder, HasALimit) {
  const SharedMemory<FlightRecorder> recorder;
  for (std::size_t at = 0; at < choice_limit + 10; ++at) recorder->append(ChoiceKind::value, 2, 1);
  EXPECT_EQ(recorder->log().size(), choice_limit);
}

}  // namespace
}  // namespace windtunnel
