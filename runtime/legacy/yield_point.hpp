// YieldPoint: what coroutines yielded before there were Futures (laws R10 to R14, G33). A YieldPoint
// cooperates with the coroutine that yields it: it is started, asked whether it is ready, and then asked once
// for its result. Callback, Wait, WaitAll and lists of them are YieldPoints; a Future can be turned into one.
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

#include "runtime/errors.hpp"
#include "runtime/future.hpp"
#include "runtime/yieldable.hpp"

namespace tornado {

class LegacyRunner;

/// A YieldPoint without the type of its result.
class YieldPointBase {
 public:
  YieldPointBase() = default;
  YieldPointBase(const YieldPointBase&) = delete;
  YieldPointBase& operator=(const YieldPointBase&) = delete;
  virtual ~YieldPointBase() = default;

  /// Called first, when the coroutine that `runner` belongs to has yielded it; `runner` outlives all later
  /// calls. An exception from this or a later call is thrown into the coroutine.
  virtual void start(LegacyRunner& runner) = 0;

  /// Whether the coroutine may continue; may be called often.
  virtual bool is_ready() = 0;

  /// A new Future that represents it.
  virtual Ref<FutureCell> make_future() const = 0;

  /// Sets a Future to its result; called only when it is ready.
  virtual void settle(FutureCell& future) = 0;
};

/// A YieldPoint whose result is a T. Derive from it to make your own.
template <class T>
class YieldPointOf : public YieldPointBase {
 public:
  /// Its result; called once.
  virtual T get_result() = 0;

  Ref<FutureCell> make_future() const final { return Ref<FutureCell>(Future<T>().cell().get()); }

  void settle(FutureCell& future) final {
    auto result = [this] {
      if constexpr (std::is_void_v<T>) {
        get_result();
        return Unit();
      } else {
        return get_result();
      }
    }();
    auto* cell = dynamic_cast<typename Future<T>::Cell*>(&future);
    if (cell == nullptr) throw StaleYieldPointError();
    cell->set_result(std::move(result));
  }
};

/// A handle to a YieldPoint, to be yielded; copies are the same one.
template <class T>
class [[nodiscard]] YieldPoint {
 public:
  using value_type = T;

  explicit YieldPoint(std::shared_ptr<YieldPointOf<T>> point) : point_(std::move(point)) {}

  const std::shared_ptr<YieldPointOf<T>>& point() const { return point_; }

 private:
  std::shared_ptr<YieldPointOf<T>> point_;
};

/// A YieldPoint converts to itself; containers of them become one (runtime/legacy/multi_yield_point.hpp).
template <class T>
const YieldPoint<T>& to_yield_point(const YieldPoint<T>& point) {
  return point;  // NOLINT(bugprone-return-const-ref-from-parameter): used within the full expression
}

template <class T>
inline constexpr bool is_yield_point = false;
template <class T>
inline constexpr bool is_yield_point<YieldPoint<T>> = true;

/// Anything with a to_yield_point.
template <class T>
concept LegacyYieldable = requires(const T& value) {
  { to_yield_point(value) };
  requires is_yield_point<std::decay_t<decltype(to_yield_point(value))>>;
};

/// The type of the result of yielding a T.
template <LegacyYieldable T>
using LegacyResult = typename std::decay_t<decltype(to_yield_point(std::declval<const T&>()))>::value_type;

/// Starts a YieldPoint that the coroutine of `runner` has yielded. Returns the Future that represents it.
Ref<FutureCell> start_yield_point(Runner& runner, std::shared_ptr<YieldPointBase> point);

/// Tells the core how to handle a yielded YieldPoint.
template <LegacyYieldable T>
Started<LegacyResult<T>> start_yielded(Runner& runner, const T& value) {
  return {start_yield_point(runner, to_yield_point(value).point())};
}

}  // namespace tornado
