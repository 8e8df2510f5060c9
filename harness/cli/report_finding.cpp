#include "harness/cli/report_finding.hpp"

#include <cstdio>
#include <fmt/format.h>
#include <stdexcept>
#include <system_error>

#include "harness/check/kept_finding.hpp"
#include "harness/check/reproduce.hpp"
#include "harness/check/shrink_apart.hpp"

namespace windtunnel {

namespace {

// `raw` is what is written first.
KeptFinding keep_shrunk(const Counterexample& found, const Finding& raw,
                        const std::filesystem::path& folder) {
  Shrunk shrunk;
  shrunk.finding = raw;
  const auto shrink = [&] {
    shrunk = shrink_apart(found, raw);
    return shrunk.report;
  };
  KeptFinding kept = keep_finding(folder, [&] { return shrunk.finding; }, shrink);
  if (!shrunk.given_up.empty()) fmt::print("shrinking was given up, in its process: {}\n", shrunk.given_up);
  fmt::print("shrunk from {} to {} bytes of program and from {} to {} choices in {} runs\n\n",
             kept.raw.scenario.size(), kept.finding.scenario.size(), kept.raw.schedule.size(),
             kept.finding.schedule.size(), kept.shrunk.runs);
  fmt::print("{}", for_people(kept.finding));
  fmt::print("finding     {0}\nreplay      ./wt replay {0}\n\n", kept.path.string());
  return kept;
}

}  // namespace

Finding report_finding(const Counterexample& found, const std::string& folder) {
  const Finding raw = to_finding(found);
  try {
    return keep_shrunk(found, raw, folder).finding;
  } catch (const std::runtime_error& error) {
    // It must not get lost because a disk is full.
    fmt::print("{}", for_people(raw));
    fmt::print(stderr, "windtunnel: {}\n", error.what());
    return raw;
  }
}

Finding report_shrunk(const Counterexample& found, const Finding& raw,
                      const std::filesystem::path& raw_path) {
  KeptFinding kept = keep_shrunk(found, raw, std::filesystem::absolute(raw_path).parent_path());
  std::error_code ignored;
  if (!std::filesystem::equivalent(kept.path, raw_path, ignored)) std::filesystem::remove(raw_path, ignored);
  return kept.finding;
}

}  // namespace windtunnel
