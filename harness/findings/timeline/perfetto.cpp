#include "harness/findings/timeline/perfetto.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "harness/core/printable.hpp"

namespace windtunnel::findings {

using Json = nlohmann::json;

std::string to_perfetto(const Story& story) {
  std::map<std::string, int> processes;
  for (const StoryLane& lane : story.lanes) processes.emplace(lane.host, 0);
  int next = 1;
  for (auto& [host, number] : processes) number = next++;
  Json events = Json::array();
  for (const auto& [host, number] : processes) {
    events.push_back({{"ph", "M"},
                      {"name", "process_name"},
                      {"pid", number},
                      {"tid", 0},
                      {"ts", 0},
                      {"args", {{"name", host.empty() ? "tasks" : core::printable_line(host)}}}});
  }
  const auto pid = [&](const StoryStep& step) { return processes.at(story.lanes[step.lane].host); };
  for (std::size_t lane = 0; lane < story.lanes.size(); ++lane) {
    events.push_back({{"ph", "M"},
                      {"name", "thread_name"},
                      {"pid", processes.at(story.lanes[lane].host)},
                      {"tid", lane + 1},
                      {"ts", 0},
                      {"args", {{"name", core::printable_line(story.lanes[lane].name)}}}});
  }
  std::vector<std::int64_t> times;
  for (const StoryStep& step : story.steps) {
    const auto time = static_cast<std::int64_t>(step.seconds * 1e6);
    times.push_back(times.empty() ? time : std::max(time, times.back() + 1));
  }
  std::uint64_t flow = 0;
  for (std::size_t at = 0; at < story.steps.size(); ++at) {
    const StoryStep& step = story.steps[at];
    Json slice = {{"ph", "X"},
                  {"name", core::printable_line(step.words)},
                  {"cat", name_of(step.kind)},
                  {"pid", pid(step)},
                  {"tid", step.lane + 1},
                  {"ts", times[at]},
                  {"dur", 1},
                  {"args", {{"seconds", step.seconds}, {"event", step.event}}}};
    if (!step.place.empty()) slice["args"]["place"] = core::printable_line(step.place);
    events.push_back(std::move(slice));
    for (const std::uint32_t cause : step.causes) {
      const StoryStep& from = story.steps[cause];
      if (from.lane == step.lane) continue;
      ++flow;
      events.push_back({{"ph", "s"},
                        {"name", "cause"},
                        {"cat", "cause"},
                        {"id", flow},
                        {"pid", pid(from)},
                        {"tid", from.lane + 1},
                        {"ts", times[cause]}});
      events.push_back({{"ph", "f"},
                        {"bp", "e"},
                        {"name", "cause"},
                        {"cat", "cause"},
                        {"id", flow},
                        {"pid", pid(step)},
                        {"tid", step.lane + 1},
                        {"ts", times[at]}});
    }
  }
  const Json all = {{"displayTimeUnit", "ms"}, {"traceEvents", events}};
  return all.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace windtunnel::findings
