// Measures the strategies: how many schedules each needs to find the bug of each benchmark subject, and how
// many schedules and steps a second there are. Writes a page of Markdown, whose words are in this file too.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fmt/format.h>
#include <fmt/ostream.h>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "harness/choices/random.hpp"
#include "harness/report/figures.hpp"
#include "harness/strategies/strategies.hpp"
#include "harness/subjects/native_subjects.hpp"

namespace windtunnel {
namespace {

constexpr int trials = 20;
constexpr std::uint64_t cap = 10'000;
constexpr std::uint64_t portfolio_cap = 50'000;

const std::vector<std::string> columns = {"random", "priorities", "pct",        "pos",        "urw",
                                          "surw",   "reads-from", "deviations", "exhaustive", "portfolio"};

/// The targets of the project, by subject: the mean of the best strategy.
const std::map<std::string, double> targets = {
    {"reorder_100", 20}, {"twostage_100", 300}, {"bluetooth", 20}, {"chain6", 1000}, {"uneven25", 3000}};

bool is_fixed(std::string_view name) {
  return name.ends_with("_fixed");
}

/// Subjects by name, but numbers in names by value.
std::vector<std::string> subjects(bool fixed) {
  std::vector<std::string> names = native_subject_names();
  std::erase_if(names,
                [&](const std::string& name) { return name == "periodic" || is_fixed(name) != fixed; });
  const auto key = [](const std::string& name) {
    const std::size_t digits = name.find_last_not_of("0123456789") + 1;
    const std::string tail = name.substr(digits);
    return name.substr(0, digits) + std::string(8 - std::min<std::size_t>(8, tail.size()), '0') + tail;
  };
  std::sort(names.begin(), names.end(),
            [&](const std::string& left, const std::string& right) { return key(left) < key(right); });
  return names;
}

struct Cell {
  int found = 0;
  double mean = 0;  ///< schedules to the first bug, over the trials that found it

