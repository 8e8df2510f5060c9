// Measures the search: how many schedules each strategy needs to find the bug of each benchmark subject, how
// short the findings become, and how many schedules and steps run per second. Writes docs/search.md; the
// page's text is part of this program.
#include <cstdio>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "tests/search_bench/page.hpp"

namespace windtunnel::search_bench {
namespace {

constexpr std::string_view opening =
    R"(# Searching schedules, measured

Written by `wt bench --search`. The table shows how many schedules each strategy needs to find the bug of each benchmark
subject (`tests/subjects/`): the mean of 20 trials with different seeds, over the trials that found the bug. If not all of them
did, their number follows in brackets; – means none. A trial runs at most 10,000 schedules, and 50,000 for the portfolio.
The scheduling model is `exact`, but for those bugs that need time to pass between two steps, which have `realistic` at their names.

- **random**: every ready step is equally likely.
- **priorities**, **pct**: tasks have random priorities, which change at depth - 1 places (never, for **priorities**). If
  priorities never change, no task is ever interrupted, so most of these bugs cannot occur.
- **pctcp**: as pct, with priorities for chains of causally ordered steps instead of tasks.
- **pos**: every step has a random priority, drawn again whenever it races with the step that runs.
- **urw**, **surw**: all interleavings, or all interleavings of the steps on one shared object, are about equally likely.
- **reads-from**: steers towards reads that see a write which no earlier run showed them.
- **deviations**: all schedules with at most 3 choices other than the usual one; the same in every trial.
- **exhaustive**: all schedules except equivalent ones, in a random order. Most of these
  subjects declare all their accesses.
- **portfolio**: the default: all of the above, in proportion to how many new interleavings each has found recently.

## Schedules to the first bug

)";

int write_page(const std::string& path) {
  std::ostringstream page;
  page << opening;
  write_schedules(page);
  write_shrunk(page);
  write_speed(page);
  std::ofstream file(path);
  file << page.str();
  file.close();
  if (!file) {
    fmt::print(stderr, "search_bench: {} cannot be written\n", path);
    return 2;
  }
  return 0;
}

}  // namespace
}  // namespace windtunnel::search_bench

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: search_bench FILE\n");
    return 2;
  }
  return windtunnel::search_bench::write_page(argv[1]);
}
