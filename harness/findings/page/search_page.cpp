#include "harness/findings/page/search_page.hpp"

#include <fmt/format.h>
#include <utility>

#include "harness/core/figures.hpp"

namespace windtunnel::findings {

namespace {

PageCounts strategies_of(const engine::SearchOptions& options, const engine::SearchResult& result) {
  PageCounts counts;
  counts.id = "strategies";
  counts.heading = "Strategies";
  counts.about = "A strategy that shows more new partial orders gets more schedules.";
  counts.columns = {"strategy", "schedules", "new partial orders"};
  counts.must_happen = false;
  for (const engine::Share& share : result.shares)
    counts.rows.push_back({share.name, {share.runs, share.news}});
  if (counts.rows.empty() && !result.only_counted) {
    counts.about.clear();
    counts.rows.push_back({options.strategy, {result.coverage.runs(), result.coverage.orders()}});
  }
  return counts;
}

PageCounts goals_of(const engine::SearchResult& result) {
  PageCounts counts;
  counts.id = "goals";
  counts.heading = "Sometimes";
  counts.about = "Rare situations that some schedule must reach.";
  counts.columns = {"situation", "schedules that reached it"};
  for (const engine::GoalFigures::Sometimes& goal : result.goals.sometimes)
    counts.rows.push_back({goal.words, {goal.runs}});
  return counts;
}

PageCounts faults_of(const engine::SearchResult& result) {
  PageCounts counts;
  counts.id = "faults";
  counts.heading = "Faults";
  counts.columns = {"fault", "schedules in which it could strike", "struck"};
  for (const engine::FaultFigures::Count& fault : result.faults.counts)
    counts.rows.push_back({fault.name, {fault.runs, fault.struck}});
  return counts;
}

std::string verdict_of(const engine::SearchResult& result) {
  if (result.failure)
    return fmt::format("breaks {}: {}", result.failure->violation.law, result.failure->violation.message);
  if (!result.objections().empty()) return result.objections().front();
  return result.certificate.empty() ? "nothing broke" : "nothing broke; " + result.certificate;
}

}  // namespace

Curves::Values values_of(const engine::SearchProgress& progress) {
  if (progress.shares.empty()) return {{"partial orders", progress.orders}};
  Curves::Values values;
  for (const engine::Share& share : progress.shares) values.emplace_back(share.name, share.news);
  return values;
}

CampaignPage page_of(std::string_view name, const engine::SearchOptions& options,
                     const engine::SearchResult& result, Curves curves) {
  CampaignPage page;
  page.name = name;
  page.verdict = verdict_of(result);
  page.broken = result.failure || !result.objections().empty();
  const auto say = [&](std::string_view what, std::string words) {
    page.searched.emplace_back(what, std::move(words));
  };
  say("strategy", fmt::format("{}, seed {}", options.strategy, options.seed));
  say("schedules", fmt::format("{} in {:.1f} s", core::grouped(result.coverage.runs()), result.seconds));
  say("steps", core::grouped(result.coverage.steps()));
  if (result.only_counted) {
    say("partial orders", "not known, as they died with the process");
  } else {
    say("size", fmt::format("up to {} tasks, {} decisions a schedule", core::grouped(result.coverage.tasks()),
                            core::grouped(result.coverage.decisions())));
    say("partial orders", core::grouped(result.coverage.orders()));
    if (!engine::enumerates(options.strategy)) {
      say("left", fmt::format("the next schedule would show a new one with a chance of about {:.2g} %",
                              100 * result.coverage.chance_of_news()));
    }
  }
  for (const engine::GoalFigures::Reach& goal : result.goals.reach)
    say("reach", fmt::format("\"{}\": {} at most", goal.words, goal.best));
  for (const std::string& words : result.objections()) say("not reached", words);
  if (!result.certificate.empty()) say("shown", result.certificate);
  if (result.cut_short) say("ended", result.interrupted ? "interrupted" : "the time was over");
  page.new_things = "New partial orders";
  page.curves = std::move(curves);
  page.counts = {strategies_of(options, result), goals_of(result), faults_of(result)};
  return page;
}

}  // namespace windtunnel::findings
