// Measures the search: how many schedules each strategy needs to find the bug of each benchmark subject, how
// short the findings become, and how many schedules and steps a second there are. Writes docs/search.md,
// whose words are in this program too.
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

Written by `wt bench --search`. How many schedules each strategy needs until the bug of each benchmark subject
(`tests/subjects/`) shows: the mean of 20 trials with different seeds, over the trials that found it; in brackets how many
did, where not all. At most 10,000 schedules a trial, 50,000 for the portfolio; – is none.

- **random**: every ready step is as likely as every other.
- **priorities**, **pct**: tasks have random priorities, which change at depth - 1 places. With priorities that stay, no
  task is ever interrupted, so most of these bugs cannot show.
- **pctcp**: the same for chains of causes in place of tasks.
- **pos**: every step has a random priority, drawn anew where it races.
- **urw**, **surw**: interleavings, or those of the steps on one shared thing, are about equally likely.
- **reads-from**: steered to reads that read other writes than were seen.
- **deviations**: all schedules with at most 3 choices other than the usual one; the same in every trial.
- **exhaustive**: all schedules, but for equivalent ones, in a random order.
- **portfolio**: the default: all of them, by what each has lately shown that was new.

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
