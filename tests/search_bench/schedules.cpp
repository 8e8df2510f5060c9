#include <algorithm>
#include <atomic>
#include <fmt/format.h>
#include <fmt/ostream.h>
#include <map>
#include <optional>
#include <thread>

#include "harness/core/figures.hpp"
#include "harness/core/random.hpp"
#include "harness/strategies/strategies.hpp"
#include "harness/subjects/cpp_subjects.hpp"
#include "tests/search_bench/measure.hpp"
#include "tests/search_bench/page.hpp"

namespace windtunnel::search_bench {

namespace {

constexpr std::uint64_t cap = 10'000;
constexpr std::uint64_t portfolio_cap = 50'000;

struct Column {
  const char* name;
  const char* strategy;
  unsigned depth = strategies::default_depth;
};

constexpr Column columns[] = {{"random", "random"},
                              {"priorities", "priorities"},
                              {"pct 3", "pct"},
                              {"pct 10", "pct", 10},
                              {"pctcp 3", "pctcp"},
                              {"pos", "pos"},
                              {"urw", "urw"},
                              {"surw", "surw"},
                              {"reads-from", "reads-from"},
                              {"deviations", "deviations"},
                              {"exhaustive", "exhaustive"},
                              {"portfolio", "portfolio"}};
constexpr std::size_t column_count = std::size(columns);

// The targets of the project, by subject: the mean of the best strategy.
const std::map<std::string, double> targets = {
    {"reorder_100", 20}, {"twostage_100", 300}, {"bluetooth", 20}, {"chain6", 1000}, {"uneven25", 3000}};

// Bugs that show only if time passes between two steps, which the exact model does not let it do.
bool needs_time(const std::string& subject) {
  return subject == "hand_over" || subject == "late_refusal_moment_half" ||
         subject == "late_refusal_sleeps_half";
}

bool is_portfolio(const Column& column) {
  return column.strategy == std::string_view("portfolio");
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

Cell measure(const std::string& name, const Column& column) {
  const core::Subject subject = *subjects::find_cpp_subject(name);
  Cell cell;
  const std::uint64_t most = is_portfolio(column) ? portfolio_cap : cap;
  // What does not draw does the same in every trial.
  const bool once = column.strategy == std::string_view("deviations");
  double sum = 0;
  for (int number = 0; number < (once ? 1 : trials); ++number) {
    const std::optional<std::uint64_t> took = schedules_to_failure(
        subject, model_of(name), *strategies::make_strategy(column.strategy, column.depth),
        core::derive(2026, static_cast<std::uint64_t>(number)), most);
    if (!took) continue;
    ++cell.found;
    sum += static_cast<double>(*took);
  }
  if (cell.found != 0) cell.mean = sum / cell.found;
  if (once && cell.found == 1) cell.found = trials;
  return cell;
}

using Row = std::vector<Cell>;

// Measures the cells of all subjects, with one thread a core. Each thread has a World of its own.
std::vector<Row> measure(const std::vector<std::string>& names) {
  std::vector<Row> rows(names.size(), Row(column_count));
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t at = next++; at < names.size() * column_count; at = next++) {
      Cell& cell = rows[at / column_count][at % column_count];
      cell = measure(names[at / column_count], columns[at % column_count]);
      fmt::print(stderr, "{} {}: {}\n", names[at / column_count], columns[at % column_count].name,
                 cell.text());
    }
  };
  std::vector<std::jthread> threads;
  for (unsigned job = 1; job < std::thread::hardware_concurrency(); ++job) threads.emplace_back(work);
  work();
  threads.clear();
  return rows;
}

void write_wanted(std::ostream& page, const std::vector<std::string>& names, const std::vector<Row>& rows) {
  fmt::print(page,
             "\n| subject | goal for the best strategy's mean | measured | by | |\n|---|---|---|---|---|\n");
  std::string missed;
  for (std::size_t at = 0; at < names.size(); ++at) {
    const Cell& portfolio = rows[at][column_count - 1];
    if (portfolio.found < trials) missed += fmt::format(" {} ({} of {})", names[at], portfolio.found, trials);
    const auto target = targets.find(names[at]);
    if (target == targets.end()) continue;
    std::size_t best = column_count;
    for (std::size_t column = 0; column + 1 < column_count; ++column) {
      const Cell& cell = rows[at][column];
      if (cell.found == trials && (best == column_count || cell.mean < rows[at][best].mean)) best = column;
    }
    if (best == column_count) {
      fmt::print(page, "| {} | at most {:.0f} | not always found | | not met |\n", names[at], target->second);
    } else {
      fmt::print(page, "| {} | at most {:.0f} | {:.0f} | {} | {} |\n", names[at], target->second,
                 rows[at][best].mean, columns[best].name,
                 rows[at][best].mean <= target->second ? "met" : "not met");
    }
  }
  page << R"(
A mean over 20 trials of such a search is uncertain by about a fifth.
)";
  fmt::print(page, "\nThe portfolio finds the bug in {} of {} trials within {} schedules {}.\n", trials,
             trials, core::grouped(portfolio_cap),
             missed.empty() ? "in every subject" : "but in these:" + missed);
}

void write_twins(std::ostream& page) {
  const std::vector<std::string> twins = subjects(true);
  const std::vector<Row> rows = measure(twins);
  std::string broken;
  for (std::size_t at = 0; at < twins.size(); ++at)
    for (std::size_t column = 0; column < column_count; ++column)
      if (rows[at][column].found != 0) broken += fmt::format(" {} by {}", twins[at], columns[column].name);
  fmt::print(page,
             "\n{} correct twins were searched in the same way, in {} trials of up to {} schedules for the "
             "portfolio and {} for each other strategy: {}.\n",
             twins.size(), trials, core::grouped(portfolio_cap), core::grouped(cap),
             broken.empty() ? "nothing broke" : "broken:" + broken);
}

}  // namespace

core::SchedulingModel model_of(const std::string& subject) {
  return needs_time(subject) ? core::SchedulingModel::realistic : core::SchedulingModel::exact;
}

std::vector<std::string> subjects(bool fixed) {
  std::vector<std::string> names = subjects::cpp_subject_names();
  std::erase_if(names, [&](const std::string& name) {
    return name == "periodic" || name.ends_with("_fixed") != fixed;
  });
  const auto key = [](const std::string& name) {
    const std::size_t digits = name.find_last_not_of("0123456789") + 1;
    const std::string tail = name.substr(digits);
    return name.substr(0, digits) + std::string(8 - std::min<std::size_t>(8, tail.size()), '0') + tail;
  };
  std::sort(names.begin(), names.end(),
            [&](const std::string& left, const std::string& right) { return key(left) < key(right); });
  return names;
}

void write_schedules(std::ostream& page) {
  const std::vector<std::string> names = subjects(false);
  const std::vector<Row> rows = measure(names);
  fmt::print(page, "| subject |");
  for (const Column& column : columns) fmt::print(page, " {} |", column.name);
  fmt::print(page, "\n|---|");
  for (std::size_t at = 0; at < column_count; ++at) fmt::print(page, "---|");
  fmt::print(page, "\n");
  for (std::size_t at = 0; at < names.size(); ++at) {
    fmt::print(page, "| {}{} |", names[at], needs_time(names[at]) ? " (realistic)" : "");
    for (const Cell& cell : rows[at]) fmt::print(page, " {} |", cell.text());
    fmt::print(page, "\n");
  }
  write_wanted(page, names, rows);
  write_twins(page);
}

}  // namespace windtunnel::search_bench
