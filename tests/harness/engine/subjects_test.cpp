// The benchmark subjects: each bug can be found, and nothing is found where it is mended.
#include <gtest/gtest.h>
#include <string>
#include <utility>

#include "harness/engine/explorer.hpp"
#include "harness/properties/rules.hpp"
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

// The search of EXPECT_HOLDS: in the realistic model.
SearchResult searched(const std::string& name, const SearchOptions& options) {
  core::Case one = core::case_of(*subjects::find_cpp_subject(name));
  one.model = core::SchedulingModel::realistic;
  properties::NoJudge nothing;
  return search(one, nothing, options);
}

TEST(BenchmarkSubjects, BreakWhereThereIsABugAlone) {
  for (const std::string& name : benchmark_subjects()) {
    SearchOptions options;
    options.runs = is_fixed(name) ? 2'000 : 50'000;
    const SearchResult result = searched(name, options);
    EXPECT_EQ(result.failure.has_value(), !is_fixed(name))
        << name << (result.failure ? ": " + result.failure->violation.message : "");
  }
}

TEST(BenchmarkSubjects, BugsOfPublicProjectsAreFoundWithEverySeed) {
  const std::pair<const char*, std::uint64_t> bugs[] = {
      {"hand_over", 10'000},
      {"head_gives_up", 10'000},
      {"head_gives_up_mutant", 10'000},
      {"late_cancel", 200},
      {"late_refusal_moment", 10'000},
      {"late_refusal_sleeps", 10'000},
      {"late_refusal_drawn", 10'000},
      {"late_refusal_turn", 10'000},
      {"late_refusal_moment_half", 10'000},
      {"late_refusal_sleeps_half", 10'000},
      {"late_refusal_drawn_half", 10'000},
      {"late_refusal_turn_half", 10'000},
      {"keep_alive", 10'000},
      {"library_deadlock", 10'000},
      {"broadcast_map", 10'000},
      {"broadcast_half", 10'000},
      {"broadcast_vector", 10'000},
  };
  for (const auto& [name, runs] : bugs) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      SearchOptions options;
      options.runs = runs;
      options.seed = seed;
      EXPECT_TRUE(searched(name, options).failure) << name << ", seed " << seed;
    }
  }
}

TEST(BenchmarkSubjects, KeepTheLawsOfTheRuntime) {
  for (const std::string& name : benchmark_subjects()) {
    if (!is_fixed(name)) continue;
    SearchOptions options;
    options.runs = 200;
    options.strategy = "random";
    // A correct program need not be correct in the adversarial model, but it keeps the laws there.
    for (const core::SchedulingModel model : core::all_models) {
      core::Case one = core::case_of(*subjects::find_cpp_subject(name));
      one.model = model;
      properties::LawJudge judge(one.subject.guarantees);
      const SearchResult result = search(one, judge, options);
      const bool of_the_program = model == core::SchedulingModel::adversarial && result.failure &&
                                  result.failure->violation.law == rules::check;
      EXPECT_TRUE(!result.failure || of_the_program)
          << name << " under " << core::name_of(model) << ": " << result.failure->violation.law << " "
          << result.failure->violation.message;
    }
  }
}

}  // namespace
}  // namespace windtunnel::engine
