// Children: processes that share a piece of work, looked after together until the last has ended.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/apart/forked_child.hpp"

namespace windtunnel {

class Children {
 public:
  /// Starts one, as ForkedChild says. What `work` refers to must outlive these.
  void start(const std::function<void()>& work, const ChildLimits& limits,
             const std::atomic<std::uint64_t>* pulse);

  /// Looks after them until all have ended: calls `on_end` with the place of each, from 0 by their start, and
  /// how it ended, and `on_tick` several times a second while any goes on.
  void look_after(const std::function<void(std::size_t child, const Ending& ending)>& on_end,
                  const std::function<void()>& on_tick);

 private:
  bool look_after_each(const std::function<void(std::size_t child, const Ending& ending)>& on_end);

  std::vector<std::unique_ptr<ForkedChild>> children_;
  std::vector<bool> settled_;
};

/// What a user is told where a worker's end is nobody's finding: what it threw, or how it was lost, `doing`
/// saying what it did: "with program 3, which was not flying".
std::string loss_in_words(const Ending& ending, std::string_view doing);

}  // namespace windtunnel
