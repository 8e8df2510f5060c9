#include "runtime/sim/sim_loop.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

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
    : IOLoop(make_current), choices_(&choices), freedom_(freedom) {
  if (freedom_ == Freedom::adversary) run_in_any_order();
}

SimLoop::~SimLoop() {
  close();
}

void SimLoop::reset(ChoiceSource& choices, Freedom freedom) {
  reopen(freedom == Freedom::contract);
  choices_ = &choices;
  freedom_ = freedom;
  end_ = RunEnd::none;
  now_ = {};
  phases_ = 0;
  phase_limit_ = default_phase_limit;
  next_external_ = 1;
}

void SimLoop::spend(Duration duration) {
  steps_->set_opaque();
  set_clock(now_ + std::max(duration, Duration(0)), ClockMove::spent);
}

void SimLoop::end_as_livelock() {
  end_ = RunEnd::livelock;
  stop();
}

std::uint32_t SimLoop::choose(ChoiceKind kind, const char* site, std::size_t options) {
  if (options < 2) return 0;
  auto count = static_cast<std::uint32_t>(options);
  return std::min(choices_->choose(ChoicePoint{kind, count, site}), count - 1);
}

void SimLoop::add_external(Callback callback) {
  if (closed()) return;
  externals_.push_back(External{std::move(callback), next_external_});
  note(EventKind::external_added, next_external_++);
}

bool SimLoop::poll(Duration) {
  if (++phases_ > phase_limit_) return end_run(RunEnd::livelock, EventKind::livelock);
  bool busy = has_ready();
  if (busy && externals_.empty() && device_ == nullptr) return true;
  return poll_world(busy);
}

bool SimLoop::poll_world(bool busy) {
  timers_.drop_cancelled();
  const bool steps = steps_->ready_count() != 0;
  bool stirs = false;
  if (device_ != nullptr) {
    device_->advance(now_);
    stirs = device_->stirs() || device_->next() < SimDevice::never;
  }
  bool moved = !externals_.empty() && deliver_external(busy || steps || stirs || !timers_.empty());
  if (device_ != nullptr) moved = run_ready_handlers() || moved;
  // What the device let happen may have queued a callback.
  if (moved || busy || !ready_.empty()) return true;
  if (steps_->ready_count() != 0) return run_steps();
  if (!move_clock()) return end_run(RunEnd::idle, EventKind::idle);
  if (device_ != nullptr) {
    device_->advance(now_);
    run_ready_handlers();
  }
  return true;
}

bool SimLoop::run_ready_handlers() {
  if (!device_->stirs()) return false;
  collect_ready();
  const bool any = !batch_.empty();
  if (any) steps_->set_opaque();
  std::size_t first = 0;
  while (first < batch_.size()) {
    const std::size_t window = std::min(handler_window, batch_.size() - first);
    const std::size_t chosen = first + choose(ChoiceKind::io, "loop/handler", window);
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
  std::size_t chosen = choose(ChoiceKind::external, "loop/external", externals_.size() + (may_wait ? 1 : 0));
  if (chosen == externals_.size()) return false;
  steps_->set_opaque();
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
  steps_->end_era();
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
  return deadlines_[choose(ChoiceKind::timer, "loop/jump",
                           static_cast<std::size_t>(last - deadlines_.begin()))];
}

void SimLoop::set_clock(Time time, ClockMove move) {
  if (time <= now_) return;
  now_ = time;
  note(EventKind::clock, 0, 0, static_cast<std::uint8_t>(move), seconds_of(now_));
}

void SimLoop::run_unordered(TimerList& due) {
  collect();
  for (std::size_t left = steps_->ready_count(); left > 0; --left) {
    run_step();
    collect();
  }
  run_due_freely(due);
  collect();
}

// Those of the adversary's callbacks that have been queued become steps.
void SimLoop::collect() {
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
      step.lane = lane();
      place(*pool_new<CallbackStep>(+run_it, +drop_it, std::move(ready)), 0, step);
    });
  }
  set_apart_ = steps_->ready_count();
}

void SimLoop::add_step(WaitingStep& waiting, const Step& step) {
  if (closed()) return;
  if (freedom_ == Freedom::adversary) collect();
  note(EventKind::external_added, next_external_);
  place(waiting, next_external_++, step);
  if (freedom_ == Freedom::adversary) set_apart_ = steps_->ready_count();
}

void SimLoop::place(WaitingStep& waiting, std::uint32_t external, const Step& step) {
  const std::uint32_t slot = steps_->add(step);
  if (slot >= waiting_.size()) waiting_.resize(slot + 1);
  waiting_[slot] = {&waiting, external};
}

// One step after another, while nothing else wants to run.
bool SimLoop::run_steps() {
  const Time now = now_;
  for (;;) {
    run_step();
    const bool due = !timers_.empty() && timers_.next_deadline() <= now_;
    const bool alone =
        ready_.empty() && externals_.empty() && device_ == nullptr && !due && now_ == now && !stopping();
    if (!alone || steps_->ready_count() == 0) return true;
    if (++phases_ > phase_limit_) return end_run(RunEnd::livelock, EventKind::livelock);
  }
}

void SimLoop::run_step() {
  std::size_t chosen = 0;
  if (const std::size_t options = steps_->ready_count(); options > 1) {
    const auto count = static_cast<std::uint32_t>(options);
    chosen = choices_->choose(ChoicePoint{ChoiceKind::callback, count, "loop/ready", steps_});
    chosen = std::min<std::size_t>(chosen, options - 1);
  }
  const Observer* watching = observer();
  const std::uint32_t slot = watching != nullptr ? steps_->begin(chosen, watching->size(), numbers().future)
                                                 : steps_->begin(chosen, 0, 0);
  set_lane(steps_->running_lane());
  const Waiting waiting = waiting_[slot];
  if (waiting.external == 0) {
    waiting.step->run_(*waiting.step);
  } else {
    note(EventKind::external_begin, waiting.external);
    run_callback([&] { waiting.step->run_(*waiting.step); }, EventKind::external_end, waiting.external);
  }
  steps_->settle_lane(lane());
}

void SimLoop::drop_world() noexcept {
  std::exchange(externals_, {}).clear();
  std::exchange(batch_, {}).clear();
  if (device_ != nullptr) std::exchange(device_, nullptr)->detach();
  for (std::size_t at = 0; at < steps_->ready_count(); ++at) {
    WaitingStep& waiting = *waiting_[steps_->slot(at)].step;
    if (waiting.drop_ != nullptr) waiting.drop_(waiting);
  }
  steps_->drop_ready();
  set_apart_ = 0;
}

void SimLoop::run_due_freely(TimerList& due) {
  if (!due.empty()) steps_->set_opaque();
  while (!due.empty()) {
    auto equal = std::find_if(due.begin(), due.end(),
                              [&](const auto& timer) { return timer->deadline != due.front()->deadline; });
    auto at =
        due.begin() + choose(ChoiceKind::timer, "loop/tie", static_cast<std::size_t>(equal - due.begin()));
    Ref<TimerCell> timer = *at;
    due.erase(at);
    if (!timer->live()) continue;
    // Being late only matters where something else can overtake.
    if (has_ready() && timer->postponed < most_postponements &&
        choose(ChoiceKind::timer, "loop/late", 2) == 1) {
      ++timer->postponed;
      timers_.put_back(std::move(timer));
      continue;
    }
    run_timer(*timer);
  }
}

}  // namespace tornado
