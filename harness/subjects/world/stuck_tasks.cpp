#include "harness/subjects/world/stuck_tasks.hpp"

#include <algorithm>

#include "harness/core/named_run.hpp"

namespace windtunnel {

StuckTasks::StuckTasks(tornado::IOLoop& loop) {
  for (const tornado::SuspendedFrame* at = loop.suspended_frames().newest(); at != nullptr; at = at->older())
    frames_.push_back(static_cast<const tornado::Runner*>(at));
  std::reverse(frames_.begin(), frames_.end());
  for (const tornado::Runner* frame : frames_) task_of_.emplace(&frame->future(), frame->works_for());
}

bool StuckTasks::is_innermost(const tornado::Runner& frame) const {
  const auto awaited = task_of_.find(frame.awaited());
  return awaited == task_of_.end() || awaited->second != frame.works_for();
}

const tornado::Runner* StuckTasks::innermost(std::uint32_t coroutine) const {
  const auto frame = std::find_if(frames_.begin(), frames_.end(), [&](const tornado::Runner* each) {
    return each->task() == coroutine && is_innermost(*each);
  });
  return frame == frames_.end() ? nullptr : *frame;
}

std::string StuckTasks::place_of(std::uint32_t task) const {
  for (const tornado::Runner* frame : frames_) {
    if (frame->works_for() != task || !is_innermost(*frame)) continue;
    const std::string place = core::place_in_code(frame->place());
    if (!place.empty()) return " at " + place;
  }
  return {};
}

}  // namespace windtunnel
