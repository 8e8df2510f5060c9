#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <fmt/ostream.h>

#include "harness/engine/explorer.hpp"
#include "harness/findings/finding.hpp"
#include "harness/findings/replay.hpp"
#include "harness/shrink/shrinker.hpp"
#include "harness/subjects/cpp_subjects.hpp"
#include "tests/search_bench/page.hpp"

namespace windtunnel::search_bench {

namespace {

constexpr std::uint64_t seeds = 5;

struct Shrunk {
  std::size_t size = 0;  // constraints, and choices that are not 0
  std::uint32_t runs = 0;
  double seconds = 0;
};

Shrunk shrunk(core::Failure found) {
  properties::NoJudge nothing;
  const auto begin = std::chrono::steady_clock::now();
  const shrink::ShrinkReport report = shrink::shrink(found, nothing);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  const findings::Finding finding = findings::to_finding(found, nothing);
  const auto choices = finding.schedule.choices.choices();
  const auto moved = std::count_if(choices.begin(), choices.end(),
                                   [](const core::Choice& choice) { return choice.index != 0; });
  return {
      finding.schedule.constraints.size() + finding.schedule.answers.size() + static_cast<std::size_t>(moved),
      report.runs, took.count()};
}

template <class T>
T median(std::vector<T> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

void write_shrunk(std::ostream& page) {
  fmt::print(
      page,
      "\n## Shrunk findings\n\nThe findings of the portfolio with {} seeds, shrunk: how many "
      "constraints (and choices other than the usual ones) are left, and how many runs and seconds that "
      "took. The goals were a median of at most 3, none over 6, and at most 500 runs and 1 s each.\n\n"
      "| subject | constraints: median | most | runs: most | seconds: most |\n|---|---|---|---|---|\n",
      seeds);
  std::vector<std::size_t> all;
  for (const std::string& name : subjects(false)) {
    core::Case subject = core::case_of(*subjects::find_cpp_subject(name));
    subject.model = model_of(name);
    properties::NoJudge nothing;
    std::vector<std::size_t> sizes;
    std::uint32_t runs = 0;
    double seconds = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      engine::SearchOptions options;
      options.runs = 50'000;
      options.seed = seed;
      const engine::SearchResult result = search(subject, nothing, options);
      if (!result.failure) continue;
      const Shrunk each = shrunk(*result.failure);
      sizes.push_back(each.size);
      runs = std::max(runs, each.runs);
      seconds = std::max(seconds, each.seconds);
    }
    if (sizes.empty()) {
      fmt::print(page, "| {} | not found | | | |\n", name);
      continue;
    }
    all.insert(all.end(), sizes.begin(), sizes.end());
    const std::string line = fmt::format("| {} | {} | {} | {} | {:.2f} |\n", name, median(sizes),
                                         *std::max_element(sizes.begin(), sizes.end()), runs, seconds);
    fmt::print(page, "{}", line);
    fmt::print(stderr, "{}", line);
  }
  fmt::print(page, "\nOf all {}: median {}, most {}; {} have more than 6.\n", all.size(), median(all),
             *std::max_element(all.begin(), all.end()),
             std::count_if(all.begin(), all.end(), [](std::size_t size) { return size > 6; }));
  page << R"(
The shrinker first simplifies the choices, then turns them into constraints, then tries to leave out each constraint once. With hundreds
of steps this takes more than 500 runs. If the 500 runs for the constraints are used up before each was tried, more of them remain.
)";
}

}  // namespace windtunnel::search_bench