  std::string text() const {
    if (found == 0) return "–";
    std::string words = fmt::format("{:.0f}", mean);
    if (found < trials) words += fmt::format(" ({})", found);
    return words;
  }
};

/// One trial: how many schedules it took; nothing if the cap or the last schedule came first.
std::optional<std::uint64_t> trial(const Subject& subject, const std::string& strategy_name,
                                   std::uint64_t seed, std::uint64_t most) {
  const auto strategy = make_strategy(strategy_name);
  RunOptions options;
  Trace trace;
  for (std::uint64_t number = 0; number < most; ++number) {
    if (!strategy->begin_run(derive(seed, number), trace)) return std::nullopt;
    options.observe = strategy->needs_events();
    run(subject, *strategy, options, trace);
    strategy->end_run(trace);
    if (trace.objection) return number + 1;
  }
  return std::nullopt;
}

Cell measure(const Subject& subject, const std::string& strategy) {
  Cell cell;
  const std::uint64_t most = strategy == "portfolio" ? portfolio_cap : cap;
  // What enumerates does the same in every trial.
  const bool once = strategy == "deviations" || strategy == "exhaustive";
  double sum = 0;
  for (int number = 0; number < (once ? 1 : trials); ++number) {
    const std::optional<std::uint64_t> took =
        trial(subject, strategy, derive(2026, static_cast<std::uint64_t>(number)), most);
    if (!took) continue;
    ++cell.found;
    sum += static_cast<double>(*took);
  }
  if (cell.found != 0) cell.mean = sum / cell.found;
  if (once && cell.found == 1) cell.found = trials;
  return cell;
}

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

struct Speed {
  double schedules = 0;  ///< a second
  double steps = 0;
  double steps_each = 0;
};

/// The best of several turns: other work on the machine only takes away.
Speed speed(const Subject& subject, const std::string& strategy_name) {
  const auto strategy = make_strategy(strategy_name);
  RunOptions options;
  options.observe = false;
  Trace trace;
  Speed best;
  std::uint64_t seed = 0;
  for (int turn = 0; turn < 12; ++turn) {
    const double begin = cpu_seconds();
    std::uint64_t schedules = 0;
    std::uint64_t steps = 0;
    double took = 0;
    while (took < 0.1) {
      for (int left = 64; left > 0; --left, ++schedules) {
        strategy->begin_run(++seed, trace);
        run(subject, *strategy, options, trace);
        strategy->end_run(trace);
        steps += trace.steps.done().size();
      }
      took = cpu_seconds() - begin;
    }
    const double rate = static_cast<double>(schedules) / took;
    if (rate <= best.schedules) continue;
    best = {rate, static_cast<double>(steps) / took,
            static_cast<double>(steps) / static_cast<double>(schedules)};
  }
  return best;
}

std::string millions(double number) {
  return fmt::format("{:.2f}", number / 1e6);
}

void write_table(std::ostream& page) {
  fmt::print(page, "| subject |");
  for (const std::string& column : columns) fmt::print(page, " {} |", column);
  fmt::print(page, " target |\n|---|");
  for (std::size_t at = 0; at <= columns.size(); ++at) fmt::print(page, "---|");
  fmt::print(page, "\n");
  for (const std::string& name : subjects(false)) {
    fmt::print(stderr, "{} ", name);
    const Subject subject = *find_native_subject(name);
    fmt::print(page, "| {} |", name);
    double best = -1;
    for (const std::string& column : columns) {
      const Cell cell = measure(subject, column);
      fmt::print(page, " {} |", cell.text());
      fmt::print(stderr, " {} {}", column, cell.text());
      if (column != "portfolio" && cell.found == trials && (best < 0 || cell.mean < best)) best = cell.mean;
    }
    fmt::print(stderr, "\n");
    const auto target = targets.find(name);
    if (target == targets.end()) {
      fmt::print(page, " |\n");
    } else {
      const bool met = best >= 0 && best <= target->second;
      fmt::print(page, " {:.0f}: {} |\n", target->second, met ? fmt::format("met, {:.0f}", best) : "not met");
    }
  }
}

void write_twins(std::ostream& page) {
  std::string broken;
  std::uint64_t schedules = 0;
  for (const std::string& name : subjects(true)) {
    const Subject subject = *find_native_subject(name);
    for (const std::string& column : columns) {
      if (measure(subject, column).found != 0) broken += " " + name + " by " + column;
    }
    schedules += cap * trials * columns.size();
  }
  fmt::print(page, "\n{} correct twins were searched in the same way, up to {} schedules in all: {}.\n",
             subjects(true).size(), grouped(schedules),
             broken.empty() ? "nothing broke" : "broken:" + broken);
}

void write_speed(std::ostream& page) {
  fmt::print(
      page,
      "| subject | strategy | steps | schedules/s (million) | steps/s (million) |\n|---|---|---|---|---|\n");
  const std::pair<const char*, const char*> rows[] = {
      {"lost_update", "random"},     {"account", "random"},       {"circular_buffer", "random"},
      {"bluetooth", "random"},       {"twostage", "random"},      {"reorder_3", "random"},
      {"reorder_10", "random"},      {"uneven25", "random"},      {"reorder_100", "random"},
      {"noise20", "random"},         {"reorder_3", "priorities"}, {"reorder_3", "pct"},
      {"reorder_3", "pos"},          {"reorder_3", "surw"},       {"reorder_3", "reads-from"},
      {"reorder_100", "priorities"}, {"reorder_100", "pos"},      {"reorder_100", "surw"},
      {"reorder_100", "reads-from"}};
  for (const auto& [name, strategy] : rows) {
    const Speed each = speed(*find_native_subject(name), strategy);
    fmt::print(page, "| {} | {} | {:.1f} | {} | {} |\n", name, strategy, each.steps_each,
               millions(each.schedules), millions(each.steps));
    fmt::print(stderr, "{} {}: {} M schedules/s, {} M steps/s\n", name, strategy, millions(each.schedules),
               millions(each.steps));
  }
}

constexpr std::string_view opening =
    R"(# Searching schedules, measured

Written by `wt bench --search`. How many schedules each strategy needs until the bug of each benchmark subject (`tests/subjects/`)
shows: the mean of 20 trials with different seeds, over the trials that found it; in brackets how many did, where not
all. At most 10,000 schedules a trial, 50,000 for the portfolio; – is none. `pct` has depth 3, `deviations` goes to 3.
What enumerates does the same in every trial.

- **random**: every ready step is as likely as every other.
- **priorities**, **pct**: tasks have random priorities, which change at depth - 1 places.
- **pos**: every step has a random priority, drawn anew where it races.
- **urw**, **surw**: interleavings, or those of the steps on one shared thing, are about equally likely.
- **reads-from**: steered to reads that read other writes than were seen.
- **deviations**: all schedules with at most 3 choices other than the usual one.
- **exhaustive**: all schedules, but for equivalent ones.
- **portfolio**: the default: all of them, by what each has lately shown that was new.

## Schedules to the first bug

)";

int write_page(const std::string& path) {
  std::ostringstream page;
  page << opening;
  write_table(page);
  write_twins(page);
  fmt::print(page,
             "\n## Speed\n\nOn one core, by CPU time, the best of 12 turns; choices and steps are recorded, "
             "the runtime's observer is "
             "off.\n\n");
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
}  // namespace windtunnel

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: search_bench FILE\n");
    return 2;
  }
  return windtunnel::write_page(argv[1]);
}
