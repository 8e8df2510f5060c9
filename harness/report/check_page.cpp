#include "harness/report/check_page.hpp"

#include <fmt/format.h>
#include <utility>

#include "harness/core/digest.hpp"
#include "harness/core/figures.hpp"
#include "harness/report/summary.hpp"

namespace windtunnel::report {

namespace {

using findings::PageCounts;

PageCounts laws_of(const engine::CampaignResult& result) {
  PageCounts counts{"laws", "Laws", "", {"law", "schedules with something to judge"}, {}};
  for (const engine::LawTally& law : result.laws)
    counts.rows.push_back({fmt::format("{} {}", law.name, law.title), {law.runs_judged}});
  return counts;
}

PageCounts marks_of(const engine::CampaignOptions& options, const engine::CampaignResult& result) {
  PageCounts counts{"marks",
                    "Coverage marks",
                    "Rare situations that generated programs must reach.",
                    {"situation", "schedules that reached it"},
                    {}};
  if (options.subject) return counts;
  result.marks.for_each(options.areas, [&](properties::Mark mark, std::uint64_t runs) {
    counts.rows.push_back({std::string(name_of(mark)), {runs}});
  });
  return counts;
}

PageCounts faults_of(const engine::CampaignResult& result) {
  PageCounts counts{"faults", "Faults", "", {"fault", "schedules in which it could strike", "struck"}, {}};
  for (std::size_t fault = 0; fault < result.faults.size(); ++fault) {
    if (result.faults_enabled[fault] == 0) continue;
    counts.rows.push_back({std::string(name_of(static_cast<tornado::Fault>(fault))),
                           {result.faults_enabled[fault], result.faults[fault]}});
  }
  return counts;
}

PageCounts choices_of(const engine::CampaignResult& result) {
  PageCounts counts{"choices", "Choices", "", {"kind", "asked", "not answered as usual"}, {}};
  for (std::size_t at = 0; at < tornado::choice_kind_count; ++at) {
    const auto kind = static_cast<tornado::ChoiceKind>(at);
    const auto& count = result.choices[kind];
    if (count.asked != 0) counts.rows.push_back({std::string(name_of(kind)), {count.asked, count.moved}});
  }
  return counts;
}

PageCounts constructs_of(const engine::CampaignOptions& options, const engine::CampaignResult& result) {
  PageCounts counts{"constructs",
                    "Constructs",
                    "",
                    {"construct", "programs that could have it", "programs that had it"},
                    {}};
  if (options.subject) return counts;
  for (std::size_t at = 0; at < generator::construct_count; ++at) {
    if (result.constructs.enabled[at] == 0) continue;
    counts.rows.push_back({std::string(name_of(static_cast<generator::Construct>(at))),
                           {result.constructs.enabled[at], result.constructs.occurred[at]}});
  }
  return counts;
}

}  // namespace

findings::Curves::Values values_of(const engine::CampaignProgress& progress) {
  return {
      {"coverage marks", progress.marks}, {"constructs", progress.constructs}, {"faults", progress.faults}};
}

findings::CampaignPage page_of(const engine::CampaignOptions& options, const engine::CampaignResult& result,
                               findings::Curves curves) {
  findings::CampaignPage page;
  page.name = options.subject ? fmt::format("check-{}", options.subject->name) : "check";
  page.broken = result.failure.has_value();
  page.verdict = result.failure
                     ? fmt::format("program {} breaks {}: {}", result.failure->number,
                                   result.failure->violation.law, result.failure->violation.message)
                     : "all laws hold";
  const auto say = [&](std::string_view what, std::string words) {
    page.searched.emplace_back(what, std::move(words));
  };
  if (options.subject) say("subject", std::string(options.subject->name));
  say("programs", fmt::format("{} in {:.1f} s", core::grouped(result.programs), result.seconds));
  say("schedules", fmt::format("{} ({} model, seed {})", core::grouped(result.runs),
                               core::name_of(options.model), options.seed));
  say("steps", core::grouped(result.steps));
  say("repeated", fmt::format("{} schedules run twice, to compare", core::grouped(result.repeated)));
  for (const auto& [defect, runs] : result.known)
    say("known defect", fmt::format("{} in {} schedules", defect, core::grouped(runs)));
  if (!result.failure && !result.interrupted)
    for (const std::string& what : never_occurred(options, result)) say("never seen", what);
  if (!result.failure) say("digest", core::hex(result.digest));
  if (result.interrupted) say("ended", "interrupted");
  page.new_things = "New things";
  page.curves = std::move(curves);
  page.counts = {laws_of(result), marks_of(options, result), faults_of(result), choices_of(result),
                 constructs_of(options, result)};
  return page;
}

}  // namespace windtunnel::report
