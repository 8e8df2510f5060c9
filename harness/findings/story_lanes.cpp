#include "harness/findings/story_lanes.hpp"

#include <fmt/format.h>
#include <string_view>

namespace windtunnel::findings {

namespace {

// The host of a task that serves, "server<client" or "server:80"; empty for others. The network names them
// so.
std::string serving_host(std::string_view name) {
  const std::size_t arrow = name.find('<');
  if (arrow != std::string_view::npos && arrow != 0) return std::string(name.substr(0, arrow));
  const std::size_t colon = name.rfind(':');
  const bool is_port = colon != std::string_view::npos && colon != 0 && colon + 1 < name.size() &&
                       name.find_first_not_of("0123456789", colon + 1) == std::string_view::npos;
  return is_port ? std::string(name.substr(0, colon)) : std::string();
}

}  // namespace

std::uint32_t StoryLanes::lane_of(std::uint32_t task) {
  if (task > steps_.task_count()) task = 0;
  const auto known = by_task_.find(task);
  if (known != by_task_.end()) return known->second;
  const std::string_view name = steps_.task_name(task);
  std::uint32_t lane = 0;
  const std::size_t arrow = name.find('>');
  if (task != 0 && arrow != std::string_view::npos && arrow != 0) {
    lane = lane_of(steps_.parent(task));
    if (lanes_[lane].host.empty()) lanes_[lane].host = name.substr(0, arrow);
  } else if (const std::string host = task == 0 ? std::string() : serving_host(name); !host.empty()) {
    lane = add("host " + host, host, host);
  } else {
    lane = add(fmt::format("task {}", task), name_of(task), {});
  }
  by_task_[task] = lane;
  return lane;
}

std::string StoryLanes::peer_of(std::uint32_t task) const {
  if (task == 0 || task > steps_.task_count()) return "its peer";
  const std::string_view name = steps_.task_name(task);
  const std::size_t arrow = name.find_first_of("<>");
  return arrow == std::string_view::npos ? "its peer" : std::string(name.substr(arrow + 1));
}

std::uint32_t StoryLanes::add(const std::string& key, std::string name, std::string host) {
  const auto [at, is_new] = by_key_.emplace(key, static_cast<std::uint32_t>(lanes_.size()));
  if (is_new) lanes_.push_back({std::move(name), std::move(host)});
  return at->second;
}

// The second task of a name is called `name#2`.
std::string StoryLanes::name_of(std::uint32_t task) const {
  const std::string_view name = steps_.task_name(task);
  std::size_t number = task == 0 || name != "main" ? 1 : 2;
  for (std::uint32_t before = 1; before < task; ++before)
    number += steps_.task_name(before) == name ? 1U : 0U;
  return number == 1 ? std::string(name) : fmt::format("{}#{}", name, number);
}

}  // namespace windtunnel::findings
