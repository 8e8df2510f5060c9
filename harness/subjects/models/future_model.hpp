// FutureModel: the behaviour of Futures according to laws F1 to F13, written a second time as plainly as
// possible. Programs of Futures are compared with it.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "harness/subjects/models/future_program.hpp"
#include "harness/subjects/models/observations.hpp"

namespace windtunnel::subjects {

/// What can be observed of Futures.
enum class FutureObservation : std::uint8_t {
  callback,     ///< a callback runs; value: the Future
  refused,      ///< the Future was done already
  not_done,     ///< there was no result yet
  value,        ///< the result
  error,        ///< the exception
  done,         ///< value: whether the Future is done
  escaped,      ///< an exception left the operation
  logged,       ///< an exception of a callback
  unretrieved,  ///< at the end
};

class FutureModel {
 public:
  /// How many operations a run may do, including those of callbacks; the same on both sides.
  static constexpr std::uint32_t fuel = 120;

  Observations run(const FutureProgram& program) {
    for (const auto& operation : program.operations) {
      if (perform(program, operation, nobody) != nobody) say(FutureObservation::escaped, operation.future, 0);
    }
    std::vector<std::int32_t> lost;
    for (const Cell& cell : cells_)
      if (cell.state == State::failed && !cell.retrieved) lost.push_back(cell.value);
    std::sort(lost.begin(), lost.end());
    for (const std::int32_t error : lost) say(FutureObservation::unretrieved, 0, error);
    return said_;
  }

 private:
  using Kind = FutureProgram::Kind;
  static constexpr std::int32_t nobody = -1;

  enum class State : std::uint8_t { pending, ready, failed };

  // A callback of the program, or Future number `other`, which follows.
  struct Waiter {
    bool chain = false;
    std::uint8_t other = 0;
  };

  struct Cell {
    State state = State::pending;
    bool retrieved = false;
    std::int32_t value = 0;  // or the exception's
    std::vector<Waiter> waiters;
  };

  void say(FutureObservation what, std::uint8_t whom, std::int32_t value) {
    said_.push_back({static_cast<std::uint8_t>(what), whom, value});
  }

  // Whose exception leaves the operation: a callback's, or nobody's. `callback` is the one that does the
  // operation.
  std::int32_t perform(const FutureProgram& program, const FutureProgram::Operation& operation,
                       std::int32_t callback) {
    if (left_ == 0) return nobody;
    --left_;
    Cell& cell = cells_[operation.future];
    switch (operation.kind) {
      case Kind::set:
      case Kind::fail:
        if (cell.state != State::pending) {
          say(FutureObservation::refused, operation.future, 0);
        } else {
          settle(program, operation.future, operation.kind == Kind::set ? State::ready : State::failed,
                 operation.argument);
        }
        return nobody;
      case Kind::add:
        return wait(program, operation.future,
                    {false, static_cast<std::uint8_t>(operation.argument % FutureProgram::callbacks)});
      case Kind::chain:
        return wait(program, operation.future,
                    {true, static_cast<std::uint8_t>(operation.argument % FutureProgram::futures)});
      case Kind::result:
      case Kind::exception:
        look(operation);
        return nobody;
      case Kind::done:
        say(FutureObservation::done, operation.future, cell.state != State::pending ? 1 : 0);
        return nobody;
      default:
        return callback;
    }
  }

  void look(const FutureProgram::Operation& operation) {
    Cell& cell = cells_[operation.future];
    if (cell.state == State::pending) return say(FutureObservation::not_done, operation.future, 0);
    if (cell.state == State::failed) {
      cell.retrieved = true;  // F10
      return say(FutureObservation::error, operation.future, cell.value);
    }
    say(FutureObservation::value, operation.future, operation.kind == Kind::result ? cell.value : 0);
  }

  // F3, F4: at once if it is done; then its exception is the caller's.
  std::int32_t wait(const FutureProgram& program, std::uint8_t future, Waiter waiter) {
    if (cells_[future].state != State::pending) return call(program, future, waiter);
    cells_[future].waiters.push_back(waiter);
    return nobody;
  }

  // F1, F2, F5.
  void settle(const FutureProgram& program, std::uint8_t future, State state, std::int32_t value) {
    Cell& cell = cells_[future];
    cell.state = state;
    cell.value = value;
    const std::vector<Waiter> waiters = std::exchange(cell.waiters, {});
    for (const Waiter& waiter : waiters) {
      const std::int32_t raiser = call(program, future, waiter);
      if (raiser != nobody) say(FutureObservation::logged, 0, raiser);
    }
  }

  std::int32_t call(const FutureProgram& program, std::uint8_t future, Waiter waiter) {
    if (!waiter.chain) {
      say(FutureObservation::callback, waiter.other, future);
      return perform(program, program.reactions[waiter.other], waiter.other);
    }
    // F13.
    if (cells_[waiter.other].state != State::pending) return nobody;
    Cell& cell = cells_[future];
    if (cell.state == State::failed) cell.retrieved = true;
    settle(program, waiter.other, cell.state, cell.value);
    return nobody;
  }

  std::array<Cell, FutureProgram::futures> cells_;
  std::uint32_t left_ = fuel;
  Observations said_;
};

}  // namespace windtunnel::subjects
