// The scheduling points of a kernel: which thread goes on, and when the clock moves.
#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <utility>

#include "harness/core/quiet_source.hpp"
#include "harness/kernel/threads.hpp"
#include "harness/properties/rules.hpp"
#include "runtime/current_task.hpp"
#include "runtime/sim/network/sim_network.hpp"

namespace windtunnel::kernel {

namespace {

// How many deadlines may pass at once.
constexpr std::size_t most_passed = 3;
// How many more scheduling points a run may take whose verdict is known.
constexpr std::uint64_t points_afterwards = 1000;
// How often a program may do in a row what takes no time, before time passes.
constexpr std::uint32_t most_readings = 1000;
constexpr std::uint32_t most_idle_yields = 100;

bool never_holds(void*) {
  return false;
}

}  // namespace

bool Threads::block(const WaitReason& reason, Condition ready, tornado::Time deadline) {
  if (in_client_) return ready.holds(ready.data);
  Thread& me = current();
  if (!me.yields) me.idle_yields = 0;
  count_point();
  me.reason = &reason;
  me.condition = ready;
  me.deadline = deadline;
  go_on_with_another(me);
  me.reason = nullptr;
  return ready.holds(ready.data);
}

void Threads::yield(std::string_view site, std::uint32_t object) {
  if (alone() || in_client_) return;
  class Yield final : public WaitReason {
   public:
    Yield(std::string_view call, std::uint32_t object_in) : WaitReason(call), object_(object_in) {}
    std::uint32_t object() const override { return object_; }

   private:
    std::uint32_t object_;
  };
  block(Yield(site, object), Condition::always(), Kernel::never);
}

void Threads::give_way() {
  if (in_client_) return;
  Thread& me = current();
  run_due();
  me.yields_to.clear();
  if (!alone()) {
    offer();
    for (const auto& thread : threads_)
      if (thread->offered) me.yields_to.emplace_back(thread.get(), thread->times_chosen);
  }
  if (!me.yields_to.empty()) me.idle_yields = 0;
  if (++me.idle_yields > most_idle_yields) return wait_idly(me);
  if (me.yields_to.empty()) return;
  const WaitReason reason("sched_yield");
  me.yields = true;
  block(reason, Condition::always(), Kernel::never);
  me.yields = false;
}

// It spins until something changes. If it looks at a clock meanwhile, that may be the time.
void Threads::wait_idly(Thread& me) {
  const WaitReason reason("sched_yield, again and again");
  const auto others = [this, &me] { return choices_made_ - me.times_chosen; };
  const auto changed = [others, before = others()] { return others() != before; };
  const tornado::Time next = readings_ != 0 ? kernel_.now() + elapsed_.step_time() : world_next();
  const std::uint32_t yields = me.idle_yields;
  kernel_.block(reason, changed, next);
  me.idle_yields = yields;
}

tornado::Time Threads::read_clock() {
  if (++readings_ > most_readings && !in_client_) {
    const std::uint32_t readings = readings_;
    const WaitReason reason("clock_gettime, again and again");
    block(reason, {nullptr, &never_holds}, kernel_.now() + elapsed_.step_time());
    readings_ = readings;
  }
  const tornado::Time now = kernel_.now();
  elapsed_.read(now);
  return now;
}

// A step has ended.
void Threads::count_point() {
  readings_ = 0;
  elapsed_.step();
  {
    const Outside outside;
    client_.after_step();
  }
  if (!over_ && client_.over()) {
    static core::QuietSource quiet;
    over_ = true;
    kernel_.loop().scheduler().ask(quiet);
    point_limit_ = std::min(point_limit_, points_ + points_afterwards);
  }
  if (++points_ > point_limit_) abandon(rules::livelock, livelock_words());
}

// Returns when this thread is the one that goes on.
void Threads::go_on_with_another(Thread& me) {
  Thread& next = choose_next();
  if (&next == &me) return;
  next.baton.give();
  me.baton.take();
  if (abandoned_ || dying_) jump_out();
}

Thread& Threads::choose_next() {
  for (;;) {
    if (!std::exchange(timer_first_, false)) run_due();
    if (alone()) {
      Thread& only =
          **std::find_if(threads_.begin(), threads_.end(), [](const auto& each) { return !each->ended; });
      if (only.can_go_on(kernel_.now())) {
        if (let_time_pass()) continue;
        if (only.offered) offer_one(only, false);
        return chosen(only);
      }
    } else {
      offer();
      if (kernel_.loop().scheduler().waiting_count() != 0) {
        if (let_time_pass()) continue;
        return chosen(pick());
      }
    }
    if (!move_clock()) nothing_left();
  }
}

Thread& Threads::chosen(Thread& thread) {
  ++thread.times_chosen;
  ++choices_made_;
  return thread;
}

// The threads that can go on become steps; those that no longer can withdraw theirs.
void Threads::offer() {
  const tornado::Time now = kernel_.now();
  bool any = false;
  const auto offer_all = [&](auto can) {
    for (const auto& thread : threads_) {
      if (thread->ended || thread->reason == nullptr) continue;
      any |= offer_one(*thread, can(*thread));
    }
  };
  const auto had_its_turn = [&](const std::pair<const Thread*, std::uint64_t>& other) {
    const auto& [thread, times] = other;
    return thread->ended || thread->times_chosen != times || !thread->offered;
  };
  // First those that do not yield, since those that do depend on them.
  offer_all([&](const Thread& each) { return each.yields ? each.offered : each.can_go_on(now); });
  any = false;
  offer_all([&](const Thread& each) {
    if (!each.yields) return each.offered;
    return std::all_of(each.yields_to.begin(), each.yields_to.end(), had_its_turn);
  });
  if (!any) offer_all([](const Thread& each) { return each.yields; });
}

bool Threads::offer_one(Thread& thread, bool can) {
  if (can == thread.offered) return can;
  thread.offered = can;
  tornado::StepScheduler& scheduler = kernel_.loop().scheduler();
  if (!can) {
    scheduler.withdraw(thread);
    return false;
  }
  thread.offered_since = kernel_.now();
  tornado::Step step;
  step.task = thread.task;
  step.object = thread.reason->object();
  step.touch = step.object != 0 ? tornado::Touch::write : tornado::Touch::nothing;
  scheduler.add(thread, step);
  return true;
}

Thread& Threads::pick() {
  tornado::SimLoop& loop = kernel_.loop();
  tornado::StepMark mark;
  if (const tornado::Observer* watching = loop.observer()) mark = {watching->size(), loop.numbers().future};
  const tornado::CurrentTaskScope keep(tornado::CurrentTask::get());
  auto& thread = static_cast<Thread&>(loop.scheduler().begin_step(mark));
  assert(thread.offered);
  thread.offered = false;
  return thread;
}

void Threads::run_due() {
  const tornado::Time now = kernel_.now();
  kernel_.agenda().run_due(now);
  if (tornado::SimNetwork* network = kernel_.network_if_any()) network->advance(now);
}

// When something happens by itself.
tornado::Time Threads::world_next() const {
  const tornado::SimNetwork* network = kernel_.network_if_any();
  return std::min(kernel_.agenda().next(), network != nullptr ? network->next() : Kernel::never);
}

// The distinct deadlines in that interval, ascending.
void Threads::collect_deadlines(tornado::Time after, tornado::Time latest) {
  deadlines_.clear();
  const auto add = [&](tornado::Time time) {
    if (time > after && time <= latest && time < Kernel::never) deadlines_.push_back(time);
  };
  add(world_next());
  for (const auto& thread : threads_)
    if (!thread->ended && thread->reason != nullptr) add(thread->deadline);
  // Loops look at their own deadlines only when they are woken, so nothing wakes up at these.
  if (latest < Kernel::never) {
    tornado::Time next = client_.deadline_after(after);
    for (std::size_t count = 0; next <= latest && count < most_passed; ++count) {
      add(next);
      next = client_.deadline_after(next);
    }
  }
  std::sort(deadlines_.begin(), deadlines_.end());
  deadlines_.erase(std::unique(deadlines_.begin(), deadlines_.end()), deadlines_.end());
}

// A thread that can go on is held up by at most the time of a step.
tornado::Time Threads::latest_within_reach() const {
  if (kernel_.settings().model == tornado::SchedulingModel::adversarial) return Kernel::never;
  tornado::Time latest = elapsed_.latest();
  for (const auto& thread : threads_)
    if (thread->offered) latest = std::min(latest, thread->offered_since + elapsed_.step_time());
  return latest;
}

// A thread can go on, but what ran until now may have taken so long that a deadline has passed.
bool Threads::let_time_pass() {
  if (kernel_.settings().model == tornado::SchedulingModel::exact || over_ || !elapsed_.open()) return false;
  const tornado::Time now = kernel_.now();
  const tornado::Time latest = latest_within_reach();
  collect_deadlines(now, latest);
  if (deadlines_.empty()) {
    elapsed_.settle(std::max(latest, now));
    return false;
  }
  tornado::StepScheduler& scheduler = kernel_.loop().scheduler();
  const std::size_t most = std::min(most_passed, deadlines_.size());
  const std::size_t passed = scheduler.choose(tornado::ChoiceKind::timer, "kernel/elapsed", most + 1);
  elapsed_.settle(passed < deadlines_.size() ? deadlines_[passed] : latest);
  return passed != 0 && scheduler.advance_to(deadlines_[passed - 1]);
}

// Whether no thread has a deadline, and nothing is under way in the network.
bool Threads::has_only_timers() const {
  if (kernel_.network_if_any() != nullptr && kernel_.network_if_any()->next() < Kernel::never) return false;
  return std::none_of(threads_.begin(), threads_.end(), [](const auto& thread) {
    return !thread->ended && thread->reason != nullptr && thread->deadline < Kernel::never;
  });
}

// No thread can go on before the next deadline. Returns false if there is none.
bool Threads::move_clock() {
  const tornado::Time now = kernel_.now();
  collect_deadlines(now, Kernel::never);
  if (deadlines_.empty() || (client_.only_looks_around() && has_only_timers())) return false;
  tornado::StepScheduler& scheduler = kernel_.loop().scheduler();
  const tornado::SchedulingModel model = kernel_.settings().model;
  std::size_t chosen = 0;
  if (model == tornado::SchedulingModel::adversarial)
    chosen =
        scheduler.choose(tornado::ChoiceKind::timer, "kernel/jump", std::min(most_passed, deadlines_.size()));
  if (scheduler.waiting_count() == 0) scheduler.log().end_epoch();
  scheduler.advance_to(deadlines_[chosen]);
  elapsed_.woke(kernel_.now());
  const auto is_due = [&](const auto& each) {
    return !each->ended && each->reason != nullptr && each->deadline <= kernel_.now();
  };
  if (model != tornado::SchedulingModel::exact && world_next() <= kernel_.now() &&
      std::any_of(threads_.begin(), threads_.end(), is_due))
    timer_first_ = scheduler.choose(tornado::ChoiceKind::timer, "kernel/io", 2) == 1;
  return true;
}

void Threads::nothing_left() {
  in_client_ = true;
  const bool changed = client_.wake_somebody();
  in_client_ = false;
  if (changed) {
    if (++points_ > point_limit_) abandon(rules::livelock, livelock_words());
    return;
  }
  if (finishing_ && !left_) {
    left_ = true;
    return;
  }
  abandon(rules::deadlock, "nothing is left to happen, but these have not ended: " + waits_in_words());
}

}  // namespace windtunnel::kernel
