#include "harness/subjects/asio/asio_steps.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <exception>
#include <fmt/format.h>
#include <pthread.h>
#include <stdexcept>
#include <utility>

#include "harness/kernel/nanoseconds.hpp"
#include "harness/kernel/threads.hpp"
#include "runtime/current_task.hpp"

namespace windtunnel::asio_hook {

using tornado::ChoiceKind;
using tornado::CurrentTask;

AsioSteps& AsioSteps::the() {
  // Never destroyed: operations may die at the end of the process.
  static AsioSteps* const one = new AsioSteps;
  return *one;
}

void AsioSteps::begin(KernelRun& run) {
  for (Flavour& flavour : flavours_) {
    flavour.has_worked = flavour.has_worked || flavour.works();
    if (!flavour.has_worked) {
      throw std::logic_error(
          flavour.name +
          ": its io_context does not ask which handler is next. Every source that includes Asio "
          "must be compiled as windtunnel::asio says, also Asio's own src.cpp if there is one");
    }
    flavour.set_asking(true);
  }
  run_ = &run;
  number_ = World::current_run();
  mine_.any_order = run.world().model() == core::SchedulingModel::adversarial;
  run.kernel().threads().set_on_second([](void* self) { static_cast<AsioSteps*>(self)->withdraw_steps(); },
                                       this);
  hooks.created = [](Track& track, const char* type, const void* object, std::uint64_t handle,
                     const char* operation) { the().create(track, type, object, handle, operation); };
  hooks.destroyed = [](Track& track) { the().destroy(track); };
  hooks.handler_ended = [] {
    if (mine_.in_step) CurrentTask::set(mine_.base_task);
  };
  hooks.queue_destroyed = [](const void* queue) {
    std::erase_if(the().loops_, [&](const Loop& loop) { return loop.queue == queue; });
  };
  hooks.ignored = [](const void* error) {
    the().run_->world().note_unretrieved(*static_cast<const std::exception_ptr*>(error));
  };
}

void AsioSteps::end() noexcept {
  for (const Flavour& flavour : flavours_) flavour.set_asking(false);
  hooks = {};
  withdraw_steps();
  run_ = nullptr;
  number_ = 0;
  mine_ = {};
  beginning_ = 0;
  idle_looks_ = 0;
  last_look_ = {};
  newest_ = nullptr;
  loops_.clear();
  objects_.clear();
  steps_.clear();
  free_steps_.clear();
}

// From now on threads are the steps of the run.
void AsioSteps::withdraw_steps() {
  for (ReadyStep& step : steps_) {
    if (step.track == nullptr) continue;
    scheduler().withdraw(step);
    step.track->step = nullptr;
    step.track = nullptr;
    free_steps_.push_back(&step);
  }
}

void AsioSteps::create(Track& track, const char* type, const void* object, std::uint64_t handle,
                       const char* operation) {
  track.type = type;
  track.operation = operation;
  track.run = number_;
  track.task = CurrentTask::get();
  if (beginning_ != 0) {
    track.begins_task = true;
    beginning_ = 0;
  }
  const std::string_view kind = type;
  if (kind == "deadline_timer") std::memcpy(&track.deadline, object, sizeof track.deadline);
  if (kind == "socket" || kind == "descriptor") track.descriptor = static_cast<int>(handle);
  if (kind != "io_context" && kind != "strand" && kind != "strand_executor")
    track.object = object_at(object, kind);
  track.older = newest_;
  track.newer = nullptr;
  if (newest_ != nullptr) newest_->newer = &track;
  newest_ = &track;
}

void AsioSteps::destroy(Track& track) {
  if (track.run != number_) return;
  if (track.step != nullptr) {
    auto* const step = static_cast<ReadyStep*>(track.step);
    scheduler().withdraw(*step);
    step->track = nullptr;
    free_steps_.push_back(step);
  }
  if (track.type == nullptr) return;  // was never created, only ready
  if (track.older != nullptr) track.older->newer = track.newer;
  if (track.newer != nullptr) track.newer->older = track.older;
  if (newest_ == &track) newest_ = track.older;
}

// Addresses are only compared: an object is known by the order in which it was first used.
std::uint32_t AsioSteps::object_at(const void* address, std::string_view type) {
  const auto known = std::find_if(objects_.rbegin(), objects_.rend(), [&](const Object& each) {
    return each.address == address && each.type == type;
  });
  if (known != objects_.rend()) return known->number;
  const auto count = 1 + std::count_if(objects_.begin(), objects_.end(),
                                       [&](const Object& each) { return each.type == type; });
  std::string name(type == "deadline_timer" ? "timer" : type);
  name += std::to_string(count);
  const std::uint32_t number = scheduler().log().add_object(name);
  objects_.push_back({address, type, number});
  return number;
}

bool AsioSteps::alone() const {
  return run_->kernel().threads().alone();
}

void AsioSteps::look(const void* queue, void* loop, bool (*stop)(void*)) {
  end_step();
  const auto thread = static_cast<std::uintptr_t>(pthread_self());
  auto known =
      std::find_if(loops_.begin(), loops_.end(), [&](const Loop& each) { return each.queue == queue; });
  if (known == loops_.end()) known = loops_.insert(known, {queue, loop, stop, thread, false});
  known->on_several_threads = known->on_several_threads || known->thread != thread;
  mine_.any_order = known->on_several_threads || run_->world().model() == core::SchedulingModel::adversarial;
}

void AsioSteps::end_step() {
  if (!mine_.in_step) {
    mine_.base_task = CurrentTask::get();
    return;
  }
  mine_.in_step = false;
  CurrentTask::set(mine_.base_task);
  run_->step_ended();
}

bool AsioSteps::polls(std::size_t behind) {
  if (behind != 0 && mine_.any_order && run_->kernel().choose(ChoiceKind::external, "asio/poll", 2) == 1)
    return false;
  mine_.others_ready = behind;
  const tornado::Time now = run_->kernel().now();
  if (now > std::exchange(last_look_, now)) idle_looks_ = has_timer() ? 0 : idle_looks_ + 1;
  scheduler().log().begin_unrecorded();
  return true;
}

std::size_t AsioSteps::choose(std::span<const ReadyOperation> ready, std::size_t in_front) {
  assert(!ready.empty());
  mine_.last_strand = nullptr;
  idle_looks_ = 0;
  mine_.others_ready = ready.size() - 1;
  std::size_t chosen = 0;
  if (!alone()) {
    chosen = mine_.any_order ? run_->kernel().choose(ChoiceKind::external, "asio/ready", ready.size())
                             : choose_in_order(ready, in_front);
    const Track& track = *ready[chosen].waiting;
    if (track.task != 0) CurrentTask::set(track.task);
  } else {
    add_steps(ready);
    chosen = choose_step(ready, in_front);
    begin_step(ready[chosen]);
  }
  mine_.in_step = true;
  return chosen;
}

void AsioSteps::add_steps(std::span<const ReadyOperation> ready) {
  for (const ReadyOperation& each : ready) {
    if (each.track->step != nullptr) continue;
    if (free_steps_.empty()) free_steps_.push_back(&steps_.emplace_back());
    ReadyStep& added = *free_steps_.back();
    free_steps_.pop_back();
    tornado::Step step;
    step.task = each.waiting->task;
    step.object = each.waiting->object;
    step.touch = step.object != 0 ? tornado::Touch::write : tornado::Touch::nothing;
    scheduler().add(added, step);
    const tornado::StepLog& log = scheduler().log();
    added.number = log.ready(log.ready_count() - 1).number;
    added.track = each.track;
    each.track->step = &added;
    each.track->run = number_;
  }
}

std::size_t AsioSteps::choose_step(std::span<const ReadyOperation> ready, std::size_t in_front) {
  // The ready steps of the log are those of this queue alone, unless there are several loops.
  if (mine_.any_order && !run_->over() && scheduler().waiting_count() == ready.size()) {
    const std::uint32_t number = scheduler().pick_step().number;
    const auto chosen = std::find_if(ready.begin(), ready.end(), [&](const ReadyOperation& each) {
      return static_cast<ReadyStep*>(each.track->step)->number == number;
    });
    assert(chosen != ready.end());
    return static_cast<std::size_t>(chosen - ready.begin());
  }
  const std::size_t chosen = mine_.any_order
                                 ? run_->kernel().choose(ChoiceKind::external, "asio/ready", ready.size())
                                 : choose_in_order(ready, in_front);
  scheduler().pick_step(static_cast<ReadyStep*>(ready[chosen].track->step)->number);
  return chosen;
}

// One thread runs handlers in the order in which they became ready. What became ready together has none.
std::size_t AsioSteps::choose_in_order(std::span<const ReadyOperation> ready, std::size_t in_front) {
  const std::size_t options = equals(ready, in_front);
  if (options < 2) return 0;
  return ready[0].waiting->begins_task ? run_->kernel().choose(ChoiceKind::external, "asio/begin", options)
                                       : run_->kernel().choose(ChoiceKind::timer, "asio/tie", options);
}

// How many of the first have no order: timers with one deadline; tasks that were spawned together.
std::size_t AsioSteps::equals(std::span<const ReadyOperation> ready, std::size_t in_front) const {
  if (run_->world().model() == core::SchedulingModel::exact) return 1;
  const ReadyOperation& first = ready[0];
  const auto is_equal = [&](const ReadyOperation& each) {
    if (first.waiting->begins_task) return each.waiting->begins_task;
    return first.is_due_timer && each.is_due_timer && each.waiting->deadline == first.waiting->deadline;
  };
  std::size_t count = 1;
  while (count < in_front && is_equal(ready[count])) ++count;
  return count;
}

void AsioSteps::begin_step(const ReadyOperation& chosen) {
  auto* const step = static_cast<ReadyStep*>(chosen.track->step);
  scheduler().begin_step({});
  chosen.track->step = nullptr;
  step->track = nullptr;
  free_steps_.push_back(step);
  show_step(chosen);
}

void AsioSteps::show_step(const ReadyOperation& chosen) {
  const Track& track = *chosen.waiting;
  if (track.begins_task) return run_->tell("begins", 0);
  if (track.object != 0) run_->tell(track.operation, track.object);
}

bool AsioSteps::strand_goes_on(const void* strand) {
  if (mine_.last_strand != strand) {
    mine_.last_strand = strand;
    return true;
  }
  if (!mine_.any_order || (mine_.others_ready == 0 && alone())) return true;
  if (run_->kernel().choose(ChoiceKind::external, "asio/strand", 2) == 0) return true;
  mine_.last_strand = nullptr;
  return false;
}

void AsioSteps::begin_task(std::uint32_t task) {
  beginning_ = task;
}

bool AsioSteps::stop_loops() {
  bool stopped = false;
  const std::vector<Loop> loops = loops_;
  for (const Loop& loop : loops) stopped = loop.stop(loop.scheduler) || stopped;
  return stopped;
}

// One that expires some time.
bool AsioSteps::has_timer() const {
  constexpr std::uint64_t never = std::uint64_t{1} << 62U;
  for (const Track* track = newest_; track != nullptr; track = track->older)
    if (track->deadline != 0 && track->deadline < never) return true;
  return false;
}

tornado::Time AsioSteps::deadline_after(tornado::Time time) const {
  tornado::Time first = kernel::Kernel::never;
  for (const Track* track = newest_; track != nullptr; track = track->older) {
    // A timer of the calendar's clock, or one that never expires.
    if (track->deadline == 0 || track->deadline >= static_cast<std::uint64_t>(kernel::calendar_begin))
      continue;
    const tornado::Time deadline = kernel::time_of(static_cast<std::int64_t>(track->deadline));
    if (deadline > time) first = std::min(first, deadline);
  }
  return first;
}

std::string AsioSteps::words_of(const Track& track) const {
  if (track.object == 0) return track.operation;
  return fmt::format("{} on {}", track.operation,
                     run_->kernel().loop().scheduler().log().object_name(track.object));
}

std::string AsioSteps::wait_of(std::uint32_t task) const {
  std::string words;
  constexpr std::size_t most = 3;
  std::size_t count = 0;
  for (const Track* track = newest_; track != nullptr && count < most; track = track->older) {
    if (track->task != task || track->object == 0) continue;
    words.append(words.empty() ? "" : " or ").append(words_of(*track));
    ++count;
  }
  return words;
}

std::string AsioSteps::left_over() const {
  std::string words;
  constexpr std::size_t most = 5;
  std::size_t count = 0;
  for (const Track* track = newest_; track != nullptr && count < most; track = track->older, ++count) {
    words.append(words.empty() ? "" : ", ");
    words += fmt::format("{}'s {}", run_->kernel().loop().scheduler().log().task_name(track->task),
                         words_of(*track));
  }
  return words;
}

}  // namespace windtunnel::asio_hook
