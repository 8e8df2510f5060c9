#include "harness/report/explore_summary.hpp"

#include <fmt/format.h>

#include "harness/core/figures.hpp"

namespace windtunnel::report {

namespace {

std::string percent(double share) {
  if (share == 0) return "0 %";
  if (share < 0.0001) return "under 0.01 %";
  return fmt::format("{:.{}f} %", share * 100, share < 0.01 ? 2 : share < 0.1 ? 1 : 0);
}

std::string missed(const engine::SearchResult& result) {
  std::string words;
  for (unsigned depth = 1; depth < result.pct_runs.size(); ++depth) {
    if (result.pct_runs[depth] == 0) continue;
    words += fmt::format("{}of depth {} {}", words.empty() ? "" : ", ", depth,
                         percent(result.coverage.chance_missed(depth, result.pct_runs[depth])));
  }
  return words;
}

}  // namespace

std::string search_summary(std::string_view name, const engine::SearchOptions& options,
                           const engine::SearchResult& result) {
  const engine::Coverage& seen = result.coverage;
  std::string text;
  const auto line = [&](std::string_view what, const std::string& words) {
    text += fmt::format("{:<12}{}\n", what, words);
  };
  line("subject", fmt::format("{}  ({}, seed {})", name, options.strategy, options.seed));
  line("schedules", fmt::format("{}  ({} a second)", core::grouped(seen.runs()),
                                core::per_second(seen.runs(), result.seconds)));
  line("steps", fmt::format("{}  ({} a second)", core::grouped(seen.steps()),
                            core::per_second(seen.steps(), result.seconds)));
  if (result.only_counted) {
    line("orders", "not known, as they died with the process");
    line("time", fmt::format("{:.1f} s", result.seconds));
    return text;
  }
  line("size", fmt::format("up to {} tasks, {} decisions a schedule", core::grouped(seen.tasks()),
                           core::grouped(seen.decisions())));
  // The estimate is one of random runs.
  const bool at_random = !engine::enumerates(options.strategy);
  line("orders",
       fmt::format("{} partial orders", core::grouped(seen.orders())) +
           (at_random ? fmt::format("; the next schedule would show a new one with a chance of about {}",
                                    percent(seen.chance_of_news()))
                      : ""));
  if (const std::string words = missed(result); !words.empty() && !result.failure) {
    line("missed", fmt::format("a bug {}, at most (PCT)", words));
  }
  for (const engine::Share& share : result.shares) {
    line(share.name == result.shares.front().name ? "portfolio" : "",
         fmt::format("{:<12}{:>12} runs, {:>12} new orders", share.name, core::grouped(share.runs),
                     core::grouped(share.news)));
  }
  for (const std::string& words : result.goals.in_words(seen.runs())) line("goal", words);
  for (const std::string& words : result.objections()) line("not reached", words);
  if (!result.failure && result.objections().empty() && !result.goals.objections(seen.runs()).empty()) {
    line("not reached", result.cut_short
                            ? "the search was cut short: that a goal was not reached shows nothing"
                            : "this is a part of the search: what it did not reach, another one may have");
  }
  if (!result.certificate.empty()) line("shown", result.certificate);
  line("time", fmt::format("{:.1f} s{}", result.seconds, result.interrupted ? ", interrupted" : ""));
  return text;
}

}  // namespace windtunnel::report
