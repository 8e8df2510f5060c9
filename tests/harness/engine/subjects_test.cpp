// The benchmark subjects: each bug can be found, and nothing is found where it is mended.
#include <gtest/gtest.h>
#include <string>

#include "harness/engine/explorer.hpp"
#include "harness/subjects/cpp_subjects.hpp"

namespace windtunnel::engine {
namespace {

bool is_fixed(std::string_view name) {
  return name.ends_with("_fixed");
}

std::vector<std::string> benchmark_subjects() {
  std::vector<std::string> names = subjects::cpp_subject_names();
  std::erase_if(names, [](const std::string& name) { return name == "periodic"; });
  return names;
}

TEST(BenchmarkSubjects, AreManyAndHaveCorrectTwins) {
  int buggy = 0;
  int fixed = 0;
  for (const std::string& name : benchmark_subjects()) ++(is_fixed(name) ? fixed : buggy);
  EXPECT_GE(buggy, 25);
  EXPECT_GE(fixed, 10);
}

TEST(BenchmarkSubjects, BreakWhereThereIsABugAlone) {
  for (const std::string& name : benchmark_subjects()) {
    SearchOptions options;
    options.runs = is_fixed(name) ? 2'000 : 50'000;
    properties::NoJudge nothing;
    const SearchResult result = search(core::case_of(*subjects::find_cpp_subject(name)), nothing, options);
    EXPECT_EQ(result.failure.has_value(), !is_fixed(name))
        << name << (result.failure ? ": " + result.failure->violation.message : "");
  }
}

TEST(BenchmarkSubjects, KeepTheLawsOfTheRuntime) {
  for (const std::string& name : benchmark_subjects()) {
    if (!is_fixed(name)) continue;
    SearchOptions options;
    options.runs = 200;
    options.strategy = "random";
    for (const core::SchedulingModel model :
         {core::SchedulingModel::exact, core::SchedulingModel::adversarial}) {
      core::Case one = core::case_of(*subjects::find_cpp_subject(name));
      one.model = model;
      properties::LawJudge judge(one.subject.guarantees);
      const SearchResult result = search(one, judge, options);
      EXPECT_FALSE(result.failure) << name << " under " << core::name_of(model) << ": "
                                   << result.failure->violation.law << " "
                                   << result.failure->violation.message;
    }
  }
}

}  // namespace
}  // namespace windtunnel::engine
