// What is found on a network shrinks to the few sentences that matter: over the subjects on a network that
// have a bug, a median of at most 2, and at most 5.
#include <algorithm>
#include <cstdio>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "harness/engine/explorer.hpp"
#include "harness/shrink/explain.hpp"
#include "harness/shrink/shrinker.hpp"
#include "harness/subjects/cpp_subjects.hpp"

namespace windtunnel::shrink {
namespace {

core::Failure shrunk_finding(const char* name, std::uint64_t seed) {
  core::Case one = core::case_of(*subjects::find_cpp_subject(name));
  one.model = core::SchedulingModel::realistic;
  properties::NoJudge nothing;
  engine::SearchOptions options;
  options.runs = 50'000;
  options.seed = seed;
  const engine::SearchResult searched = search(one, nothing, options);
  if (!searched.failure) return {};
  core::Failure found = *searched.failure;
  shrink(found, nothing);
  return found;
}

TEST(NetworkSentences, AreFew) {
  std::vector<std::size_t> counts;
  for (const char* name :
       {"key_value_segments", "retry_twice", "stale_answer", "keep_alive", "late_cancel"}) {
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
      const core::Failure found = shrunk_finding(name, seed);
      ASSERT_FALSE(found.violation.law.empty()) << name << ", seed " << seed;
      properties::NoJudge nothing;
      counts.push_back(count_sentences(found, nothing));
      std::printf("%s, seed %d: %zu\n%s", name, static_cast<int>(seed), counts.back(),
                  found.explanation.c_str());
      EXPECT_LE(counts.back(), 5U) << name << ": " << found.explanation;
    }
  }
  std::sort(counts.begin(), counts.end());
  EXPECT_LE(counts[counts.size() / 2], 2U);
}

TEST(NetworkSentences, SayWhatHappensWithoutThem) {
  const core::Failure found = shrunk_finding("retry_twice", 1);
  ASSERT_FALSE(found.violation.law.empty());
  EXPECT_THAT(found.explanation, ::testing::StartsWith("the law breaks if "));
  EXPECT_THAT(found.explanation, ::testing::HasSubstr("; without that it holds\n"));
}

}  // namespace
}  // namespace windtunnel::shrink
