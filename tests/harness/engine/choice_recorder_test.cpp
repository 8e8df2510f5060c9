#include "harness/engine/choice_recorder.hpp"

#include <gtest/gtest.h>

#include "harness/core/recording_source.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/engine/forked_child.hpp"
#include "tests/harness/engine/deadly.hpp"

namespace windtunnel::engine {
namespace {

using tornado::ChoiceKind;

TEST(ChoiceRecorder, HoldsTheChoicesOfAProcessThatDied) {
  const SharedMemory<ChoiceRecorder> recorder;
  core::SeededSource seeded(5);
  core::ChoiceLog expected;
  const auto draw = [](tornado::ChoiceSource& source) {
    for (std::uint32_t at = 0; at < 100; ++at)
      source.choose({at % 2 == 0 ? ChoiceKind::external : ChoiceKind::value, at + 2, "site"});
  };
  work_isolated(
      [&] {
        SharedRecordingSource source(seeded, *recorder);
        draw(source);
        be_killed();
      },
      {});
  core::RecordingSource recording(seeded, expected);
  draw(recording);
  EXPECT_EQ(recorder->log(), expected);
  recorder->clear();
  EXPECT_TRUE(recorder->log().empty());
}

TEST(ChoiceRecorder, HasALimit) {
  const SharedMemory<ChoiceRecorder> recorder;
  for (std::size_t at = 0; at < core::choice_limit + 10; ++at) recorder->append(ChoiceKind::value, 2, 1);
  EXPECT_EQ(recorder->log().size(), core::choice_limit);
}

}  // namespace
}  // namespace windtunnel::engine
