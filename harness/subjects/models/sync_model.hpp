// SyncModel: the behaviour of locks and queues according to laws K1 to K12 and Q1 to Q6, written a second
// time as plainly as possible. Programs of locks and queues are compared with it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "harness/subjects/models/observations.hpp"
#include "harness/subjects/models/sync_program.hpp"

namespace windtunnel::subjects {

/// What can be observed of locks and queues; `whom` is the number of a wait.
enum class SyncObservation : std::uint8_t {
  served,     ///< the wait is over; value: its result
  timed_out,  ///< the wait failed at its deadline
  refused,    ///< the operation was refused
  got,        ///< an item, without waiting
  state,      ///< after each operation: items of the queue, and whether the event is set
};

class SyncModel {
 public:
  explicit SyncModel(const SyncProgram& program)
      : program_(program), permits_(program.permits), event_set_(false), joined_(true) {}

  Observations run() {
    for (const auto& operation : program_.operations) {
      perform(operation);
      say(SyncObservation::state, static_cast<std::uint8_t>(items_.size()),
          (event_set_ ? 1 : 0) + (joined_ ? 2 : 0));
    }
    // Everything that is left happens when the program has ended.
    pass_until(now_ + 1000);
    return std::move(said_);
  }

 private:
  using Kind = SyncProgram::Kind;
  using Operation = SyncProgram::Operation;

  enum class Home : std::uint8_t { semaphore, condition, event, getters, putters, join };

  struct Wait {
    Home home;
    std::int32_t item = 0;  // of a putter
    bool over = false;
    std::optional<std::int32_t> deadline;
  };

  void say(SyncObservation what, std::uint8_t whom, std::int32_t value) {
    said_.push_back({static_cast<std::uint8_t>(what), whom, value});
  }

  std::uint8_t begin(Home home, const Operation& operation, std::int32_t item = 0) {
    Wait wait{home, item, false, std::nullopt};
    // K5: 0 means no deadline, except for what with_timeout limits (K7, Q5).
    const bool zero_counts = home == Home::event || home == Home::join;
    if (operation.timeout > 1 || (operation.timeout == 1 && zero_counts))
      wait.deadline = now_ + operation.timeout - 1;
    waits_.push_back(wait);
    return static_cast<std::uint8_t>(waits_.size() - 1);
  }

  void serve(std::uint8_t wait, std::int32_t value) {
    waits_[wait].over = true;
    say(SyncObservation::served, wait, value);
  }

  std::optional<std::uint8_t> longest(Home home) const {
    for (std::size_t at = 0; at < waits_.size(); ++at)
      if (waits_[at].home == home && !waits_[at].over) return static_cast<std::uint8_t>(at);
    return std::nullopt;
  }

  void serve_all(Home home) {
    while (const auto wait = longest(home)) serve(*wait, 0);
  }

  // A wait that need not wait is over at once, whatever its deadline.
  void begin_or_serve(Home home, const Operation& operation, bool at_once) {
    const std::uint8_t wait = begin(home, operation);
    if (at_once) serve(wait, 0);
  }

  bool full() const { return program_.maxsize > 0 && items_.size() >= program_.maxsize; }

  void store(std::int32_t item) {
    ++unfinished_;
    joined_ = false;
    items_.push_back(item);
  }

  std::int32_t take_first() {
    const std::int32_t item = items_.front();
    items_.pop_front();
    return item;
  }

  // Q1: to the longest-waiting getter, or stored if there is room.
  bool offer(std::int32_t item) {
    if (const auto getter = longest(Home::getters)) {
      store(item);
      serve(*getter, take_first());
      return true;
    }
    if (full()) return false;
    store(item);
    return true;
  }

  // Q2: a waiting putter is let in first.
  std::optional<std::int32_t> take() {
    if (const auto putter = longest(Home::putters)) {
      store(waits_[*putter].item);
      serve(*putter, 0);
    }
    if (items_.empty()) return std::nullopt;
    return take_first();
  }

  void release() {
    if (program_.bounded && permits_ >= program_.permits) return say(SyncObservation::refused, 0, 0);
    if (const auto waiter = longest(Home::semaphore)) return serve(*waiter, 0);
    ++permits_;
  }

  void perform(const Operation& operation) {
    switch (operation.kind) {
      case Kind::pass:
        return pass_until(now_ + operation.argument);
      case Kind::acquire: {
        const bool free = permits_ > 0;
        if (free) --permits_;
        return begin_or_serve(Home::semaphore, operation, free);
      }
      case Kind::release:
        return release();
      case Kind::wait:
        return begin_or_serve(Home::condition, operation, false);
      case Kind::notify:
        for (std::uint8_t left = operation.argument; left > 0; --left)
          if (const auto waiter = longest(Home::condition)) serve(*waiter, 1);
        return;
      case Kind::notify_all:
        while (const auto waiter = longest(Home::condition)) serve(*waiter, 1);
        return;
      case Kind::event_wait:
        return begin_or_serve(Home::event, operation, event_set_);
      case Kind::event_set:
        event_set_ = true;
        return serve_all(Home::event);
      case Kind::event_clear:
        event_set_ = false;
        return;
      case Kind::put: {
        const std::uint8_t wait = begin(Home::putters, operation, operation.argument);
        // It is not in the queue while it is being offered.
        waits_[wait].over = true;
        if (offer(operation.argument)) return say(SyncObservation::served, wait, 0);
        waits_[wait].over = false;
        return;
      }
      case Kind::get: {
        const std::uint8_t wait = begin(Home::getters, operation);
        waits_[wait].over = true;
        if (const auto item = take()) return say(SyncObservation::served, wait, *item);
        waits_[wait].over = false;
        return;
      }
      case Kind::put_nowait:
        if (!offer(operation.argument)) say(SyncObservation::refused, 0, 0);
        return;
      case Kind::get_nowait:
        if (const auto item = take()) return say(SyncObservation::got, 0, *item);
        return say(SyncObservation::refused, 0, 0);
      case Kind::task_done:
        if (unfinished_ == 0) return say(SyncObservation::refused, 0, 0);
        if (--unfinished_ > 0) return;
        joined_ = true;
        return serve_all(Home::join);
      default:
        return begin_or_serve(Home::join, operation, joined_);
    }
  }

  // Timers run by deadline, then in the order in which they were made (law L5).
  void pass_until(std::int32_t end) {
    for (;;) {
      const Wait* next = nullptr;
      for (const Wait& wait : waits_)
        if (!wait.over && wait.deadline && *wait.deadline <= end &&
            (next == nullptr || *wait.deadline < *next->deadline))
          next = &wait;
      if (next == nullptr) break;
      now_ = std::max(now_, *next->deadline);
      const auto number = static_cast<std::uint8_t>(next - waits_.data());
      waits_[number].over = true;
      if (next->home == Home::condition) {
        say(SyncObservation::served, number, 0);  // K1: false
      } else {
        say(SyncObservation::timed_out, number, 0);
      }
    }
    now_ = end;
  }

  const SyncProgram& program_;
  std::uint32_t permits_;
  bool event_set_;
  bool joined_;
  std::uint32_t unfinished_ = 0;
  std::deque<std::int32_t> items_;
  std::vector<Wait> waits_;
  std::int32_t now_ = 0;
  Observations said_;
};

}  // namespace windtunnel::subjects
