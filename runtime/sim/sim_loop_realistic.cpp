// The realistic model of a SimLoop: callbacks keep their order, but code takes time. It has a file of its
// own, because it is one answer to one question: what may come between two steps?
#include <algorithm>
#include <cassert>
#include <utility>

#include "runtime/sim/sim_loop.hpp"

namespace tornado {

namespace {

// How many deadlines may pass at once, and how many iterations a timer is late at most.
constexpr std::size_t most_passed = 3;
constexpr std::size_t most_late = 8;

}  // namespace

void SimLoop::iterate_realistically() {
  do {
    let_time_pass();
    const ReadyQueue::Mark noted = ready_.mark();
    TimerList& due = take_due(scheduler_.now());
    if (observer() != nullptr) note_iteration(ready_.size());
    while (!ready_.reached(noted)) {
      ready_.consume([this](ReadyCallback& ready) { run(ready); });
      elapsed_.step();
    }
    run_due_realistically(due);
    if (stopping()) return;
    note_poll();
  } while (poll(Duration(0)));
}

// The steps since the last question may have taken so long that a deadline has passed.
void SimLoop::let_time_pass() {
  if (!elapsed_.open()) return;
  const Time latest = elapsed_.latest();
  const auto within_reach = [&](Time time) { return time > scheduler_.now() && time <= latest; };
  deadlines_.clear();
  timers_.for_each([&](const TimerCell& timer) {
    if (timer.live() && within_reach(timer.deadline)) deadlines_.push_back(timer.deadline);
  });
  if (device_ != nullptr && within_reach(device_->next())) deadlines_.push_back(device_->next());
  if (deadlines_.empty()) return elapsed_.settle(latest);
  std::sort(deadlines_.begin(), deadlines_.end());
  deadlines_.erase(std::unique(deadlines_.begin(), deadlines_.end()), deadlines_.end());
  const std::size_t most = std::min(most_passed, deadlines_.size());
  scheduler_.log().begin_unrecorded();
  const std::size_t passed = scheduler_.choose(ChoiceKind::timer, "loop/elapsed", most + 1);
  if (passed != 0) set_clock(deadlines_[passed - 1], ClockMove::spent);
  elapsed_.settle(passed < deadlines_.size() ? deadlines_[passed] : latest);
}

// Once a timer is late, so are those that come after it.
void SimLoop::run_due_realistically(TimerList& due) {
  bool late = std::any_of(due.begin(), due.end(), [this](const auto& timer) {
    return timer->postponed != 0 && can_be_overtaken(*timer);
  });
  for (const Ref<TimerCell>& timer : due) timer->postponed -= timer->postponed != 0 ? 1 : 0;
  while (!due.empty()) {
    const auto next = late ? due.begin() : next_of(due);
    Ref<TimerCell> timer = *next;
    due.erase(next);
    if (!timer->live()) continue;
    late = late || is_late(*timer);
    if (late) {
      timers_.put_back(std::move(timer));
    } else {
      run_timer(*timer);
      elapsed_.step();
    }
  }
}

// The next of the due timers: of those with the earliest deadline, any. The order of one that only adds a
// step does not matter.
TimerList::iterator SimLoop::next_of(TimerList& due) {
  if (due.front()->adds_step || !due.front()->live()) return due.begin();
  const Time deadline = due.front()->deadline;
  const auto may_be_next = [&](const Ref<TimerCell>& timer) {
    return timer->deadline == deadline && timer->live() && !timer->adds_step;
  };
  const auto options = static_cast<std::size_t>(std::count_if(due.begin(), due.end(), may_be_next));
  if (options > 1) scheduler_.log().begin_unrecorded();
  std::size_t left = scheduler_.choose(ChoiceKind::timer, "loop/tie", options);
  return std::find_if(due.begin(), due.end(),
                      [&](const Ref<TimerCell>& timer) { return may_be_next(timer) && left-- == 0; });
}

// Whether a due timer runs some iterations later. It is asked once about each timer.
bool SimLoop::is_late(TimerCell& timer) {
  if (timer.adds_step || timer.asked_late || !can_be_overtaken(timer)) return false;
  timer.asked_late = true;
  scheduler_.log().begin_unrecorded();
  const std::uint32_t iterations =
      scheduler_.choose(ChoiceKind::timer, "loop/late", most_late + 1, timer.number);
  timer.postponed = static_cast<std::uint8_t>(std::max(iterations, 1U) - 1);
  return iterations != 0;
}

// Lateness matters only if something else is ready, and it ends after the time of one step.
bool SimLoop::can_be_overtaken(const TimerCell& timer) const {
  return scheduler_.now() <= timer.deadline + elapsed_.step_time() &&
         (!ready_.empty() || scheduler_.waiting_count() != 0);
}

// Whether the handlers that are ready run only after the timers that are due at this time.
bool SimLoop::io_is_late() {
  if (model_ != SchedulingModel::realistic) return false;
  const bool due = !timers_.empty() && timers_.next_deadline() <= scheduler_.now();
  if (!due) return false;
  scheduler_.log().begin_unrecorded();
  return scheduler_.choose(ChoiceKind::timer, "loop/io", 2) == 1;
}

// Whether a step that comes from outside is taken in this I/O phase; otherwise it comes later.
bool SimLoop::steps_arrive(bool busy) {
  if (arrivals_ == 0 || !busy) return arrivals_ != 0;
  scheduler_.log().begin_unrecorded();
  return scheduler_.choose(ChoiceKind::external, "loop/arrival", 2) == 0;
}

}  // namespace tornado
