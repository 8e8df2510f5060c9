#include "harness/findings/replay_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>
#include <string>

#include "harness/core/random.hpp"

namespace windtunnel::findings {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Finding pasted_finding() {
  Finding finding;
  finding.law = "check";
  finding.subject = "counter";
  finding.model = core::SchedulingModel::realistic;
  finding.step = 57;
  finding.digest = 0xfedcba9876543210;
  return finding;
}

core::ChoiceLog pasted_choices() {
  return core::parse_choices(
      "callback:0/2,callback:0/2,callback:1/3,timer:0/2,callback:1/3,value:7/4294967295");
}

TEST(ReplayText, HoldsWhatAReplayNeeds) {
  Finding finding = pasted_finding();
  const std::string text = replay_text(finding, pasted_choices());
  EXPECT_THAT(text, HasSubstr("1.counter.check."));
  finding.schedule = pasted_choices();
  EXPECT_EQ(parse_replay_text(text), finding);
  EXPECT_TRUE(is_replay_text(text));
  EXPECT_FALSE(is_replay_text("findings/check-9c95f60cb9adfe11.finding"));
  EXPECT_FALSE(is_replay_text("1.finding/x"));
}

TEST(ReplayText, HoldsAnyChoices) {
  core::Random random(7);
  for (int run = 0; run < 300; ++run) {
    core::ChoiceLog log;
    for (std::uint32_t left = random.below(200); left > 0; --left) {
      const std::uint32_t options = 2 + random.below(run % 3 == 0 ? 1U << 20U : 3);
      log.append({static_cast<tornado::ChoiceKind>(random.below(tornado::choice_kind_count)), options,
                  random.below(options)});
    }
    EXPECT_EQ(parse_replay_text(replay_text(pasted_finding(), log)).schedule,
              core::Schedule(log.without_trailing_zeros()));
  }
}

// A run of a hundred steps, each a choice among two or three tasks, fits into a line that is pasted.
TEST(ReplayText, IsShort) {
  core::Random random(1);
  core::ChoiceLog log;
  for (int step = 0; step < 100; ++step) {
    const std::uint32_t options = 2 + random.below(2);
    log.append({tornado::ChoiceKind::callback, options, random.below(options)});
  }
  EXPECT_LE(std::string("--windtunnel_replay=").size() + replay_text(pasted_finding(), log).size(), 200U);
}

TEST(ReplayText, OfAnotherVersionIsRefused) {
  std::string text = replay_text(pasted_finding(), pasted_choices());
  text.front() = '9';
  try {
    parse_replay_text(text);
    FAIL() << "it was read";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("begins with 9, but this version of windtunnel reads"));
  }
}

TEST(ReplayText, ThatIsDamagedIsRefused) {
  const std::string text = replay_text(pasted_finding(), pasted_choices());
  const std::size_t last = text.size() - 1;
  for (std::size_t at = 2; at < last; ++at) {
    EXPECT_THROW(parse_replay_text(text.substr(0, at)), std::runtime_error) << at;
    std::string other = text;
    other[at] = other[at] == 'x' ? 'y' : 'x';
    EXPECT_THROW(parse_replay_text(other), std::runtime_error) << at;
  }
  EXPECT_THROW(parse_replay_text(text + ".more"), std::runtime_error);
  EXPECT_THROW(parse_replay_text(text + "\n"), std::runtime_error);
}

TEST(ReplayText, IsNotMadeForNamesThatAShellReads) {
  Finding finding = pasted_finding();
  finding.subject = "a b";
  EXPECT_EQ(replay_text(finding, {}), "");
  finding.subject = "a.b";
  EXPECT_EQ(replay_text(finding, {}), "");
  finding.subject = "[](World&)";
  EXPECT_EQ(replay_text(finding, {}), "");
}

}  // namespace
}  // namespace windtunnel::findings
