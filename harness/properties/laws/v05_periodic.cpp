// V5, periodic callbacks: at most one run in each period, at start + k * period, and none after stop. The
// next run is scheduled when a run is over, even if it raised (law L22). A PeriodicCallback that is started
// while it is running, or inside its own callback, has two chains of timers. This is known (law L23), and
// such a PeriodicCallback is not judged any more.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "harness/properties/laws/all_laws.hpp"

namespace windtunnel::properties {
namespace {

using tornado::Event;
using tornado::EventKind;

struct PeriodicFacts {
  double base = 0;
  double period = 0;
  double deadline = 0;  // of the timer that was requested last; before the first, the base
  double last_run = 0;
  bool started = false;
  bool running = false;
  bool two_chains = false;
  bool owes_timer = false;  // started or run, and has requested no timer since
  bool ran = false;

  bool judgeable() const { return started && !two_chains && period > 0 && std::isfinite(period); }

  // The tolerance within which two times count as equal. Periods and times that binary fractions represent
  // exactly (whole seconds, halves) have no tolerance.
  double tolerance(double time) const {
    const auto exact = [](double x) { return std::abs(x) < 0x1p40 && std::floor(x * 1024) == x * 1024; };
    if (exact(base) && exact(period) && exact(time)) return 0;
    return 1e-9 * std::max({std::abs(base), std::abs(time), period});
  }
};

class Periodic final : public Law {
 public:
  Periodic()
      : Law({.name = "V5",
             .title = "a periodic callback runs at most once a period, on its beat, and not after stop",
             .needs = {core::Guarantee::virtual_clock},
             .models = core::every_model,
             .watches = {EventKind::periodic_start, EventKind::periodic_timer, EventKind::periodic_run,
                         EventKind::periodic_stop, EventKind::timer_added, EventKind::poll},
             .laws = {"L22", "L23"}}) {}

  bool see(const Event& event) override {
    switch (event.kind) {
      case EventKind::periodic_start:
        return start(event.id, event.seconds);
      case EventKind::periodic_timer:
        return asked(event.id, event.other);
      case EventKind::periodic_run:
        return ran(event.id);
      case EventKind::periodic_stop:
        periodics_[event.id].running = false;
        return true;
      case EventKind::timer_added:
        return event.id != unknown_timer_ || timer_known(event.seconds);
      default:
        return poll();
    }
  }

 private:
  void reset() override {
    periodics_.clear();
    owner_.clear();
    owing_.clear();
    unknown_timer_ = 0;
  }

  bool start(std::uint32_t number, double period) {
    PeriodicFacts& periodic = periodics_[number];
    const bool had_two_chains = periodic.two_chains;
    const bool two_chains = had_two_chains || periodic.running || inside_own_run(number);
    periodic = {.base = run().now,
                .period = period,
                .deadline = run().now,
                .started = true,
                .running = true,
                .two_chains = two_chains,
                .owes_timer = true};
    owing_.push_back(number);
    if (had_two_chains || !two_chains) return true;
    return known("L23", fmt::format("periodic {} was started again before its last run was over, so it runs "
                                    "twice a period",
                                    number));
  }

  bool inside_own_run(std::uint32_t number) const {
    return !run().running.empty() && run().running.front().begin == EventKind::timer_begin &&
           owner_[run().running.front().number] == number;
  }

  bool asked(std::uint32_t number, std::uint32_t timer) {
    PeriodicFacts& periodic = periodics_[number];
    owner_[timer] = number;
    periodic.owes_timer = false;
    if (!periodic.judgeable()) return true;
    if (!judge(periodic.running))
      return violation(fmt::format("periodic {} asked for timer {} after it was stopped", number, timer));
    if (run().timers[timer].added) return on_beat(number, timer, run().timers[timer].deadline);
    unknown_timer_ = timer;
    return true;
  }

  bool timer_known(double deadline) {
    const std::uint32_t timer = unknown_timer_;
    unknown_timer_ = 0;
    return on_beat(owner_[timer], timer, deadline);
  }

  bool on_beat(std::uint32_t number, std::uint32_t timer, double deadline) {
    PeriodicFacts& periodic = periodics_[number];
    const double before = periodic.deadline;
    const double tolerance = periodic.tolerance(deadline);
    const double beat = std::round((deadline - periodic.base) / periodic.period);
    periodic.deadline = deadline;
    if (!judge(std::abs(deadline - (periodic.base + beat * periodic.period)) <= tolerance && beat >= 1))
      return violation(fmt::format(
          "periodic {} asked for timer {} at {}, which is not its start {} plus whole periods of {}", number,
          timer, deadline, periodic.base, periodic.period));
    if (deadline <= run().now - tolerance || (tolerance == 0 && deadline <= run().now))
      return violation(
          fmt::format("periodic {} asked for timer {} at {}, which is not after the time now, {}", number,
                      timer, deadline, run().now));
    if (deadline - before < periodic.period / 2)
      return violation(
          fmt::format("periodic {} asked for timer {} at {}, in the same period as its run before, at {}",
                      number, timer, deadline, before));
    return true;
  }

  bool ran(std::uint32_t number) {
    PeriodicFacts& periodic = periodics_[number];
    periodic.owes_timer = true;
    owing_.push_back(number);
    if (!periodic.judgeable()) return true;
    if (!judge(periodic.running))
      return violation(fmt::format("periodic {} ran after it was stopped", number));
    const double last = periodic.last_run;
    const bool first = !periodic.ran;
    periodic.last_run = run().now;
    periodic.ran = true;
    const auto period_of = [&](double time, double slack) {
      return std::floor((time - periodic.base + slack) / periodic.period);
    };
    const double slack = periodic.tolerance(run().now);
    if (first) {
      if (period_of(run().now, slack) >= 1) return true;
      return violation(
          fmt::format("periodic {} ran at {}, before its first period was over", number, run().now));
    }
    if (period_of(run().now, slack) > period_of(last, -periodic.tolerance(last))) return true;
    return violation(fmt::format("periodic {} ran at {} and again at {}, twice in one period of {}", number,
                                 last, run().now, periodic.period));
  }

  bool poll() {
    for (const std::uint32_t number : owing_) {
      const PeriodicFacts& periodic = periodics_[number];
      if (!periodic.judgeable() || judge(!periodic.running || !periodic.owes_timer)) continue;
      return violation(fmt::format("periodic {} was not stopped, but did not ask for its next run", number));
    }
    owing_.clear();
    return true;
  }

  Numbered<PeriodicFacts> periodics_;
  Numbered<std::uint32_t> owner_;     // the periodic that requested a timer
  std::vector<std::uint32_t> owing_;  // those that have started or run since the last poll
  std::uint32_t unknown_timer_ = 0;   // requested, and its timer_added was not seen yet
};

}  // namespace

std::unique_ptr<Law> make_periodic() {
  return std::make_unique<Periodic>();
}

}  // namespace windtunnel::properties
