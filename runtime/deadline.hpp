// Deadline: the time at which a wait gives up; Tornado calls it `timeout`.
#pragma once

#include <chrono>
#include <utility>

#include "runtime/io_loop.hpp"

namespace tornado {

/// Never, at a time on the loop's clock, or after a span of time from now. Converts from both.
class Deadline {
 public:
  /// Never.
  constexpr Deadline() noexcept = default;
  constexpr Deadline(Time time) noexcept : seconds_(seconds_of(time)), kind_(Kind::time) {}
  template <class Rep, class Period>
  constexpr Deadline(std::chrono::duration<Rep, Period> span) noexcept
      : seconds_(Duration(span).count()), kind_(Kind::span) {}

  constexpr bool given() const noexcept { return kind_ != Kind::never; }

  /// Whether it is a time or span of 0, which most waits treat as no deadline (law K5).
  constexpr bool is_zero() const noexcept { return given() && seconds_ == 0; }

  /// Calls `use` with the Time or the Duration; there must be one.
  template <class Use>
  auto visit(Use&& use) const {
    return kind_ == Kind::time ? use(at_seconds(seconds_)) : use(Duration(seconds_));
  }

  /// Runs `fn()` at the deadline, by a timer of that loop; there must be a deadline.
  template <class Function>
  Timeout set_timer(IOLoop& loop, Function fn) const {
    return visit([&](auto when) { return loop.add_timeout(when, std::move(fn)); });
  }

 private:
  enum class Kind : unsigned char { never, time, span };

  double seconds_ = 0;
  Kind kind_ = Kind::never;
};

}  // namespace tornado
