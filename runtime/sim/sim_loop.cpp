#include "runtime/sim/sim_loop.hpp"

#include <algorithm>
#include <utility>

namespace tornado {

namespace {

// How many deadlines the adversary may jump over at once, and how often it may put off one due timer.
constexpr std::size_t farthest_jump = 3;
constexpr std::uint8_t most_postponements = 3;

}  // namespace

SimLoop::SimLoop(ChoiceSource& choices, Freedom freedom, MakeCurrent make_current)
    : IOLoop(make_current), choices_(choices), freedom_(freedom) {
  if (freedom_ == Freedom::adversary) run_in_any_order();
}

SimLoop::~SimLoop() {
  close();
}

void SimLoop::spend(Duration duration) {
  set_clock(now_ + std::max(duration, Duration(0)), ClockMove::spent);
}

void SimLoop::end_as_livelock() {
  end_ = RunEnd::livelock;
  stop();
}

std::uint32_t SimLoop::choose(ChoiceKind kind, const char* site, std::size_t options) {
  if (options < 2) return 0;
  auto count = static_cast<std::uint32_t>(options);
  return std::min(choices_.choose(ChoicePoint{kind, count, site}), count - 1);
}

void SimLoop::add_external(Callback callback) {
  if (closed()) return;
  externals_.push_back(External{std::move(callback), next_external_});
  note(EventKind::external_added, next_external_++);
}

bool SimLoop::poll(Duration) {
  if (++phases_ > phase_limit_) return end_run(RunEnd::livelock, EventKind::livelock);
  bool busy = !ready_.empty();
  if (busy && externals_.empty()) return true;
  return poll_world(busy);
}

bool SimLoop::poll_world(bool busy) {
  timers_.drop_cancelled();
  if (!externals_.empty() && deliver_external(busy || !timers_.empty())) return true;
  if (busy) return true;
  if (timers_.empty()) return end_run(RunEnd::idle, EventKind::idle);
  move_clock();
  return true;
}

bool SimLoop::end_run(RunEnd how, EventKind event) {
  note(event);
  end_ = how;
  return false;
}

bool SimLoop::deliver_external(bool may_wait) {
  std::size_t chosen = choose(ChoiceKind::external, "loop/external", externals_.size() + (may_wait ? 1 : 0));
  if (chosen == externals_.size()) return false;
  External external = std::move(externals_[chosen]);
  externals_.erase(externals_.begin() + static_cast<std::ptrdiff_t>(chosen));
  note(EventKind::external_begin, external.number);
  run_callback(external.run, EventKind::external_end, external.number);
  return true;
}

void SimLoop::move_clock() {
  if (freedom_ == Freedom::contract) return set_clock(timers_.next_deadline(), ClockMove::waited);
  deadlines_.clear();
  timers_.for_each([this](const TimerCell& timer) {
    if (timer.live()) deadlines_.push_back(timer.deadline);
  });
  std::size_t candidates = std::min(farthest_jump, deadlines_.size());
  std::partial_sort(deadlines_.begin(), deadlines_.begin() + static_cast<std::ptrdiff_t>(candidates),
                    deadlines_.end());
  auto last = std::unique(deadlines_.begin(), deadlines_.begin() + static_cast<std::ptrdiff_t>(candidates));
  set_clock(
      deadlines_[choose(ChoiceKind::timer, "loop/jump", static_cast<std::size_t>(last - deadlines_.begin()))],
      ClockMove::waited);
}

void SimLoop::set_clock(Time time, ClockMove move) {
  if (time <= now_) return;
  now_ = time;
  note(EventKind::clock, 0, 0, static_cast<std::uint8_t>(move), seconds_of(now_));
}

void SimLoop::run_unordered(TimerList& due) {
  for (std::size_t left = ready_.size(); left > 0; --left) {
    ReadyCallback chosen = ready_.take(choose(ChoiceKind::callback, "loop/ready", ready_.size()));
    run(chosen);
  }
  run_due_freely(due);
}

void SimLoop::drop_world() noexcept {
  std::exchange(externals_, {}).clear();
}

void SimLoop::run_due_freely(TimerList& due) {
  while (!due.empty()) {
    auto equal = std::find_if(due.begin(), due.end(),
                              [&](const auto& timer) { return timer->deadline != due.front()->deadline; });
    auto at =
        due.begin() + choose(ChoiceKind::timer, "loop/tie", static_cast<std::size_t>(equal - due.begin()));
    Ref<TimerCell> timer = *at;
    due.erase(at);
    if (!timer->live()) continue;
    // Being late only matters where something else can overtake.
    if (!ready_.empty() && timer->postponed < most_postponements &&
        choose(ChoiceKind::timer, "loop/late", 2) == 1) {
      ++timer->postponed;
      timers_.put_back(std::move(timer));
      continue;
    }
    run_timer(*timer);
  }
}

}  // namespace tornado
