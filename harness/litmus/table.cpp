#include "harness/litmus/table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace windtunnel::litmus {

namespace {

std::string_view word_for(Verdict verdict) {
  switch (verdict) {
    case Verdict::ok:
      return "ok";
    case Verdict::fail:
      return "FAIL";
    case Verdict::open:
      return "open";
  }
  return "";
}

std::string plural(std::uint64_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

std::string laws_of(const LitmusHeader& header) {
  std::string words = fmt::format("{}", fmt::join(header.laws, " "));
  if (!header.known.empty()) words += fmt::format("; known {}", fmt::join(header.known, " "));
  return words;
}

std::string command_for(const JudgedScenario& scenario, const JudgedOutcome& outcome) {
  return outcome.schedule.empty() ? scenario.run_command
                                  : scenario.run_command + " --schedule " + to_text(outcome.schedule);
}

// Why an outcome is wrong, and the command that shows it.
std::string reason_for(const JudgedScenario& scenario, const JudgedOutcome& outcome) {
  if (outcome.verdict == Verdict::open) return "not seen so far";
  if (outcome.demand == Demand::canonical) return "not in the canonical run: " + scenario.run_command;
  if (outcome.count == 0) return "no schedule shows it";
  return command_for(scenario, outcome);
}

std::string line_for(const JudgedScenario& scenario, const JudgedOutcome& outcome) {
  std::string line = fmt::format("      {:4}  {:>6}  {:9}  {}", word_for(outcome.verdict), outcome.count,
                                 outcome.demand ? name_of(*outcome.demand) : "unlisted", outcome.outcome);
  if (outcome.verdict != Verdict::ok) {
    return fmt::format("{}\n{:31}{}\n", line, "", reason_for(scenario, outcome));
  }
  if (!outcome.schedule.empty()) line += fmt::format("  [{}]", to_text(outcome.schedule));
  return line + "\n";
}

}  // namespace

std::string to_block(const JudgedScenario& scenario) {
  const Judgement& judgement = scenario.judgement;
  std::string block =
      fmt::format("{:4}  {}  ({})\n      {}\n      {}\n", word_for(judgement.verdict), scenario.name,
                  laws_of(scenario.header), scenario.header.question, scenario.header.answer);
  for (const JudgedOutcome& outcome : judgement.outcomes) block += line_for(scenario, outcome);
  block += judgement.complete
               ? fmt::format("      {}, complete\n", plural(judgement.schedules, "schedule"))
               : fmt::format("      not complete: {}\n", plural(judgement.schedules, "schedule"));
  return block;
}

void Tally::add(const Judgement& judgement) {
  schedules += judgement.schedules;
  switch (judgement.verdict) {
    case Verdict::ok:
      ++ok;
      break;
    case Verdict::fail:
      ++failed;
      break;
    case Verdict::open:
      ++open;
      break;
  }
}

std::string to_line(const Tally& tally) {
  std::string line = fmt::format("{}, {}: {} ok", plural(tally.ok + tally.failed + tally.open, "scenario"),
                                 plural(tally.schedules, "schedule"), tally.ok);
  if (tally.failed > 0) line += fmt::format(", {} FAIL", tally.failed);
  if (tally.open > 0) line += fmt::format(", {} open", tally.open);
  return line;
}

}  // namespace windtunnel::litmus
