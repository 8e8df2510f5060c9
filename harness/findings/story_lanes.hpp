// The lanes of a story: which column a task of the run belongs to. What a task does on its own connections is
// in the task's lane; what a host does for those that connect to it is in one lane of the host.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "harness/findings/story.hpp"

namespace windtunnel::findings {

class StoryLanes {
 public:
  explicit StoryLanes(const tornado::StepLog& steps) : steps_(steps) {}

  /// The lane of that task, by its place; the lane is added on first use.
  std::uint32_t lane_of(std::uint32_t task);
  /// Whom a connection's task talks to: "server" for that of "client>server".
  std::string peer_of(std::uint32_t task) const;

  const std::string& name(std::uint32_t lane) const { return lanes_[lane].name; }

  std::vector<StoryLane> take() { return std::move(lanes_); }

 private:
  std::uint32_t add(const std::string& key, std::string name, std::string host);
  std::string name_of(std::uint32_t task) const;

  const tornado::StepLog& steps_;
  std::vector<StoryLane> lanes_;
  std::map<std::string, std::uint32_t> by_key_;
  std::map<std::uint32_t, std::uint32_t> by_task_;
};

}  // namespace windtunnel::findings
