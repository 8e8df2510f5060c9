// Lists and maps that contain YieldPoints: all are started in order, and the results have the same shape (law
// G24). `gen::yield_future` turns a Future among them into a YieldPoint.
#pragma once

#include <algorithm>
#include <any>
#include <exception>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "runtime/gen/multi.hpp"
#include "runtime/gen/quiet_exceptions.hpp"
#include "runtime/legacy/legacy_runner.hpp"
#include "runtime/legacy/yield_point.hpp"

namespace tornado::gen {

namespace detail {

/// A Future as a YieldPoint: registers a Callback under a key of its own, which the loop calls.
template <class T>
class FuturePoint final : public YieldPointOf<T> {
 public:
  explicit FuturePoint(Future<T> future) : future_(std::move(future)) {}

  void start(LegacyRunner& runner) override {
    if (future_.done()) return;
    callbacks_ = Ref<PendingCallbacks>(&runner.callbacks());
    callbacks_->add(key_);
    runner.loop().add_future(future_, [runner_ref = Ref<LegacyRunner>(&runner), key = key_](
                                          const Future<T>&) { runner_ref->set_result(key, std::any(true)); });
  }
  bool is_ready() override { return callbacks_.get() == nullptr || callbacks_->is_ready(key_); }
  T get_result() override {
    if (callbacks_.get() != nullptr) callbacks_->take(key_);
    if constexpr (std::is_void_v<T>) {
      future_.result();
    } else {
      return tornado::detail::child_result(future_retrieved());
    }
  }

 private:
  const Future<T>& future_retrieved() const {
    if (std::exception_ptr error = future_.exception()) std::rethrow_exception(std::move(error));
    return future_;
  }

  static std::string next_key() {
    static constinit thread_local std::uint64_t last = 0;
    return "future " + std::to_string(++last);
  }

  Future<T> future_;
  const Key key_{next_key(), "<object>"};
  Ref<PendingCallbacks> callbacks_;  // empty if the Future was done when this was started
};

}  // namespace detail

/// Makes a YieldPoint of a Future, to be used among others.
template <class T>
YieldPoint<T> yield_future(Future<T> future) {
  return YieldPoint<T>(std::make_shared<tornado::gen::detail::FuturePoint<T>>(std::move(future)));
}

/// Several YieldPoints that are waited for together.
template <class T>
class YieldPointGroup {
 public:
  using Child = std::shared_ptr<YieldPointOf<T>>;
  /// A result of type void is represented by Unit.
  using Result = typename Future<T>::Stored;

  YieldPointGroup(std::vector<Child> children, QuietExceptions quiet)
      : children_(std::move(children)), quiet_(std::move(quiet)) {
    for (const Child& child : children_) {
      if (std::find(unfinished_.begin(), unfinished_.end(), child) == unfinished_.end())
        unfinished_.push_back(child);
    }
  }

  void start(LegacyRunner& runner) {
    for (const Child& child : children_) child->start(runner);
  }

  bool is_ready() {
    const auto waiting = std::find_if(unfinished_.begin(), unfinished_.end(),
                                      [](const Child& child) { return !child->is_ready(); });
    unfinished_.erase(unfinished_.begin(), waiting);
    return unfinished_.empty();
  }

  /// The results in order. If there are exceptions, throws the first and logs the others.
  std::vector<Result> get_results() {
    std::vector<Result> results;
    std::exception_ptr first;
    for (const Child& child : children_) {
      std::exception_ptr error;
      try {
        if constexpr (std::is_void_v<T>) {
          child->get_result();
          results.emplace_back();
        } else {
          results.push_back(child->get_result());
        }
      } catch (const BaseException&) {
        throw;
      } catch (...) {
        error = std::current_exception();
      }
      if (!error) continue;
      if (first) {
        quiet_.log(ErrorKind::multiple, error);
      } else {
        first = std::move(error);
      }
    }
    if (first) std::rethrow_exception(std::move(first));
    return results;
  }

 private:
  std::vector<Child> children_;
  std::vector<Child> unfinished_;
  QuietExceptions quiet_;
};

namespace detail {

/// A group; `collect` turns the values into one result.
template <class T, class Collected, class Collect>
class GroupPoint final : public YieldPointOf<Collected> {
 public:
  GroupPoint(YieldPointGroup<T> group, Collect collect)
      : group_(std::move(group)), collect_(std::move(collect)) {}

  void start(LegacyRunner& runner) override { group_.start(runner); }
  bool is_ready() override { return group_.is_ready(); }
  Collected get_result() override { return collect_(group_.get_results()); }

 private:
  YieldPointGroup<T> group_;
  Collect collect_;
};

}  // namespace detail

/// Waits for a group; `collect` makes the result from the children's.
template <class T, class Collect>
auto multi_yield_point(YieldPointGroup<T> group, Collect collect) {
  using Collected = std::invoke_result_t<Collect&, std::vector<typename YieldPointGroup<T>::Result>>;
  return YieldPoint<Collected>(std::make_shared<tornado::gen::detail::GroupPoint<T, Collected, Collect>>(
      std::move(group), std::move(collect)));
}

/// Gives the results in the order of the children. Yielding such a vector does the same.
template <class T>
auto multi(const std::vector<YieldPoint<T>>& children, QuietExceptions quiet = {}) {
  std::vector<typename YieldPointGroup<T>::Child> points;
  points.reserve(children.size());
  for (const auto& child : children) points.push_back(child.point());
  return multi_yield_point(YieldPointGroup<T>(std::move(points), std::move(quiet)),
                           [](auto results) { return results; });
}

/// Gives the results under the same keys.
template <class Name, class T>
auto multi(const std::map<Name, YieldPoint<T>>& children, QuietExceptions quiet = {}) {
  using Result = typename YieldPointGroup<T>::Result;
  std::vector<typename YieldPointGroup<T>::Child> points;
  std::vector<Name> names;
  for (const auto& [name, child] : children) {
    points.push_back(child.point());
    names.push_back(name);
  }
  return multi_yield_point(YieldPointGroup<T>(std::move(points), std::move(quiet)),
                           [names = std::move(names)](std::vector<Result> results) {
                             std::map<Name, Result> collected;
                             for (std::size_t at = 0; at < names.size(); ++at)
                               collected.emplace(names[at], std::move(results[at]));
                             return collected;
                           });
}

}  // namespace tornado::gen

namespace tornado {

template <class T>
auto to_yield_point(const std::vector<YieldPoint<T>>& children) {
  return gen::multi(children);
}
template <class Name, class T>
auto to_yield_point(const std::map<Name, YieldPoint<T>>& children) {
  return gen::multi(children);
}

}  // namespace tornado
