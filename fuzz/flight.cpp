#include "fuzz/flight.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fmt/format.h>
#include <string>

#include "fuzz/feedback.hpp"
#include "harness/check/judge.hpp"
#include "harness/check/kept_finding.hpp"
#include "harness/check/reproduce.hpp"

namespace windtunnel::fuzz {

void Flight::fly(const Subject& subject, std::string_view name, const Scenario& scenario,
                 tornado::ChoiceSource& choices, Freedom freedom) {
  RunOptions options;
  options.freedom = freedom;
  const std::optional<Breach> breach = judge(subject, choices, options, laws_, trace_);
  note_run(trace_);
  if (!breach) return;
  report({.subject = std::string(name),
          .scenario = scenario,
          .schedule = trace_.schedule,
          .freedom = freedom,
          .phase_limit = options.phase_limit,
          .breach = *breach});
}

void report(Counterexample found) {
  const char* folder = std::getenv("WINDTUNNEL_FINDINGS");
  const std::filesystem::path findings = folder != nullptr ? folder : "findings";
  fmt::print(stderr, "\nbroken      {}: {}\n", found.breach.law, found.breach.message);
  try {
    const KeptFinding kept =
        keep_finding(findings, [&] { return to_finding(found); }, [&] { return shrink(found); });
    fmt::print(stderr, "shrunk in   {0} runs\nfinding     {1}\nreplay      ./wt replay {1}\n",
               kept.shrunk.runs, kept.path.string());
  } catch (const std::exception& error) {
    fmt::print(stderr, "windtunnel: {}\n", error.what());
  }
  std::fflush(stderr);
  std::abort();
}

}  // namespace windtunnel::fuzz
