#include "harness/cli/report_finding.hpp"

#include <cstdio>
#include <fmt/format.h>
#include <stdexcept>

#include "harness/check/finding.hpp"
#include "harness/check/kept_finding.hpp"
#include "harness/check/reproduce.hpp"
#include "harness/check/shrinker.hpp"

namespace windtunnel {

namespace {

void keep_and_show(Counterexample found, const std::string& folder) {
  const auto [raw, finding, path, shrunk] =
      keep_finding(folder, [&] { return to_finding(found); }, [&] { return shrink(found); });
  fmt::print("shrunk from {} to {} bytes of program and from {} to {} choices in {} runs\n\n",
             raw.scenario.size(), finding.scenario.size(), raw.schedule.size(), finding.schedule.size(),
             shrunk.runs);
  fmt::print("{}", for_people(finding));
  fmt::print("finding     {0}\nreplay      ./wt replay {0}\n\n", path.string());
}

}  // namespace

void report_finding(const Counterexample& found, const std::string& folder) {
  try {
    keep_and_show(found, folder);
  } catch (const std::runtime_error& error) {
    // It must not get lost because a disk is full.
    fmt::print("{}", for_people(to_finding(found)));
    fmt::print(stderr, "windtunnel: {}\n", error.what());
  }
}

}  // namespace windtunnel
