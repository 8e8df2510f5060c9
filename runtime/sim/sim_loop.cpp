#include "runtime/sim/sim_loop.hpp"

#include <algorithm>
#include <cassert>
#include <stdexcept>
#include <utility>

#include "runtime/current_task.hpp"

namespace tornado {

namespace {

// How many deadlines the adversarial model may skip at once, and how often it may postpone one due timer.
constexpr std::size_t farthest_jump = 3;
constexpr std::uint8_t most_postponements = 3;

// A callback of the loop as a step of the adversarial model.
struct CallbackStep final : WaitingStep {
  CallbackStep(Function run, Function drop, ReadyCallback&& ready_in)
      : WaitingStep(run, drop), ready(std::move(ready_in)) {}
  ReadyCallback ready;
};

}  // namespace

// The run of a handler as a step. Its readiness is looked up when it runs: a handler that is removed or whose
// descriptor is no longer ready is not run.
struct SimLoop::HandlerStep final : WaitingStep {
  HandlerStep(SimLoop& loop_in, HandlerCell& handler_in)
      : WaitingStep(&run_it, &drop_it), loop(loop_in), handler(&handler_in) {}

  static void run_it(WaitingStep& self) {
    auto& step = static_cast<HandlerStep&>(self);
    step.loop.run_handler_step(step);
  }
  static void drop_it(WaitingStep& self) { pool_delete(static_cast<HandlerStep*>(&self)); }

