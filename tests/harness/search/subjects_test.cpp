// The benchmark subjects: each bug can be found, and nothing is found where it is mended.
#include <gtest/gtest.h>
#include <string>

#include "harness/search/explorer.hpp"
#include "harness/subjects/native_subjects.hpp"

namespace windtunnel {
namespace {

bool is_fixed(std::string_view name) {
  return name.ends_with("_fixed");
}

std::vector<std::string> benchmark_subjects() {
  std::vector<std::string> names = native_subject_names();
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
    const SearchResult result = search(*find_native_subject(name), options);
    EXPECT_EQ(result.broken.has_value(), !is_fixed(name))
        << name << (result.broken ? ": " + result.broken->breach.message : "");
  }
}

TEST(BenchmarkSubjects, KeepTheLawsOfTheRuntime) {
  for (const std::string& name : benchmark_subjects()) {
    if (!is_fixed(name)) continue;
    SearchOptions options;
    options.runs = 200;
    options.strategy = "random";
    options.laws = true;
    for (const Freedom freedom : {Freedom::contract, Freedom::adversary}) {
      options.freedom = freedom;
      const SearchResult result = search(*find_native_subject(name), options);
      EXPECT_FALSE(result.broken) << name << " under " << name_of(freedom) << ": "
                                  << result.broken->breach.law << " " << result.broken->breach.message;
    }
  }
}

}  // namespace
}  // namespace windtunnel
