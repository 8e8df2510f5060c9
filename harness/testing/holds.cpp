#include "harness/testing/holds.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

#include "harness/engine/explorer.hpp"
#include "harness/findings/isolated_replay.hpp"
#include "harness/findings/keep.hpp"
#include "harness/findings/replay_verdict.hpp"
#include "harness/subjects/world/world.hpp"
#include "harness/testing/outside_calls.hpp"

namespace windtunnel {

namespace {

std::string in_words(const findings::Kept& kept, const std::string& how) {
  const findings::Finding& finding = kept.finding;
  std::string words = fmt::format("{} {}\nbroken by   {}\nschedule    {}\n\n{}\n", how, finding.law,
                                  finding.message, to_text(finding.schedule), finding.trace);
  if (!kept.reproducible) words += fmt::format("{}\n", findings::not_reproducible_words);
  if (!kept.given_up.empty()) words += "shrinking was given up, in its process: " + kept.given_up + "\n";
  if (!kept.not_written.empty()) words += "not written " + kept.not_written + "\n";
  if (!kept.path.empty()) {
    const std::string path = kept.path.string();
    words += fmt::format("finding     {0}\nreplay      WINDTUNNEL_REPLAY={0} and this test\n", path);
  }
  return words;
}

// The finding that the environment names, if it is one of that subject.
std::optional<Held> replayed(const core::Subject& subject) {
  const char* file = std::getenv("WINDTUNNEL_REPLAY");
  if (file == nullptr) return std::nullopt;
  const findings::Finding finding = findings::read_finding(file);
  if (finding.subject != subject.name) {
    fmt::print(
        stderr,
        "windtunnel: WINDTUNNEL_REPLAY={} is a finding of `{}`, not of `{}`, which is searched as if there "
        "were none\n",
        file, finding.subject, subject.name);
    return std::nullopt;
  }
  const core::Failure failure = failure_of(finding, subject);
  const findings::Replay replay = findings::replay_isolated(failure, *judge_of(finding, failure, file));
  const findings::ReplayVerdict verdict = findings::verdict_of(replay);
  Held held;
  held.schedules = 1;
  held.holds = verdict == findings::ReplayVerdict::fixed;
  const std::string words = in_words(verdict, finding, replay);
  if (held.holds) fmt::print(stderr, "windtunnel: {}: {}\n", file, words);
  const std::optional<core::Violation>& now = replay.violation ? replay.violation : replay.other;
  if (now) held.words = fmt::format("the finding still breaks {}: {}\n", now->law, now->message);
  held.words += fmt::format("{}: {}\n{}", file, words, replay.annotated);
  return held;
}

// What the runs came to, on standard error too: a test that passes says nothing else.
void tell_goals(std::string_view name, const engine::SearchResult& searched, Held& held) {
  for (const std::string& line : searched.goals.in_words(searched.coverage.runs())) {
    held.goals += line + "\n";
    fmt::print(stderr, "windtunnel: {}: {}\n", name, line);
  }
  if (!searched.objections().empty()) held.holds = false;
  for (const std::string& line : searched.objections()) held.words += line + "\n";
  if (!held.holds && !held.certificate.empty()) held.words += held.certificate + "\n";
}

}  // namespace

Held search_for_violation(std::string_view name, const core::Subject& subject, const Budget& budget) {
  if (World::runs_here())
    throw std::logic_error(
        "EXPECT_HOLDS inside of a run: a search cannot be part of a program that is searched");
  watches_outside_calls();
  core::Case one = case_of(subject);
  one.subject.name = core::one_word(name);
  one.model = budget.model;
  if (std::optional<Held> held = replayed(one.subject)) return *held;
  engine::SearchOptions options;
  options.strategy = budget.strategy;
  options.runs = budget.schedules;
  options.seed = budget.seed;
  std::unique_ptr<properties::Judge> judge = std::make_unique<properties::NoJudge>();
  if (budget.laws) judge = std::make_unique<properties::LawJudge>(subject.guarantees);
  const engine::SearchResult searched = search(one, *judge, options);
  Held held;
  held.schedules = searched.failure ? searched.failure->run : searched.coverage.runs();
  held.certificate = searched.certificate;
  tell_goals(one.subject.name, searched, held);
  if (!searched.failure) return held;
  findings::KeepOptions keeping;
  keeping.folder = budget.findings;
  const auto alone = properties::judge_of(searched.failure->violation.law, subject.guarantees);
  held.holds = false;
  held.words =
      in_words(keep(*searched.failure, *alone, keeping), fmt::format("schedule {} breaks", held.schedules));
  return held;
}

}  // namespace windtunnel
