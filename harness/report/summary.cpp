#include "harness/report/summary.hpp"

#include <fmt/format.h>

#include "harness/core/digest.hpp"
#include "harness/core/figures.hpp"
#include "harness/findings/progress.hpp"

namespace windtunnel::report {

namespace {

bool is_enabled(tornado::ChoiceKind kind, core::SchedulingModel model) {
  switch (kind) {
    case tornado::ChoiceKind::external:
    case tornado::ChoiceKind::value:
      return true;
    case tornado::ChoiceKind::callback:
      return model == core::SchedulingModel::adversarial;
    case tornado::ChoiceKind::timer:
      return model != core::SchedulingModel::exact;
    default:
      return false;
  }
}

template <class Visit>
void for_each_choice_kind(Visit visit) {
  for (std::size_t at = 0; at < tornado::choice_kind_count; ++at) visit(static_cast<tornado::ChoiceKind>(at));
}

// Whether programs of these areas have what the law is about.
bool can_be_judged(std::string_view law, const generator::Areas& areas) {
  return law != "V15" || areas.has(generator::Area::sync);
}

}  // namespace

std::vector<std::string> never_occurred(const engine::CampaignOptions& options,
                                        const engine::CampaignResult& result) {
  std::vector<std::string> missing;
  for (std::size_t fault = 0; fault < result.faults.size(); ++fault) {
    if (result.faults_enabled[fault] != 0 && result.faults[fault] == 0)
      missing.push_back(fmt::format("fault `{}`", name_of(static_cast<tornado::Fault>(fault))));
  }
  // One program need not have what all of them have together.
  if (options.subject) return missing;
  result.constructs.missing().for_each([&](generator::Construct construct) {
    missing.push_back(fmt::format("construct `{}`", name_of(construct)));
  });
  for_each_choice_kind([&](tornado::ChoiceKind kind) {
    if (is_enabled(kind, options.model) && result.choices[kind].moved == 0) {
      missing.push_back(fmt::format("choice `{}`", tornado::name_of(kind)));
    }
  });
  result.marks.for_each(options.areas, [&](properties::Mark mark, std::uint64_t runs) {
    if (runs == 0) missing.push_back(fmt::format("mark `{}`", name_of(mark)));
  });
  for (const engine::LawTally& law : result.laws) {
    if (law.runs_judged == 0 && can_be_judged(law.name, options.areas))
      missing.push_back(fmt::format("law {} ({})", law.name, law.title));
  }
  return missing;
}

std::string summary(const engine::CampaignOptions& options, const engine::CampaignResult& result,
                    Paint paint) {
  std::string out;
  auto line = [&](std::string_view key, const std::string& text) {
    out += fmt::format("{:<11} {}\n", key, text);
  };
  if (options.subject) line("subject", std::string(options.subject->name));
  line("programs", fmt::format("{}  ({} a second)", core::grouped(result.programs),
                               core::per_second(result.programs, result.seconds)));
  line("schedules", fmt::format("{}  ({} model, seed {})", core::grouped(result.runs),
                                core::name_of(options.model), options.seed));
  line("steps", fmt::format("{}  ({} a second)", core::grouped(result.steps),
                            core::per_second(result.steps, result.seconds)));
  line("repeated", fmt::format("{} runs done twice, to compare", core::grouped(result.repeated)));
  std::string laws;
  for (const engine::LawTally& law : result.laws) {
    laws += fmt::format("{}{} {}", laws.empty() ? "" : ", ", law.name, core::grouped(law.runs_judged));
  }
  if (laws.empty()) laws = "none that holds in this model";
  line("laws", laws + "  (runs with something to judge)");
  std::string known;
  for (const auto& [defect, runs] : result.known)
    known += fmt::format("{}{} in {} runs", known.empty() ? "" : ", ", defect, core::grouped(runs));
  if (!known.empty()) line("known", known);
  out += fault_table(result, paint);
  std::size_t enabled = 0;
  for (std::uint64_t count : result.constructs.enabled) enabled += count != 0 ? 1 : 0;
  std::size_t missing = 0;
  result.constructs.missing().for_each([&](generator::Construct) { ++missing; });
  if (!options.subject)
    line("constructs", fmt::format("{} of {} enabled ones occurred", enabled - missing, enabled));
  std::string marks;
  result.marks.for_each(options.areas, [&](properties::Mark mark, std::uint64_t runs) {
    if (options.subject) return;
    marks += fmt::format("{}{} {}", marks.empty() ? "" : ", ", name_of(mark), core::grouped(runs));
  });
  if (!marks.empty()) line("marks", marks + "  (runs)");
  std::string choices;
  for_each_choice_kind([&](tornado::ChoiceKind kind) {
    const auto& count = result.choices[kind];
    if (count.asked == 0) return;
    choices += fmt::format("{}{} {} ({} not 0)", choices.empty() ? "" : ", ", tornado::name_of(kind),
                           core::grouped(count.asked), core::grouped(count.moved));
  });
  line("choices", choices);
  // A campaign that was cut short has not seen much, and that says nothing.
  std::string never;
  if (!result.failure && !result.interrupted) {
    for (const std::string& what : never_occurred(options, result))
      never.append(never.empty() ? "" : ", ").append(what);
  }
  if (!never.empty()) out += alarming(fmt::format("{:<11} {}", "NEVER SEEN", never), paint) + "\n";
  line("time", fmt::format("{:.1f} s{}", result.seconds, result.interrupted ? ", interrupted" : ""));
  // Once a law is broken, how far the other workers came is up to the machine.
  if (!result.failure) line("digest", core::hex(result.digest));
  return out;
}

std::string progress_line(const engine::CampaignOptions& options, const engine::CampaignProgress& progress,
                          double seconds) {
  return fmt::format(
      "{} programs, {} schedules, {} steps/s, {} constructs and {} coverage marks seen, {} findings, {:.0f} "
      "s{}",
      core::grouped(progress.cases), core::grouped(progress.runs), core::per_second(progress.steps, seconds),
      progress.constructs, progress.marks, progress.findings, seconds,
      findings::left_in_words(seconds, progress.cases, options.programs, options.time));
}

}  // namespace windtunnel::report
