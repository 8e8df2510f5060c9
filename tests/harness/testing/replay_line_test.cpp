// The line that replays a finding is pasted into a terminal or a report, so it must be short.
#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <unistd.h>
#include <vector>

#include "harness/engine/explorer.hpp"
#include "harness/findings/keep.hpp"
#include "harness/properties/judge.hpp"
#include "harness/subjects/cpp_subjects.hpp"
#include "harness/testing/failure_words.hpp"

namespace windtunnel {
namespace {

// The line that a failing test of that subject prints; nothing if it does not fail in a few runs.
std::optional<std::string> replay_line(const std::string& name, core::SchedulingModel model) {
  core::Case one = core::case_of(*subjects::find_cpp_subject(name));
  one.model = model;
  properties::NoJudge judge;
  engine::SearchOptions options;
  options.runs = 500;
  const engine::SearchResult searched = search(one, judge, options);
  if (!searched.failure) return std::nullopt;
  findings::KeepOptions keeping;
  keeping.folder = fmt::format("{}windtunnel-lines-{}", ::testing::TempDir(), getpid());
  ToldFailure told;
  const std::string words = failure_in_words(keep(*searched.failure, judge, keeping), one.subject, 1,
                                             fmt::format("./my_test --gtest_filter=Subjects.{}", name), told);
  std::filesystem::remove_all(keeping.folder);
  const std::size_t begin = words.find("\nreplay ");
  if (begin == std::string::npos) return std::string(10'000, '-');  // too long to be printed
  return words.substr(begin + 1, words.find('\n', begin + 1) - begin - 1);
}

TEST(ReplayLine, OfTheMedianFindingIsShort) {
  std::vector<std::size_t> lengths;
  std::string longest;
  bool taken = false;
  for (const std::string& name : subjects::cpp_subject_names()) {
    if (name.ends_with("_fixed") || name == "periodic") continue;
    taken = !taken;
    if (!taken) continue;  // every second one, which takes half of the time
    const std::optional<std::string> line = replay_line(name, core::SchedulingModel::realistic);
    if (!line) continue;
    lengths.push_back(line->size());
    if (line->size() > longest.size()) longest = *line;
  }
  ASSERT_GE(lengths.size(), 15U);
  std::sort(lengths.begin(), lengths.end());
  EXPECT_LE(lengths[lengths.size() / 2], 200U);
  fmt::print("{} findings: the median line has {} characters, the longest {}\n", lengths.size(),
             lengths[lengths.size() / 2], longest.size());
}

}  // namespace
}  // namespace windtunnel
