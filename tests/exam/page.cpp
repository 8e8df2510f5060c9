#include "tests/exam/page.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <functional>
#include <iterator>
#include <ranges>
#include <stdexcept>
#include <utility>

#include "harness/core/figures.hpp"

namespace windtunnel::exam {
namespace {

constexpr std::string_view opening = R"(# The exam

Written by `wt exam`. How many bugs do the tests find that nobody had in mind? The rules of `tests/exam/rules.cpp` change the runtime
in the ways in which programmers err: a comparison turned, a bound off by one, a condition negated, a statement dropped, two
statements swapped, two calls turned, an increment lost, a removal (`clear`, `erase`, `remove_timeout`) lost, a `done()` test removed. They
apply to all of `runtime/`, except the headers that the harness includes as well. A seed draws a sample. Each method
looks for each mutant by itself, in a process of its own:

- **property tests**: `check` with generated programs of all areas and with the subjects on the network, each for 0.25 s, then for 0.5 s,
  and so on, with other seeds and scheduling models, until the time is over;
- **litmus**: every scenario under every schedule;
- **golden files**: what the real Tornado did, byte for byte;
- **fuzz seeds**: the corpus of each fuzz target, without fuzzing;
- **unit tests**: the tests of `tests/runtime/`.

All mutants of a sample are compiled once, each behind a switch that is off unless a process is told its number; only what includes a
changed file is compiled, and the rest of the harness stays as it is.
)";

/// The parts of the runtime that have a number to reach.
struct Part {
  std::string_view name;
  std::vector<std::string_view> folders;
  int aim;  // percent by property tests
};

const std::vector<Part> parts = {
    {"core, gen, locks, queues, contexts", {"core", "gen", "locks", "queues", "stack_context", "legacy"}, 80},
    {"net, http, web", {"net", "http", "web"}, 70},
    {"the simulated and the real world", {"sim", "sim/network", "posix"}, 0},
};

std::string share(std::size_t part, std::size_t whole) {
  if (whole == 0) return "–";
  return fmt::format("{} of {} ({:.0f} %)", part, whole,
                     100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

template <class Number>
Number median(std::vector<Number> numbers) {
  std::ranges::sort(numbers);
  return numbers[numbers.size() / 2];
}

std::string cell(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '|') result += '\\';
    result += c;
  }
  return result;
}

class Page {
 public:
  explicit Page(const Exam& exam) : exam_(exam) {
    for (const Examined& examined : exam.examined)
      if (!exam.is_equivalent(examined)) counted_.push_back(&examined);
  }

  std::string text() && {
    text_ = opening;
    add("\nThis run: {} of {} mutants, drawn with seed {}; {:.0f} s of property tests for each, by the "
        "clock. ",
        exam_.examined.size(), core::grouped(exam_.rules_make), exam_.seed, exam_.property_time.count());
    add("{} of them are equivalent to the original and are not counted below.\n",
        exam_.examined.size() - counted_.size());
    if (exam_.examined.size() < exam_.sample)
      add("The run was ended before all {} were examined.\n", exam_.sample);
    if (exam_.sample < 400)
      add("A sample of 400 is the aim; one this small shows each rate to about ±15 %.\n");
    write_rates();
    write_costs();
    write_survivors();
    return std::move(text_);
  }

 private:
  template <class... Values>
  void add(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Values>(values)...);
  }

  using Filter = std::function<bool(const Examined&)>;

  void write_row(std::string_view name, const Filter& belongs, int aim) {
    std::size_t whole = 0;
    std::size_t any = 0;
    std::array<std::size_t, method_names.size()> killed{};
    for (const Examined* examined : counted_) {
      if (!belongs(*examined)) continue;
      ++whole;
      any += examined->killed() ? 1 : 0;
      for (std::size_t at = 0; at < killed.size(); ++at) killed[at] += examined->verdicts[at].killed ? 1 : 0;
    }
    if (whole == 0) return;
    add("| {} |", name);
    for (std::size_t at = 0; at < killed.size(); ++at)
      add(" {}{} |", share(killed[at], whole),
          at == property_tests && aim > 0 ? fmt::format(", aim {} %", aim) : "");
    add(" {} |\n", share(any, whole));
  }

  void write_heading(std::string_view first) {
    add("\n| {} |", first);
    for (const std::string_view method : method_names) add(" {} |", method);
    add(" all together |\n| --- |");
    for (std::size_t column = 0; column <= method_names.size(); ++column) add(" --- |");
    add("\n");
  }

  void write_rates() {
    add("\n## Rates\n\nMutants that each method kills. The aim for all methods together is 95 %. Where an "
        "aim is not met, the lists of survivors "
        "say what is missing.\n");
    write_heading("part");
    for (const Part& part : parts) {
      const auto belongs = [&](const Examined& examined) {
        return std::ranges::find(part.folders, examined.folder()) != part.folders.end();
      };
      write_row(part.name, belongs, part.aim);
    }
    write_row("**all**", [](const Examined&) { return true; }, 0);
    std::vector<std::string> folders;
    std::vector<std::string> rules;
    for (const Examined* examined : counted_) {
      folders.push_back(examined->folder());
      rules.emplace_back(examined->mutant.rule);
    }
    write_rows("folder", folders, [](const Examined& examined) { return examined.folder(); });
    write_rows("rule", rules, [](const Examined& examined) { return std::string(examined.mutant.rule); });
  }

