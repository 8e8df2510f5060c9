// Subjects that take their process down, each by its own way: whatever they do, a finding is left, and it
// replays.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ostream>
#include <span>
#include <string_view>

#include "harness/check/campaign.hpp"
#include "harness/check/judge_apart.hpp"
#include "harness/check/reproduce.hpp"
#include "harness/check/shrink_apart.hpp"
#include "harness/check/shrinker.hpp"
#include "harness/subjects/native_subjects.hpp"
#include "tests/harness/apart/deadly.hpp"
#include "tests/harness/apart/seldom.hpp"

namespace windtunnel {

// What a test is named after; GoogleTest looks for it beside the type.
static void PrintTo(const NativeSubject& subject, std::ostream* out) {
  *out << subject.name;
}

namespace {

constexpr NativeSubject deadly[] = {
    {"deadly/abort", "", {seldom<abort_here>, nullptr, every_claim}},
    {"deadly/null", "", {seldom<dereference_null>, nullptr, every_claim}},
    {"deadly/loop", "", {seldom<loop_for_ever>, nullptr, every_claim}},
    {"deadly/recursion", "", {seldom<recurse_for_ever>, nullptr, every_claim}},
    {"deadly/memory", "", {seldom<allocate_for_ever>, nullptr, every_claim}},
    {"deadly/exit", "", {seldom<leave>, nullptr, every_claim}},
    {"deadly/killed", "", {seldom<be_killed>, nullptr, every_claim}},
    {"deadly/noexcept", "", {seldom<throw_out_of_noexcept>, nullptr, every_claim}},
};

// Makes subjects known as long as it lives.
class Known {
 public:
  explicit Known(std::span<const NativeSubject> subjects) : subjects_(subjects) {
    for (const NativeSubject& each : subjects_)
      add_native_subject(std::string(each.name), "takes its process down", each.subject);
  }
  Known(const Known&) = delete;
  Known& operator=(const Known&) = delete;
  ~Known() {
    for (const NativeSubject& each : subjects_) remove_native_subject(each.name);
  }

 private:
  std::span<const NativeSubject> subjects_;
};

CampaignOptions campaign_of(const NativeSubject& subject, unsigned jobs) {
  CampaignOptions options;
  options.programs = 3000;
  options.jobs = jobs;
  options.limits.patience = std::chrono::duration<double>(0.5);
  options.limits.memory = std::uint64_t{128} << 20U;
  options.natives = {&subject, 1};
  return options;
}

class NothingIsLost : public testing::TestWithParam<NativeSubject> {
 protected:
  static std::string_view law() { return GetParam().name == "deadly/loop" ? no_hang : no_crash; }

  const Known known_{deadly};
};

TEST_P(NothingIsLost, TheCampaignFindsTheSameForAnyNumberOfProcesses) {
  std::optional<Counterexample> first;
  for (const unsigned jobs : {1U, 3U}) {
    const CampaignResult result = run_campaign(campaign_of(GetParam(), jobs));
    ASSERT_TRUE(result.counterexample);
    const Counterexample& found = *result.counterexample;
    EXPECT_EQ(found.subject, GetParam().name);
    EXPECT_EQ(found.breach.law, law());
    EXPECT_EQ(found.breach.step, 6U) << "the choices that it drew";
    ASSERT_EQ(found.schedule.size(), 6U);
    EXPECT_EQ(found.schedule[1].index, 2U);
    EXPECT_EQ(found.schedule[4].index, 3U);
    EXPECT_GE(result.programs, found.program / 32 * 32) << "what was counted before it is still there";
    if (!first) first = found;
    EXPECT_EQ(found.program, first->program);
    EXPECT_EQ(found.schedule, first->schedule);
    EXPECT_EQ(found.breach, first->breach);
  }
}

TEST_P(NothingIsLost, TheFindingReplaysAndShrinks) {
  Counterexample found;
  found.subject = GetParam().name;
  for (const std::uint32_t index : {1U, 2U, 3U, 0U, 3U, 1U})
    found.schedule.append({tornado::ChoiceKind::value, 4, index});
  found.breach = {law(), 6, "as it was found"};
  const Finding raw = to_finding(found);
  EXPECT_THAT(raw.message, testing::StartsWith("it "));
  const Replay again = replay(parse_finding(to_text(raw), "raw"), "raw");
  ASSERT_TRUE(again.breach);
  EXPECT_TRUE(again.reproduced());
  EXPECT_EQ(again.breach->message, raw.message);
  const Shrunk shrunk = shrink_apart(found, raw);
  EXPECT_EQ(to_text(shrunk.finding.schedule), "value:0/4,value:2/4,value:0/4,value:0/4,value:3/4");
  EXPECT_EQ(shrunk.finding.law, law());
  EXPECT_EQ(shrunk.given_up, "");
  EXPECT_TRUE(replay(shrunk.finding, "shrunk").reproduced());
  // What is on disk can be shrunk too, and a result no further.
  const Counterexample read = to_counterexample(raw, "raw");
  EXPECT_EQ(read.breach.law, law());
  EXPECT_EQ(read.schedule, found.schedule);
}

INSTANTIATE_TEST_SUITE_P(Deadly, NothingIsLost, testing::ValuesIn(deadly), [](const auto& about) {
  return std::string(about.param.name.substr(about.param.name.find('/') + 1));
});

TEST(NothingIsLostOf, ARunThatComesBack) {
  const Known known(deadly);
  const std::optional<Subject> subject = find_native_subject("deadly/abort");
  ASSERT_TRUE(subject);
  const ApartRun run = run_apart(*subject, {}, {});
  EXPECT_FALSE(run.breach);
  EXPECT_EQ(run.schedule.size(), 6U);
}

// A finding of another law, whose shrinker meets what kills it.
TEST(NothingIsLostOf, AFindingWhoseShrinkingDies) {
  static constexpr NativeSubject trap{
      "deadly/trap",
      "",
      {[](const void*, tornado::ChoiceSource& choices, const RunOptions&, Trace&) {
         if (choices.choose({tornado::ChoiceKind::value, 4, "trap"}) != 3) std::abort();
         throw std::runtime_error("out");
       },
       nullptr, every_claim}};
  const Known known({&trap, 1});
  Counterexample found;
  found.subject = trap.name;
  found.schedule.append({tornado::ChoiceKind::value, 4, 3});
  found.breach = {escape, 0, "out"};
  const Finding raw = to_finding(found);
  const Shrunk shrunk = shrink_apart(found, raw);
  EXPECT_EQ(shrunk.given_up, "it was ended by signal 6 (SIGABRT)");
  EXPECT_EQ(shrunk.finding, raw);
}

}  // namespace
}  // namespace windtunnel
