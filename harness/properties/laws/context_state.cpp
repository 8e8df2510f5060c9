#include "harness/properties/laws/context_state.hpp"

#include <cassert>
#include <utility>

#include "harness/properties/laws/run_state.hpp"

namespace windtunnel::properties {

using tornado::Event;
using tornado::EventKind;
using tornado::YieldKind;

namespace {

bool is_block(const Event& event) {
  return event.detail == static_cast<std::uint8_t>(tornado::ContextUse::block);
}

}  // namespace

void ContextState::reset() {
  marks = {};
  contexts_.clear();
  captures_.clear();
  own_blocks_.clear();
  steps_.clear();
  calls_.clear();
  blocks_ = 0;
  offered_ = 0;
  handled_at_ = 0;
}

void ContextState::apply(const Event& event, const RunState& run) {
  switch (event.kind) {
    case EventKind::context_made:
      contexts_[event.id].handles =
          event.detail == static_cast<std::uint8_t>(tornado::ContextKind::exception);
      contexts_[event.id].of_coroutine =
          run.previous != nullptr && run.previous->kind == EventKind::yield_point;
      return;
    case EventKind::context_entered:
      if (is_block(event)) ++blocks_;
      return;
    case EventKind::context_left:
      return leave(event, run.step);
    case EventKind::context_deactivated:
      // That of a coroutine ends with it.
      if (!contexts_[event.id].of_coroutine) contexts_[event.id].deactivated = true;
      return;
    case EventKind::null_context_begin:
      if (blocks_ > 0) marks.add(Mark::null_within);
      return;
    case EventKind::contexts_captured:
      captures_[event.id] = event.other;
      return;
    case EventKind::contexts_restored:
      if (contexts_[captures_[event.id]].deactivated) marks.add(Mark::deactivated_context);
      calls_.push_back(0);
      return;
    default:
      assert(event.kind == EventKind::contexts_given_back);
      offered_ = calls_.empty() ? 0 : calls_.back();
      if (!calls_.empty()) calls_.pop_back();
  }
}

void ContextState::leave(const Event& event, std::uint32_t step) {
  if (is_block(event)) {
    if (blocks_ > 0) --blocks_;
    if (event.other != 0) marks.add(Mark::context_left_by_error);
  } else if (event.other != 0 && contexts_[event.id].handles && !calls_.empty()) {
    calls_.back() = event.other;
    handled_at_ = step;
  }
}

void ContextState::apply_to_task(const Event& event, const RunState& run) {
  switch (event.kind) {
    case EventKind::task_begin:
      return begin_step(event.id);
    case EventKind::task_yield:
      if (event.detail == static_cast<std::uint8_t>(YieldKind::abandoned)) return;  // in no step of its own
      if (!steps_.empty() && steps_.back().task == event.id && blocks_ > steps_.back().blocks)
        marks.add(Mark::yield_within);
      if (event.detail != static_cast<std::uint8_t>(YieldKind::ready)) end_step(event.id);
      return;
    case EventKind::task_resume:
      resume(run);
      return begin_step(event.id);
    case EventKind::task_interrupted:
      // In between, the future is made that brings the error.
      if (handled_at_ != 0 && run.step - handled_at_ <= 2) marks.add(Mark::error_enters_wait);
      return;
    default:
      assert(event.kind == EventKind::task_end);
      end_step(event.id);
  }
}

void ContextState::end_call(const Event& event, const RunState& run) {
  if (run.previous == nullptr || run.previous->kind != EventKind::contexts_given_back || offered_ == 0)
    return;
  marks.add(event.other == 0 ? Mark::error_consumed : Mark::error_passed_on);
}

// Before a step its contexts become current, and the innermost StackContext is entered last.
void ContextState::resume(const RunState& run) {
  if (run.previous == nullptr) return;
  const Event& previous = *run.previous;
  if (previous.kind == EventKind::contexts_restored ||
      (previous.kind == EventKind::context_entered && !is_block(previous)))
    marks.add(Mark::resumed_in_contexts);
}

void ContextState::begin_step(std::uint32_t task) {
  steps_.push_back({task, blocks_});
  if (std::as_const(own_blocks_)[task] == 0) return;
  blocks_ += own_blocks_[task];
  own_blocks_[task] = 0;
}

// The blocks that the task leaves open are open again when it goes on.
void ContextState::end_step(std::uint32_t task) {
  while (!steps_.empty()) {
    const Step step = steps_.back();
    steps_.pop_back();
    const std::uint32_t open = blocks_ > step.blocks ? blocks_ - step.blocks : 0;
    blocks_ = step.blocks;
    if (step.task != task) continue;
    if (open != 0) own_blocks_[task] = open;
    return;
  }
}

}  // namespace windtunnel::properties