  void write_rows(std::string_view heading, std::vector<std::string> names,
                  const std::function<std::string(const Examined&)>& name_of) {
    std::ranges::sort(names);
    names.erase(std::ranges::unique(names).begin(), names.end());
    write_heading(heading);
    for (const std::string& name : names)
      write_row(name, [&](const Examined& examined) { return name_of(examined) == name; }, 0);
  }

  void write_costs() {
    add("\n## What a kill costs\n\nSeconds up to the failure, on one core; the aim for the median of the "
        "property tests is 1 s.\n\n"
        "| method | kills | median | longest |\n| --- | --- | --- | --- |\n");
    for (std::size_t at = 0; at < method_names.size(); ++at) {
      std::vector<double> costs;
      for (const Examined* examined : counted_)
        if (examined->verdicts[at].killed) costs.push_back(examined->verdicts[at].cost.count());
      if (costs.empty()) continue;
      add("| {} | {} | {:.1f} s | {:.1f} s |\n", method_names[at], costs.size(), median(costs),
          std::ranges::max(costs));
    }
    std::vector<int> decisions;
    std::vector<int> bytes;
    for (const Examined* examined : counted_) {
      const Verdict& verdict = examined->verdicts[property_tests];
      if (verdict.decisions >= 0) decisions.push_back(verdict.decisions);
      if (verdict.program_bytes > 0) bytes.push_back(verdict.program_bytes);
    }
    if (!decisions.empty())
      add("\nThe finding of a property test has {} decisions in its schedule (the median; {} at most)",
          median(decisions), std::ranges::max(decisions));
    if (!bytes.empty())
      add("; a generated program has {} bytes (the median; {} at most)", median(bytes),
          std::ranges::max(bytes));
    if (!decisions.empty()) add(".\n");
  }

  void write_survivors() {
    write_list("Survivors", "No method kills these.",
               [](const Examined& examined) { return !examined.killed(); });
    write_list("Survivors of the property tests", "Another method kills these.",
               [](const Examined& examined) {
                 return examined.killed() && !examined.verdicts[property_tests].killed;
               });
  }

  void write_list(std::string_view heading, std::string_view sentence, const Filter& belongs) {
    add("\n## {}\n\n{}\n\n| mutant | rule | killed by | why |\n| --- | --- | --- | --- |\n", heading,
        sentence);
    for (const Examined& examined : exam_.examined) {
      if (!belongs(examined)) continue;
      std::string killers;
      for (std::size_t at = 0; at < method_names.size(); ++at)
        if (examined.verdicts[at].killed)
          killers += fmt::format("{}{}", killers.empty() ? "" : ", ", method_names[at]);
      const Mutant& mutant = examined.mutant;
      const auto reason = exam_.reasons.find(mutant.name());
      const std::string_view known = examined.reached
                                         ? "missing: the property tests reach the place and do not object"
                                         : "missing: the property tests do not reach the place";
      add("| `{}:{}`: `{}`{} | {} | {} | {} |\n", mutant.file, mutant.line, cell(mutant.before),
          mutant.after.empty() ? "" : fmt::format(" becomes `{}`", cell(mutant.after)), mutant.rule, killers,
          cell(reason == exam_.reasons.end() ? known : std::string_view(reason->second)));
    }
  }

  const Exam& exam_;
  std::vector<const Examined*> counted_;
  std::string text_;
};

}  // namespace

bool Examined::killed() const {
  return std::ranges::any_of(verdicts, &Verdict::killed);
}

std::string Examined::folder() const {
  const std::string path = std::filesystem::path(mutant.file).parent_path().generic_string();
  constexpr std::string_view runtime = "runtime/";
  return path.size() < runtime.size() ? "core" : path.substr(runtime.size());
}

Reasons reasons_in(std::string_view text) {
  Reasons reasons;
  std::string name;
  std::size_t number = 0;
  for (const auto& part : std::views::split(text, '\n')) {
    const std::string line(part.begin(), part.end());
    ++number;
    if (line.empty() || line.starts_with('#')) continue;
    const bool reason = line.starts_with("  equivalent: ") || line.starts_with("  missing: ");
    if (reason == name.empty())
      throw std::invalid_argument(fmt::format(
          "line {}: a mutant's name, then '  equivalent: ' or '  missing: ' and a sentence", number));
    if (reason)
      reasons[std::exchange(name, "")] = line.substr(2);
    else
      name = line;
  }
  if (!name.empty()) throw std::invalid_argument(fmt::format("line {}: '{}' has no reason", number, name));
  return reasons;
}

bool Exam::is_equivalent(const Examined& examined_mutant) const {
  const auto reason = reasons.find(examined_mutant.mutant.name());
  return reason != reasons.end() && reason->second.starts_with("equivalent: ");
}

double Exam::killed_percent() const {
  std::size_t whole = 0;
  std::size_t killed = 0;
  for (const Examined& one : examined) {
    if (is_equivalent(one)) continue;
    ++whole;
    killed += one.killed() ? 1 : 0;
  }
  return whole == 0 ? 0 : 100.0 * static_cast<double>(killed) / static_cast<double>(whole);
}

std::string page_of(const Exam& exam) {
  return Page(exam).text();
}

}  // namespace windtunnel::exam
