// Subjects that take their process down, each by its own way: whatever they do, a finding is left, and it
// replays.
#include "harness/findings/keep.hpp"

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>
#include <ostream>
#include <string_view>
#include <unistd.h>
#include <vector>

#include "harness/engine/campaign.hpp"
#include "harness/engine/explorer.hpp"
#include "harness/engine/isolated_run.hpp"
#include "harness/engine/shared_memory.hpp"
#include "harness/findings/replay.hpp"
#include "harness/shrink/shrinker.hpp"
#include "harness/subjects/cpp_subjects.hpp"
#include "tests/harness/engine/deadly.hpp"
#include "tests/harness/engine/seldom.hpp"

// What a test is named after; GoogleTest looks for it beside the type.
namespace windtunnel::subjects {
static void PrintTo(const CppSubject& subject, std::ostream* out) {
  *out << subject.name;
}
}  // namespace windtunnel::subjects

namespace windtunnel::findings {

namespace {

const subjects::CppSubject deadly[] = {
    {"deadly/abort",
     "",
     {engine::seldom<engine::abort_here>, nullptr, core::local_guarantees, "deadly/abort"}},
    {"deadly/null",
     "",
     {engine::seldom<engine::dereference_null>, nullptr, core::local_guarantees, "deadly/null"}},
    {"deadly/loop",
     "",
     {engine::seldom<engine::loop_for_ever>, nullptr, core::local_guarantees, "deadly/loop"}},
    {"deadly/recursion",
     "",
     {engine::seldom<engine::recurse_for_ever>, nullptr, core::local_guarantees, "deadly/recursion"}},
    {"deadly/memory",
     "",
     {engine::seldom<engine::allocate_for_ever>, nullptr, core::local_guarantees, "deadly/memory"}},
    {"deadly/exit", "", {engine::seldom<engine::leave>, nullptr, core::local_guarantees, "deadly/exit"}},
    {"deadly/killed",
     "",
     {engine::seldom<engine::be_killed>, nullptr, core::local_guarantees, "deadly/killed"}},
    {"deadly/noexcept",
     "",
     {engine::seldom<engine::throw_out_of_noexcept>, nullptr, core::local_guarantees, "deadly/noexcept"}},
};

engine::CampaignOptions campaign_of(const subjects::CppSubject& subject, unsigned jobs) {
  engine::CampaignOptions options;
  options.programs = 3000;
  options.jobs = jobs;
  options.limits.timeout = std::chrono::duration<double>(0.5);
  options.limits.memory = std::uint64_t{128} << 20U;
  options.own_subjects = {&subject, 1};
  return options;
}

class NothingIsLost : public testing::TestWithParam<subjects::CppSubject> {
 protected:
  static std::string_view law() {
    return GetParam().name == "deadly/loop" ? rules::no_hang : rules::no_crash;
  }
};

TEST_P(NothingIsLost, TheCampaignFindsTheSameForAnyNumberOfProcesses) {
  std::optional<engine::CampaignFailure> first;
  for (const unsigned jobs : {1U, 3U}) {
    const engine::CampaignResult result = run_campaign(campaign_of(GetParam(), jobs));
    ASSERT_TRUE(result.failure);
    const engine::CampaignFailure& found = *result.failure;
    EXPECT_EQ(found.subject.data, GetParam().subject.data);
    EXPECT_EQ(found.violation.law, law());
    EXPECT_EQ(found.violation.step, 6U) << "the choices that it drew";
    ASSERT_EQ(found.schedule.choices.size(), 6U);
    EXPECT_EQ(found.schedule.choices[1].index, 2U);
    EXPECT_EQ(found.schedule.choices[4].index, 3U);
    EXPECT_GE(result.programs, found.number / 32 * 32) << "what was counted before it is still there";
    if (!first) first = found;
    EXPECT_EQ(found.number, first->number);
    EXPECT_EQ(found.schedule, first->schedule);
    EXPECT_EQ(found.violation, first->violation);
  }
}

core::Failure failure_of_six(const core::Subject& subject, std::string_view law) {
  core::Failure found;
  found.subject = subject;
  for (const std::uint32_t index : {1U, 2U, 3U, 0U, 3U, 1U})
    found.schedule.choices.append({tornado::ChoiceKind::value, 4, index});
  found.violation = {law, 6, "as it was found"};
  return found;
}

KeepOptions into(std::string_view folder) {
  KeepOptions options;
  // Tests run beside one another.
  options.folder = std::filesystem::path(testing::TempDir()) / fmt::format("{}_{}", folder, getpid());
  options.shrink.time.reset();
  std::filesystem::remove_all(options.folder);
  return options;
}

TEST_P(NothingIsLost, TheFindingReplaysAndShrinks) {
  properties::NoJudge nothing;
  const core::Failure found = failure_of_six(GetParam().subject, law());
  const Kept kept = keep(found, nothing, into("keep_test_deadly"));
  EXPECT_THAT(kept.raw.message, testing::StartsWith("it "));
  const Finding raw = parse_finding(to_text(kept.raw), "raw");
  const Replay again = replay(failure_of(raw, found.subject), nothing);
  ASSERT_TRUE(again.violation);
  EXPECT_TRUE(again.reproduced());
  EXPECT_EQ(again.violation->message, raw.message);
  EXPECT_EQ(to_text(kept.finding.schedule), "value:0/4,value:2/4,value:0/4,value:0/4,value:3/4");
  EXPECT_EQ(kept.finding.law, law());
  EXPECT_EQ(kept.given_up, "");
  EXPECT_TRUE(replay(failure_of(read_finding(kept.path), found.subject), nothing).reproduced());
}

INSTANTIATE_TEST_SUITE_P(Deadly, NothingIsLost, testing::ValuesIn(deadly), [](const auto& about) {
  return std::string(about.param.name.substr(about.param.name.find('/') + 1));
});

TEST(Keep, ARunThatComesBackIsNoViolation) {
  const engine::IsolatedRun run = engine::run_isolated(case_of(deadly[0].subject));
  EXPECT_FALSE(run.violation);
  EXPECT_EQ(run.schedule.size(), 6U);
}

// A failure of another rule, whose shrinker meets what kills it.
TEST(Keep, AFailureWhoseShrinkingDiesIsKeptAsItWasFound) {
  core::Failure found;
  found.subject = {[](const void*, tornado::ChoiceSource& choices, const core::RunOptions&, core::Trace&) {
                     if (choices.choose({tornado::ChoiceKind::value, 4, "trap"}) != 3) std::abort();
                     throw std::runtime_error("out");
                   },
                   nullptr, core::local_guarantees, "trap"};
  found.schedule.choices.append({tornado::ChoiceKind::value, 4, 3});
  found.violation = {rules::escape, 0, "out"};
  properties::NoJudge nothing;
  const Kept kept = keep(found, nothing, into("keep_test_trap"));
  EXPECT_EQ(kept.given_up, "it was ended by signal 6 (SIGABRT)");
  EXPECT_EQ(kept.finding, kept.raw);
  EXPECT_EQ(read_finding(kept.path), kept.raw);
}

// The run that the shrinker accepts last depends on how many ran before it in its process.
TEST(Keep, WhatDoesNotFailInAFreshProcessIsNotKept) {
  static int runs = 0;
  core::Failure found;
  found.subject = {
      [](const void*, tornado::ChoiceSource& choices, const core::RunOptions&, core::Trace& trace) {
        const std::uint32_t drawn = choices.choose({tornado::ChoiceKind::value, 4, "lucky"});
        if (drawn == 3 || ++runs > 1) trace.objection = core::Objection{rules::check, 0, "no"};
      },
      nullptr, core::local_guarantees, "lucky"};
  found.schedule.choices.append({tornado::ChoiceKind::value, 4, 3});
  found.violation = {rules::check, 0, "no"};
  properties::NoJudge nothing;
  const Kept kept = keep(found, nothing, into("keep_test_lucky"));
  EXPECT_THAT(kept.given_up, testing::HasSubstr("fresh process"));
  EXPECT_EQ(to_text(read_finding(kept.path).schedule), "value:3/4");
}

TEST(Keep, WhatCannotBeWrittenIsStillTold) {
  KeepOptions options;
  options.folder = "/dev/null/findings";
  properties::NoJudge nothing;
  const Kept kept = keep(failure_of_six(deadly[0].subject, rules::no_crash), nothing, options);
  EXPECT_EQ(kept.finding.law, rules::no_crash);
  EXPECT_GT(kept.shrunk.accepted, 0U);
  EXPECT_TRUE(kept.path.empty());
  EXPECT_THAT(kept.not_written, testing::HasSubstr("/dev/null/findings"));
}

// One name for what is not finished yet would be overwritten and renamed away by the others.
TEST(Keep, ManyCanWriteTheSameFindingAtOnce) {
  const KeepOptions options = into("keep_test_many");
  properties::NoJudge nothing;
  const Finding finding = to_finding(failure_of_six(deadly[0].subject, rules::no_crash), nothing);
  std::vector<std::unique_ptr<engine::ForkedChild>> writers;
  for (int writer = 0; writer < 40; ++writer) {
    writers.push_back(std::make_unique<engine::ForkedChild>(
        [&] {
          for (int time = 0; time < 20; ++time) write_finding(finding, options.folder);
        },
        engine::ChildLimits{}));
  }
  for (const auto& writer : writers) {
    while (!writer->poll()) engine::ForkedChild::wait_for_any(writers, std::chrono::milliseconds(10));
    EXPECT_EQ(writer->poll()->reason, engine::ExitReason::returned) << writer->poll()->standard_error;
  }
  const auto files = std::filesystem::directory_iterator(options.folder);
  EXPECT_EQ(std::distance(begin(files), end(files)), 1);
}

// The raw finding of one process is the final one of another, which gave up making it small.
TEST(Keep, ManyCanKeepTheSameFailureAtOnce) {
  constexpr int processes = 6;
  struct Shared {
    std::atomic<int> kept{0};
  };
  const engine::SharedMemory<Shared> shared;
  const KeepOptions options = into("keep_test_many_keep");
  const auto keep_and_look = [&](bool makes_small) {
    properties::NoJudge nothing;
    KeepOptions own = options;
    if (!makes_small) own.shrink.runs = 0;
    const Kept kept = keep(failure_of_six(deadly[0].subject, rules::no_crash), nothing, own);
    ++shared->kept;
    while (shared->kept < processes) usleep(1000);
    if (kept.path.empty() || read_finding(kept.path) != kept.finding) std::abort();
  };
  std::vector<std::unique_ptr<engine::ForkedChild>> children;
  for (int child = 0; child < processes; ++child) {
    children.push_back(std::make_unique<engine::ForkedChild>([&, child] { keep_and_look(child % 2 == 0); },
                                                             engine::ChildLimits{}));
  }
  for (const auto& child : children) {
    while (!child->poll()) engine::ForkedChild::wait_for_any(children, std::chrono::milliseconds(10));
    EXPECT_EQ(child->poll()->reason, engine::ExitReason::returned) << child->poll()->standard_error;
  }
  const auto files = std::filesystem::directory_iterator(options.folder);
  EXPECT_EQ(std::distance(begin(files), end(files)), 2) << "the small one, and the one of those that gave up";
}

// What happened to the tool is no fault of the program.
TEST(Keep, AWorkerThatIsEndedFromOutsideIsNoFailureOfItsProgram) {
  struct Shared {
    std::atomic<pid_t> worker{0};
  };
  static const engine::SharedMemory<Shared> shared;
  for (const int signal : {SIGKILL, SIGXCPU}) {
    shared->worker = 0;
    const core::Subject slow{[](const void*, tornado::ChoiceSource&, const core::RunOptions&, core::Trace&) {
                               // The first run waits to be ended; when it runs again it comes to its end.
                               if (shared->worker != 0) return;
                               shared->worker = getpid();
                               while (true) pause();
                             },
                             nullptr, core::local_guarantees};
    engine::CampaignOptions options;
    options.programs = 100;
    options.subject = subjects::CppSubject{"slow", "", slow};
    try {
      run_campaign(options, [&](const engine::PoolProgress&) {
        if (shared->worker != 0) kill(shared->worker, signal);
      });
      ADD_FAILURE() << "nothing was thrown";
    } catch (const std::runtime_error& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr("was ended from outside"));
    }
  }
}

// A subject whose forked child goes on: it must neither work on as a second worker nor be waited for.
TEST(Keep, ASubjectThatForksAndGoesOnDoesNotHangTheSearch) {
  const core::Subject forking{
      [](const void*, tornado::ChoiceSource& choices, const core::RunOptions&, core::Trace& trace) {
        if (choices.choose({tornado::ChoiceKind::value, 50, "fork"}) != 7) return;
        const pid_t child = fork();
        trace.text = child == 0 ? "0 child\n" : "0 parent\n";
        if (child == 0 && choices.choose({tornado::ChoiceKind::value, 2, "stay"}) == 1) sleep(60);
      },
      nullptr, core::local_guarantees};
  const auto begin = std::chrono::steady_clock::now();
  for (const unsigned jobs : {1U, 3U}) {
    engine::SearchOptions options;
    options.runs = 2000;
    options.jobs = jobs;
    options.strategy = "random";
    properties::NoJudge nothing;
    const engine::SearchResult result = search(case_of(forking), nothing, options);
    EXPECT_FALSE(result.failure);
    EXPECT_EQ(result.coverage.runs(), 2000U);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

}  // namespace
}  // namespace windtunnel::findings
