#include <fmt/format.h>
#include <fmt/ostream.h>
#include <string_view>
#include <utility>

#include "harness/subjects/cpp_subjects.hpp"
#include "tests/search_bench/measure.hpp"
#include "tests/search_bench/page.hpp"

namespace windtunnel::search_bench {

namespace {

std::string millions(double number) {
  return fmt::format("{:.2f}", number / 1e6);
}

}  // namespace

void write_speed(std::ostream& page) {
  fmt::print(
      page,
      "\n## Speed\n\nOn one core, by CPU time, the best of 12 rounds. Choices and steps are recorded; the "
      "runtime's observer is off. The goals were 2,000,000 schedules per second for subjects of 4 to 8 "
      "steps, and 20,000,000 steps per second.\n\n");
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
  double few_ready = 0;  // the steps a second of uneven25 and of reorder_100
  double many_ready = 0;
  for (const auto& [name, strategy] : rows) {
    const Speed each = speed(*subjects::find_cpp_subject(name), strategy);
    fmt::print(page, "| {} | {} | {:.1f} | {} | {} |\n", name, strategy, each.steps_each,
               millions(each.schedules), millions(each.steps));
    const bool is_random = strategy == std::string_view("random");
    if (is_random && name == std::string_view("uneven25")) few_ready = each.steps;
    if (is_random && name == std::string_view("reorder_100")) many_ready = each.steps;
    fmt::print(stderr, "{} {}: {} M schedules/s, {} M steps/s\n", name, strategy, millions(each.schedules),
               millions(each.steps));
  }
  fmt::print(
      page,
      "\nA schedule of few steps has a fixed cost: the frames and Futures of its coroutines, the loop, "
      "recording. A step of reorder_100, where 100 tasks are ready, costs {:.1f} times as much as a step "
      "of uneven25, including its share of starting a hundred coroutines; the goal was at most 2 times.\n",
      few_ready / many_ready);
}

}  // namespace windtunnel::search_bench
