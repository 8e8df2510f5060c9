// What a run of a World shows of itself: the lines of its trace, and those of the timeline, which have values
// and places.
#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <utility>
#include <vector>

#include "harness/core/named_run.hpp"
#include "harness/core/trace.hpp"
#include "harness/subjects/world/world.hpp"
#include "runtime/current_task.hpp"

namespace windtunnel {

void World::log(std::string_view words) {
  require_run();
  write_line(words);
  if (shown_) show(tornado::CurrentTask::get(), std::string(words));
}

void World::write_line(std::string_view words) {
  const auto lines = 1 + std::count(words.begin(), words.end(), '\n');
  if (shown_) trace_->names.line_places.insert(trace_->names.line_places.end(), lines, trace_->events.size());
  fmt::format_to(std::back_inserter(trace_->text), "{} {}\n", tornado::seconds_of(loop_.scheduler().now()),
                 words);
}

void World::show_step(std::string_view verb, std::uint32_t object, std::source_location site) {
  const std::uint32_t task = steps().running_task();
  std::string words = fmt::format("{}{}{}", verb, object == 0 ? "" : " ", steps().object_name(object));
  write_line(fmt::format("{} {}  {}", steps().task_name(task), words, core::place_in_code(site)));
  show(task, std::move(words), site);
}

void World::show_draw(std::string_view site, std::string_view words) {
  const std::uint32_t task = tornado::CurrentTask::get();
  std::string drawn = fmt::format("draws {} = {}", site, words);
  write_line(fmt::format("{} {}", steps().task_name(task), drawn));
  show(task, std::move(drawn));
}

void World::show(std::uint32_t task, std::string words, std::source_location site) {
  std::vector<core::TaskLine>& lines = trace_->names.lines;
  constexpr std::size_t most_lines = 10'000;  // what comes last is what matters
  if (lines.size() == most_lines) lines.erase(lines.begin(), lines.begin() + most_lines / 2);
  lines.push_back({fmt::format("{}", tornado::seconds_of(loop_.scheduler().now())), task, std::move(words),
                   core::place_in_code(site), trace_->events.size()});
}

void World::show_value(std::string_view value) {
  if (!trace_->names.lines.empty()) trace_->names.lines.back().words.append(": ").append(value);
}

}  // namespace windtunnel
