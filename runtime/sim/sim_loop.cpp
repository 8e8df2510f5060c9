#include "runtime/sim/sim_loop.hpp"

#include <algorithm>
#include <cassert>
#include <stdexcept>
#include <utility>

#include "runtime/current_task.hpp"

namespace tornado {

namespace {

// How many deadlines the adversary may jump over at once, and how often it may put off one due timer.
constexpr std::size_t farthest_jump = 3;
constexpr std::uint8_t most_postponements = 3;

// Which handler runs next is chosen among so many of the ready ones, those that are ready longest.
constexpr std::size_t handler_window = 16;

// A callback of the loop as one of the adversary's steps.
struct CallbackStep final : WaitingStep {
  CallbackStep(Function run, Function drop, ReadyCallback&& ready_in)
      : WaitingStep(run, drop), ready(std::move(ready_in)) {}
  ReadyCallback ready;
};

}  // namespace

SimLoop::SimLoop(ChoiceSource& choices, Freedom freedom, MakeCurrent make_current)
    : IOLoop(make_current), scheduler_(choices), freedom_(freedom) {}

SimLoop::~SimLoop() {
  close();
}

void SimLoop::reset(ChoiceSource& choices, Freedom freedom) {
  reopen();
  scheduler_.reset(choices);
  freedom_ = freedom;
  end_ = RunEnd::none;
  phases_ = 0;
  phase_limit_ = default_phase_limit;
  next_external_ = 1;
  assert(externals_.empty() && device_ == nullptr);
}

void SimLoop::spend(Duration duration) {
  scheduler_.log().begin_unrecorded();
  set_clock(time() + std::max(duration, Duration(0)), ClockMove::spent);
}

void SimLoop::end_as_livelock() {
  end_ = RunEnd::livelock;
  stop();
}

void SimLoop::add_external(Callback callback) {
  if (closed()) return;
  externals_.push_back(External{std::move(callback), next_external_});
  note(EventKind::external_added, next_external_++);
}

bool SimLoop::poll(Duration) {
  if (++phases_ > phase_limit_) return end_run(RunEnd::livelock, EventKind::livelock);
  const bool busy = this->busy();
  if (busy && externals_.empty() && device_ == nullptr) return true;
  return poll_world(busy);
}

bool SimLoop::poll_world(bool busy) {
  timers_.drop_cancelled();
  const bool steps = scheduler_.waiting_count() != 0;
  bool stirs = false;
  if (device_ != nullptr) {
    device_->advance(time());
    stirs = device_->stirs() || device_->next() < SimDevice::never;
  }
  bool moved = !externals_.empty() && deliver_external(busy || steps || stirs || !timers_.empty());
  if (device_ != nullptr) moved = run_ready_handlers() || moved;
  // What the device let happen may have queued a callback.
  if (moved || busy || !ready_.empty()) return true;
  if (scheduler_.waiting_count() != 0) return run_steps();
  if (!move_clock()) return end_run(RunEnd::idle, EventKind::idle);
  if (device_ != nullptr) {
    device_->advance(time());
    run_ready_handlers();
  }
  return true;
}

bool SimLoop::run_ready_handlers() {
  if (!device_->stirs()) return false;
  collect_ready();
  const bool any = !batch_.empty();
  if (any) scheduler_.log().begin_unrecorded();
  std::size_t first = 0;
  while (first < batch_.size()) {
    const std::size_t window = std::min(handler_window, batch_.size() - first);
    const std::size_t chosen = first + scheduler_.choose(ChoiceKind::io, "loop/handler", window);
    std::rotate(batch_.begin() + static_cast<std::ptrdiff_t>(first),
                batch_.begin() + static_cast<std::ptrdiff_t>(chosen),
                batch_.begin() + static_cast<std::ptrdiff_t>(chosen + 1));
    Ref<HandlerCell> handler = std::move(batch_[first++]);
    run_handler(*handler);
  }
  batch_.clear();
  return any;
}

void SimLoop::collect_ready() {
  descriptors_.clear();
  batch_.clear();
  device_->collect(descriptors_);
  for (const ReadyDescriptor& ready : descriptors_) {
    HandlerCell* handler = handler_of(ready.fd);
    if (handler == nullptr) continue;
    handler->ready = ready.events;
    note(EventKind::handler_ready, handler->number, 0, ready.events);
    batch_.emplace_back(handler);
  }
}

void SimLoop::attach(SimDevice* device) {
  if (device != nullptr && device_ != nullptr) throw std::logic_error("the loop has a network already");
  device_ = device;
}

void SimLoop::watch_descriptor(int fd, IOEvents events) {
  if (device_ != nullptr) device_->watch(fd, events);
}

bool SimLoop::end_run(RunEnd how, EventKind event) {
  note(event);
  end_ = how;
  return false;
}

bool SimLoop::deliver_external(bool may_wait) {
  const std::size_t chosen =
      scheduler_.choose(ChoiceKind::external, "loop/external", externals_.size() + (may_wait ? 1 : 0));
  if (chosen == externals_.size()) return false;
  scheduler_.log().begin_unrecorded();
  External external = std::move(externals_[chosen]);
  externals_.erase(externals_.begin() + static_cast<std::ptrdiff_t>(chosen));
  note(EventKind::external_begin, external.number);
  run_callback(external.run, EventKind::external_end, external.number);
  return true;
}

// False: there is nothing to wait for.
bool SimLoop::move_clock() {
  const Time world = device_ != nullptr ? device_->next() : SimDevice::never;
  if (timers_.empty() && world == SimDevice::never) return false;
  scheduler_.log().end_epoch();
  const Time to = freedom_ == Freedom::contract ? earliest(world) : some_deadline(world);
  set_clock(to, to == world ? ClockMove::world : ClockMove::waited);
  return true;
}

Time SimLoop::earliest(Time world) const {
  return timers_.empty() ? world : std::min(world, timers_.next_deadline());
}

Time SimLoop::some_deadline(Time world) {
  deadlines_.clear();
  timers_.for_each([this](const TimerCell& timer) {
    if (timer.live()) deadlines_.push_back(timer.deadline);
  });
  if (world < SimDevice::never) deadlines_.push_back(world);
  std::size_t candidates = std::min(farthest_jump, deadlines_.size());
  std::partial_sort(deadlines_.begin(), deadlines_.begin() + static_cast<std::ptrdiff_t>(candidates),
                    deadlines_.end());
  auto last = std::unique(deadlines_.begin(), deadlines_.begin() + static_cast<std::ptrdiff_t>(candidates));
  const auto options = static_cast<std::size_t>(last - deadlines_.begin());
  assert(options != 0);
  return deadlines_[scheduler_.choose(ChoiceKind::timer, "loop/jump", options)];
}

void SimLoop::set_clock(Time time, ClockMove move) {
  if (scheduler_.advance_to(time)) {
    note(EventKind::clock, 0, 0, static_cast<std::uint8_t>(move), seconds_of(time));
  }
}

// Whether something runs without waiting for the world.
bool SimLoop::busy() const {
  return !ready_.empty() || (freedom_ == Freedom::adversary && scheduler_.waiting_count() != 0);
}

void SimLoop::iterate() {
  if (freedom_ == Freedom::contract) return IOLoop::iterate();
  iterate_in_any_order();
}

void SimLoop::iterate_in_any_order() {
  do {
    TimerList& due = take_due();
    note_iteration(ready_.size() + scheduler_.waiting_count());
    run_steps_that_are_ready();
    run_due_in_any_order(due);
    callbacks_to_steps();
    if (stopping()) return;
    note_poll();
  } while (poll(Duration(0)));
}

// As many steps as there are now; those that they add may be among them.
void SimLoop::run_steps_that_are_ready() {
  callbacks_to_steps();
  for (std::size_t left = scheduler_.waiting_count(); left > 0; --left) {
    run_step();
    callbacks_to_steps();
  }
}

void SimLoop::callbacks_to_steps() {
  assert(freedom_ == Freedom::adversary);
  while (!ready_.empty()) {
    ready_.consume([this](ReadyCallback& ready) {
      constexpr auto run_it = [](WaitingStep& waiting) {
        PoolPointer<CallbackStep> step(static_cast<CallbackStep*>(&waiting));
        auto& loop = static_cast<SimLoop&>(IOLoop::current());
        loop.run(step->ready);
      };
      constexpr auto drop_it = [](WaitingStep& waiting) {
        pool_delete(static_cast<CallbackStep*>(&waiting));
      };
      Step step;
      step.task = CurrentTask::get();
      scheduler_.add(*pool_new<CallbackStep>(+run_it, +drop_it, std::move(ready)), step);
    });
  }
}

void SimLoop::run_due_in_any_order(TimerList& due) {
  if (!due.empty()) scheduler_.log().begin_unrecorded();
  while (!due.empty()) {
    const auto equal = std::find_if(
        due.begin(), due.end(), [&](const auto& timer) { return timer->deadline != due.front()->deadline; });
    const auto chosen =
        scheduler_.choose(ChoiceKind::timer, "loop/tie", static_cast<std::size_t>(equal - due.begin()));
    const auto at = due.begin() + chosen;
    Ref<TimerCell> timer = *at;
    assert(timer->deadline <= time());
    due.erase(at);
    if (!timer->live()) continue;
    if (may_be_late(*timer)) {
      ++timer->postponed;
      timers_.put_back(std::move(timer));
    } else {
      run_timer(*timer);
    }
  }
}

// Being late only matters where something else can overtake.
bool SimLoop::may_be_late(const TimerCell& timer) {
  return busy() && timer.postponed < most_postponements &&
         scheduler_.choose(ChoiceKind::timer, "loop/late", 2) == 1;
}

void SimLoop::add_step(WaitingStep& waiting, const Step& step) {
  if (closed()) return;
  if (freedom_ == Freedom::adversary) callbacks_to_steps();
  note(EventKind::external_added, next_external_);
  waiting.set_number(next_external_++);
  scheduler_.add(waiting, step);
}

// One step after another, while nothing else wants to run.
bool SimLoop::run_steps() {
  const Time now = time();
  for (;;) {
    run_step();
    const bool due = !timers_.empty() && timers_.next_deadline() <= time();
    const bool alone =
        ready_.empty() && externals_.empty() && device_ == nullptr && !due && time() == now && !stopping();
    if (!alone || scheduler_.waiting_count() == 0) return true;
    if (++phases_ > phase_limit_) return end_run(RunEnd::livelock, EventKind::livelock);
  }
}

void SimLoop::run_step() {
  StepMark mark;
  if (const Observer* watching = observer()) mark = {watching->size(), numbers().future};
  WaitingStep& step = scheduler_.begin_step(mark);
  if (const std::uint32_t number = step.number(); number != 0) {
    note(EventKind::external_begin, number);
    run_callback([&] { step.execute(); }, EventKind::external_end, number);
  } else {
    step.execute();  // a callback, which tells of itself
  }
  scheduler_.end_step();
}

void SimLoop::drop_world() noexcept {
  std::exchange(externals_, {}).clear();
  std::exchange(batch_, {}).clear();
  if (device_ != nullptr) std::exchange(device_, nullptr)->detach();
  scheduler_.drop_all();
  assert(externals_.empty() && batch_.empty());
}

}  // namespace tornado
