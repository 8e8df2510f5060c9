// What meets in coroutines and stack contexts.
#include "harness/check/meeting_watcher.hpp"

namespace windtunnel {

using tornado::Event;
using tornado::EventKind;

namespace {

bool by_block(const Event& event) {
  return event.detail == static_cast<std::uint8_t>(tornado::ContextUse::block);
}

}  // namespace

void MeetingWatcher::begin_step(std::uint32_t task) {
  steps_.push_back({task, blocks_});
  blocks_ += tasks_[task].blocks;
  tasks_[task].blocks = 0;
}

/// The blocks that the task leaves open are its own again when it goes on.
void MeetingWatcher::end_step(std::uint32_t task) {
  while (!steps_.empty()) {
    const Step step = steps_.back();
    steps_.pop_back();
    const std::uint32_t open = blocks_ > step.blocks ? blocks_ - step.blocks : 0;
    blocks_ = step.blocks;
    if (step.task != task) continue;
    tasks_[task].blocks = open;
    return;
  }
}

void MeetingWatcher::see_task(const Event& event) {
  switch (event.kind) {
    case EventKind::task_begin:
      begin_step(event.id);
      break;
    case EventKind::task_yield: {
      if (!steps_.empty() && steps_.back().task == event.id && blocks_ > steps_.back().blocks) {
        meet(Meeting::yield_within);
      }
      const auto kind = static_cast<tornado::YieldKind>(event.detail);
      if (kind == tornado::YieldKind::ready) break;
      end_step(event.id);
      TaskFacts& task = tasks_[event.id];
      task.awaited = event.other;
      task.in_moment = kind == tornado::YieldKind::moment;
      task.moment_callback = 0;
      if (task.in_moment) yielded_moment_ = event.id;
      ++futures_[event.other].waiters;
      break;
    }
    case EventKind::task_resume: {
      TaskFacts& task = tasks_[event.id];
      if (task.in_moment && event.other == 0 && task.moment_callback != running_callback_) {
        meet(Meeting::moment_cut_short);
      }
      task.in_moment = false;
      if (futures_[task.awaited].waiters > 0) --futures_[task.awaited].waiters;
      // The last thing before it was that its contexts became current, and the innermost StackContext
      // entered.
      if (previous_ != nullptr &&
          (previous_->kind == EventKind::contexts_restored ||
           (previous_->kind == EventKind::context_entered &&
            previous_->detail == static_cast<std::uint8_t>(tornado::ContextUse::call)))) {
        meet(Meeting::resumed_in_contexts);
      }
      begin_step(event.id);
      break;
    }
    case EventKind::task_end:
      end_step(event.id);
      break;
    case EventKind::task_interrupted:
      // Between the two the future is made that brings the error.
      if (handled_at_ != 0 && step_ - handled_at_ <= 2) meet(Meeting::error_enters_wait);
      break;
    case EventKind::key_reused:
      meet(Meeting::key_reused);
      break;
    case EventKind::key_unknown:
      meet(Meeting::key_unknown);
      break;
    case EventKind::result_replaced:
      meet(Meeting::called_twice);
      break;
    case EventKind::callbacks_leaked:
      meet(Meeting::keys_leaked);
      break;
    case EventKind::yield_point_stale:
      meet(Meeting::stale_point);
      break;
    default:
      break;
  }
}

void MeetingWatcher::see_context(const Event& event) {
  switch (event.kind) {
    case EventKind::context_made:
      contexts_[event.id].handles =
          event.detail == static_cast<std::uint8_t>(tornado::ContextKind::exception);
      contexts_[event.id].of_coroutine = previous_ != nullptr && previous_->kind == EventKind::yield_point;
      break;
    case EventKind::context_entered:
      if (by_block(event)) ++blocks_;
      break;
    case EventKind::context_left:
      if (by_block(event)) {
        if (blocks_ > 0) --blocks_;
        if (event.other != 0) meet(Meeting::context_left_by_error);
      } else if (event.other != 0 && contexts_[event.id].handles && !calls_.empty()) {
        calls_.back().error = event.other;
        handled_at_ = step_;
      }
      break;
    case EventKind::context_deactivated:
      // That of a coroutine ends with it.
      if (!contexts_[event.id].of_coroutine) contexts_[event.id].deactivated = true;
      break;
    case EventKind::null_context_begin:
      if (blocks_ > 0) meet(Meeting::null_within);
      break;
    case EventKind::contexts_captured:
      captured_[event.id] = event.other;
      break;
    case EventKind::contexts_restored:
      if (contexts_[captured_[event.id]].deactivated) meet(Meeting::deactivated_context);
      calls_.push_back({});
      break;
    case EventKind::contexts_given_back:
      if (calls_.empty()) break;
      error_of_call_ = calls_.back().error;
      calls_.pop_back();
      break;
    default:
      break;
  }
}

}  // namespace windtunnel
