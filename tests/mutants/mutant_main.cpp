// The test of a broken runtime: runs a campaign against the mutant that is linked in, and checks that the
// violated law is the one named for the mutant. Writes one line to standard output and, for the table of all
// mutants, to a file.
//
// usage: NAME LAW FREEDOM PROGRAMS SECONDS [ROW [SUBJECT]]
//
// With SUBJECT, runs that subject instead of generated programs.
//
// LAW "none" is for the control, which must survive. Without ROW the finding is shrunk and printed, for
// people.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <string>

#include "harness/engine/campaign.hpp"
#include "harness/findings/finding.hpp"
#include "harness/findings/replay.hpp"
#include "harness/scenario/printer.hpp"
#include "harness/shrink/shrinker.hpp"
#include "harness/subjects/cpp_subjects.hpp"

namespace {

using namespace windtunnel;

void show(core::Failure found) {
  fmt::print("\n{}\n\n", found.violation.message);
  const std::size_t before = found.program ? print(*found.program).size() : 0;
  const auto judge = windtunnel::properties::judge_of(found.violation.law, found.subject.guarantees);
  const shrink::ShrinkReport shrunk = shrink::shrink(found, *judge);
  const findings::Finding finding = windtunnel::findings::to_finding(found, *judge);
  fmt::print("schedule {}\n{}\n{}", to_text(finding.schedule), finding.scenario, finding.trace);
  fmt::print("\nshrunk from {} to {} bytes in {} runs\n", before, finding.scenario.size(), shrunk.runs);
}

int trial(const std::string& name, const std::string& law, const engine::CampaignOptions& options,
          const char* row) {
  const engine::CampaignResult result = run_campaign(options);
  const std::string broken(result.failure ? result.failure->violation.law : "none");
  const bool passed = broken == law;
  const std::string line = fmt::format("{:36} {:>6} {:>9} runs {:>8.2f} s{}\n", name, broken, result.runs,
                                       result.seconds, passed ? "" : fmt::format("  must be {}", law));
  fmt::print("{}", line);
  if (row != nullptr) {
    std::filesystem::create_directories(std::filesystem::path(row).parent_path());
    std::ofstream(row) << line;
  } else if (result.failure) {
    show(*result.failure);
  }
  return passed ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

int main(int count, char** words) {
  try {
    if (count < 6) throw std::invalid_argument("usage: NAME LAW FREEDOM PROGRAMS SECONDS [ROW [SUBJECT]]");
    engine::CampaignOptions options;
    options.model = windtunnel::core::model_named(words[3]).value();
    options.programs = std::stoull(words[4]);
    options.time = std::chrono::duration<double>(std::stod(words[5]));
    if (count > 7) options.subject = windtunnel::subjects::cpp_subject_named(words[7]).value();
    return trial(words[1], words[2], options, count > 6 ? words[6] : nullptr);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return EXIT_FAILURE;
  }
}
