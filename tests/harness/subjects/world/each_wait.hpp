// Runs a program once for each wait at which it can be abandoned.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "harness/properties/judge.hpp"
#include "harness/subjects/world/world.hpp"

namespace windtunnel {

// The quiet schedule, but that the `which`-th question whether to abandon is answered by yes; 0: none.
class AbandonAt final : public tornado::ChoiceSource {
 public:
  explicit AbandonAt(unsigned which) : which_(which) {}
  std::uint32_t choose(const tornado::ChoicePoint& point) override {
    if (point.kind != tornado::ChoiceKind::fault) return 0;
    EXPECT_THAT(std::string(point.site), ::testing::StartsWith("abandon/"));
    EXPECT_EQ(point.options, 2U);
    return ++asked == which_ ? 1 : 0;
  }

  unsigned asked = 0;

 private:
  unsigned which_;
};

struct AbandonedRuns {
  unsigned waits = 0;               ///< of the run in which nobody is abandoned
  std::vector<std::string> broken;  ///< by the wait: the violation; "-" if there is none
  std::vector<std::string> notes;   ///< the line of the trace that says what happened
};

// Runs the program with nobody abandoned, and then once for each wait.
inline AbandonedRuns each_wait(const WorldProgram& program,
                               core::SchedulingModel model = core::SchedulingModel::realistic) {
  AbandonedRuns runs;
  const WorldSubject subject(program);
  core::RunOptions options;
  options.name_things = true;
  options.model = model;
  for (unsigned which = 0; which <= runs.waits; ++which) {
    AbandonAt choices(which);
    core::Trace trace;
    properties::LawJudge laws(core::all_guarantees);
    const auto found = properties::run_and_judge(subject.subject(), choices, options, laws, trace);
    if (which == 0) {
      runs.waits = choices.asked;
      EXPECT_FALSE(found) << found->message;
      continue;
    }
    EXPECT_GE(choices.asked, which);
    runs.broken.push_back(found ? std::string(found->law) + ": " + found->message : "-");
    const std::size_t at = trace.text.find(" is abandoned ");
    const std::size_t begin = trace.text.rfind('\n', at) + 1;
    runs.notes.push_back(trace.text.substr(begin, trace.text.find('\n', at) - begin));
  }
  return runs;
}

}  // namespace windtunnel