  SimLoop& loop;
  const Ref<HandlerCell> handler;
  std::size_t place = 0;  // among those that wait
};

SimLoop::SimLoop(ChoiceSource& choices, SchedulingModel model, MakeCurrent make_current)
    : IOLoop(make_current), scheduler_(choices), model_(model) {}

SimLoop::~SimLoop() {
  close();
}

void SimLoop::reset(ChoiceSource& choices, SchedulingModel model) {
  reopen();
  scheduler_.reset(choices);
  model_ = model;
  end_ = RunEnd::none;
  phases_ = 0;
  phase_limit_ = default_phase_limit;
  next_external_ = 1;
  elapsed_.reset();
  assert(externals_.empty() && device_ == nullptr && arrivals_ == 0);
}

void SimLoop::spend(Duration duration) {
  scheduler_.log().begin_unrecorded();
  set_clock(scheduler_.now() + std::max(duration, Duration(0)), ClockMove::spent);
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
  if (busy && externals_.empty() && device_ == nullptr && arrivals_ == 0) return true;
  return poll_world(busy);
}

bool SimLoop::poll_world(bool busy) {
  timers_.drop_cancelled();
  const bool steps = scheduler_.waiting_count() != 0;
  bool stirs = false;
  if (device_ != nullptr) {
    device_->advance(scheduler_.now());
    stirs = device_->stirs() || device_->next() < SimDevice::never;
  }
  const bool moved = !externals_.empty() && deliver_external(busy || steps || stirs || !timers_.empty());
  collect_ready();
  // The adversary's handlers run among its callbacks, if there are any.
  const bool any = !handler_steps_.empty() || steps_arrive(busy);
  const bool in_phase = any && (model_ != SchedulingModel::adversarial || !busy);
  if (in_phase) return run_steps(moved || busy || !ready_.empty());
  // The device may have queued a callback.
  if (moved || busy || !ready_.empty()) return true;
  if (scheduler_.waiting_count() != 0) return run_steps(false);
  if (!move_clock()) return end_run(RunEnd::idle, EventKind::idle);
  if (device_ == nullptr) return true;
  device_->advance(scheduler_.now());
  collect_ready();
  return handler_steps_.empty() || io_is_late() || run_steps(!ready_.empty());
}

// The handlers whose descriptors are ready become steps.
void SimLoop::collect_ready() {
  for (const HandlerStep* step : handler_steps_) step->handler->ready = 0;
  if (device_ == nullptr || !device_->stirs()) return;
  descriptors_.clear();
  device_->collect(descriptors_);
  for (const ReadyDescriptor& ready : descriptors_) {
    HandlerCell* handler = handler_of(ready.fd);
    if (handler == nullptr) continue;
    handler->ready = ready.events;
    if (std::exchange(handler->step_waits, true)) continue;
    Step step;
    step.task = ready.task;
    step.object = ready.object;
    step.touch = Touch::anything;
    HandlerStep* waiting = pool_new<HandlerStep>(*this, *handler);
    waiting->place = handler_steps_.size();
    handler_steps_.push_back(waiting);
    scheduler_.add(*waiting, step);
  }
}

void SimLoop::run_handler_step(HandlerStep& step) {
  const Ref<HandlerCell> handler = step.handler;
  assert(handler_steps_[step.place] == &step);
  HandlerStep* last = handler_steps_.back();
  handler_steps_[last->place = step.place] = last;
  handler_steps_.pop_back();
  pool_delete(&step);
  assert(handler->step_waits);
  handler->step_waits = false;
  const CurrentTaskScope task(CurrentTask::get());
  if (handler->ready == 0) return;
  if (!handler->removed) note(EventKind::handler_ready, handler->number, 0, handler->ready);
  run_handler(*handler);
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
  elapsed_.step();
  return true;
}

// Returns false if there is nothing to wait for.
bool SimLoop::move_clock() {
  const Time world = device_ != nullptr ? device_->next() : SimDevice::never;
  if (timers_.empty() && world == SimDevice::never) return false;
  scheduler_.log().end_epoch();
  const Time to = model_ == SchedulingModel::adversarial ? some_deadline(world) : earliest(world);
  set_clock(to, to == world ? ClockMove::world : ClockMove::waited);
  elapsed_.woke(scheduler_.now());
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

// Whether anything runs without waiting for the world.
bool SimLoop::busy() const {
  return !ready_.empty() || (model_ == SchedulingModel::adversarial && scheduler_.waiting_count() != 0);
}

void SimLoop::iterate() {
  switch (model_) {
    case SchedulingModel::exact:
      return IOLoop::iterate();
    case SchedulingModel::realistic:
      return iterate_realistically();
    case SchedulingModel::adversarial:
      return iterate_in_any_order();
  }
}

void SimLoop::iterate_in_any_order() {
  do {
    TimerList& due = take_due(scheduler_.now());
    note_iteration(ready_.size() + scheduler_.waiting_count());
    run_steps_that_are_ready();
    run_due_in_any_order(due);
    callbacks_to_steps();
    if (stopping()) return;
    note_poll();
  } while (poll(Duration(0)));
}

// As many steps as there are now; steps that they add may be among them.
void SimLoop::run_steps_that_are_ready() {
  callbacks_to_steps();
  for (std::size_t left = scheduler_.waiting_count(); left > 0; --left) {
    run_step();
    callbacks_to_steps();
  }
}

void SimLoop::callbacks_to_steps() {
  assert(model_ == SchedulingModel::adversarial);
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
    assert(timer->deadline <= scheduler_.now());
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

// Lateness matters only if something else can overtake.
bool SimLoop::may_be_late(const TimerCell& timer) {
  return busy() && timer.postponed < most_postponements &&
         scheduler_.choose(ChoiceKind::timer, "loop/late", 2, timer.number) == 1;
}

void SimLoop::add_step(WaitingStep& waiting, const Step& step) {
  if (closed()) return;
  if (model_ == SchedulingModel::adversarial) callbacks_to_steps();
  note(EventKind::external_added, next_external_);
  waiting.set_number(next_external_++);
  if (step.arrives) ++arrivals_;
  scheduler_.add(waiting, step);
}

// One step after another, while nothing else wants to run. Handlers that are chosen one after another run in
// this I/O phase, and the callbacks that they queue come after all of them, as the handlers of one poll do.
// So do steps that arrive. A step of another kind that is chosen waits until no callback is left.
bool SimLoop::run_steps(bool busy) {
  const Time now = scheduler_.now();
  for (;;) {
    // What a step queued and has not run yet belongs to it, and is not known when the next one is chosen.
    if (busy) scheduler_.log().touch(0, Touch::anything);
    const Step& next = scheduler_.pick_step();
    const bool handler = next.touch == Touch::anything;
    const bool arrives = next.arrives;
    if (!handler && !arrives && busy) return true;
    run_step();
    busy = busy || handler || (arrives && !ready_.empty());
    if (busy) {
      if (handler_steps_.empty() && !steps_arrive(busy)) return true;
      continue;
    }
    const Time latest = model_ == SchedulingModel::realistic ? elapsed_.latest() : now;
    const bool due = !timers_.empty() && timers_.next_deadline() <= latest;
    const bool alone = ready_.empty() && externals_.empty() && device_ == nullptr && !due &&
                       scheduler_.now() == now && !stopping();
    if (!alone || scheduler_.waiting_count() == 0) return true;
    if (++phases_ > phase_limit_) return end_run(RunEnd::livelock, EventKind::livelock);
  }
}

void SimLoop::run_step() {
  StepMark mark;
  if (const Observer* watching = observer()) mark = {watching->size(), numbers().future};
  if (scheduler_.pick_step().arrives) --arrivals_;
  WaitingStep& step = scheduler_.begin_step(mark);
  if (const std::uint32_t number = step.number(); number != 0) {
    note(EventKind::external_begin, number);
    run_callback([&] { step.execute(); }, EventKind::external_end, number);
  } else {
    step.execute();  // a callback, which reports itself
  }
  scheduler_.end_step();
  elapsed_.step();
}

void SimLoop::drop_world() noexcept {
  std::exchange(externals_, {}).clear();
  if (device_ != nullptr) std::exchange(device_, nullptr)->detach();
  scheduler_.drop_all();
  handler_steps_.clear();
  arrivals_ = 0;
  assert(externals_.empty());
}

}  // namespace tornado
