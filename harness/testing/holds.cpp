#include "harness/testing/holds.hpp"

#include <fmt/format.h>
#include <memory>
#include <optional>
#include <stdexcept>
#include <unistd.h>
#include <utility>
#include <vector>

#include "harness/core/printable.hpp"
#include "harness/core/terminal.hpp"
#include "harness/engine/explorer.hpp"
#include "harness/engine/search_part.hpp"
#include "harness/findings/isolated_replay.hpp"
#include "harness/findings/keep.hpp"
#include "harness/findings/page/search_page.hpp"
#include "harness/findings/progress.hpp"
#include "harness/findings/replay_text.hpp"
#include "harness/findings/replay_verdict.hpp"
#include "harness/findings/tell.hpp"
#include "harness/subjects/world/world.hpp"
#include "harness/testing/failure_words.hpp"
#include "harness/testing/outside_calls.hpp"
#include "harness/testing/replay_request.hpp"
#include "harness/testing/search_shard.hpp"

namespace windtunnel {

namespace {

// Searches. A search that takes long says on a terminal how far it is.
engine::SearchResult search_with_progress(const core::Case& one, properties::Judge& judge,
                                          const engine::SearchOptions& options, findings::Curves& curves) {
  constexpr double long_search = 1;  // in seconds
  core::ProgressLine line;
  findings::ProgressTeller teller(options);
  return search(one, judge, options, [&](const engine::SearchProgress& progress) {
    const double seconds = line.seconds();
    if (line.is_shown() && seconds > long_search) line.show(teller.words(seconds, progress));
    curves.add(seconds, findings::values_of(progress));
  });
}

// What was asked for, if it is a finding of that subject.
std::optional<findings::Finding> asked_finding(const std::vector<std::string>& arguments,
                                               const core::Subject& subject) {
  const std::optional<std::string> asked = asked_replay(arguments);
  if (!asked) return std::nullopt;
  findings::Finding finding =
      findings::is_replay_text(*asked) ? findings::parse_replay_text(*asked) : findings::read_finding(*asked);
  if (finding.subject == subject.name) return finding;
  fmt::print(stderr,
             "windtunnel: {} is a finding of `{}`, not of `{}`, which is searched as if there were none\n",
             *asked, finding.subject, subject.name);
  return std::nullopt;
}

Held replayed(const findings::Finding& finding, const core::Subject& subject) {
  const core::Failure failure = failure_of(finding, subject);
  const auto judge = judge_of(finding, failure, "the replay");
  const findings::Replay replay =
      is_debugged()
          ? findings::replay_in_place(failure, *judge)
          : findings::replay_isolated(failure, *judge, core::LogMode::strict, findings::Beside::nearest_pass);
  const findings::ReplayVerdict verdict = findings::verdict_of(replay);
  Held held;
  held.schedules = 1;
  held.holds = verdict == findings::ReplayVerdict::fixed;
  const std::string words = in_words(verdict, finding, replay);
  if (held.holds) fmt::print(stderr, "windtunnel: replay of {}: {}\n", subject.name, words);
  const std::optional<core::Violation>& now = replay.violation ? replay.violation : replay.other;
  if (now)
    held.words =
        fmt::format("the finding still breaks {}: {}\n", now->law, core::printable_lines(now->message));
  held.words +=
      fmt::format("{}\n\n{}", words, findings::steps_in_words(replay, core::width_of(STDOUT_FILENO)));
  return held;
}

// What the runs came to, on standard error too: a test that passes says nothing else.
void tell_goals(std::string_view name, const engine::SearchResult& searched, Held& held) {
  for (const std::string& line : searched.goals.in_words(searched.coverage.runs())) {
    held.goals += line + "\n";
    fmt::print(stderr, "windtunnel: {}: {}\n", name, line);
  }
  // What one shard has not reached, another one may have.
  if (searched.is_part && !searched.failure) {
    for (const std::string& line : searched.goals.objections(searched.coverage.runs()))
      fmt::print(stderr, "windtunnel: {}: not judged, because this is one shard of several: {}\n", name,
                 line);
  }
  if (!searched.objections().empty()) held.holds = false;
  for (const std::string& line : searched.objections()) held.words += line + "\n";
  if (!held.holds && !held.certificate.empty()) held.words += held.certificate + "\n";
}

// Once, as all searches of the process have it in common.
void tell_shard(const engine::ShardRequest& request) {
  static const bool told = [&] {
    if (request.shard.count > 1 || !request.engine.empty())
      fmt::print(stderr, "windtunnel: {} of each search\n", in_words(request));
    return true;
  }();
  static_cast<void>(told);
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
  const std::vector<std::string> arguments = own_arguments();
  static const bool told = (fmt::print(stderr, "{}", unread_variables(own_environment())), true);
  static_cast<void>(told);
  if (const auto asked = asked_finding(arguments, one.subject)) return replayed(*asked, one.subject);
  engine::SearchOptions options;
  options.strategy = budget.strategy;
  options.runs = budget.schedules;
  options.seed = budget.seed;
  const engine::ShardRequest request = asked_shard();
  tell_shard(request);
  take_part(options, request.shard);
  std::unique_ptr<properties::Judge> judge = std::make_unique<properties::NoJudge>();
  if (budget.laws) judge = std::make_unique<properties::LawJudge>(subject.guarantees);
  findings::Curves curves;
  engine::SearchResult searched = search_with_progress(one, *judge, options, curves);
  searched.is_part = is_split(options, request.shard) && !searched.over;
  Held held;
  held.schedules = searched.failure ? searched.failure->run : searched.coverage.runs();
  held.certificate = searched.certificate;
  tell_goals(one.subject.name, searched, held);
  if (!searched.failure && held.schedules == 0 && !searched.is_part) {
    held.holds = false;
    held.words += "no schedule was run, so nothing is known\n";
  }
  if (!searched.failure) {
    write_test_outputs(arguments, one.subject, options, searched, std::move(curves), nullptr);
    return held;
  }
  findings::KeepOptions keeping;
  keeping.folder = budget.findings;
  const auto alone = properties::judge_of(searched.failure->violation.law, subject.guarantees);
  held.holds = false;
  ToldFailure told_failure;
  held.words = failure_in_words(keep(*searched.failure, *alone, keeping), one.subject, held.schedules,
                                command_of_this_test(arguments), told_failure);
  write_test_outputs(arguments, one.subject, options, searched, std::move(curves), &told_failure);
  return held;
}

}  // namespace windtunnel
