// gen::Callback, gen::Wait and gen::WaitAll: how coroutines waited for callbacks before there were Futures
// (law G33). `auto done = co_yield gen::Callback<int>("key");` gives a callable to pass on; `co_yield
// gen::Wait<int>("key")` gives the value that it was called with.
#pragma once

#include <any>
#include <concepts>
#include <memory>
#include <utility>
#include <vector>

#include "runtime/legacy/legacy_runner.hpp"
#include "runtime/legacy/yield_point.hpp"

namespace tornado::gen {

/// The result of a Callback. Calling it stores the value under its key and, if the coroutine is waiting for
/// that key, resumes the coroutine inside the call (law R12). It runs in the stack contexts in which the
/// coroutine got it. Copies share one state. A call without a value stands for a default-constructed T.
template <std::copy_constructible T>
class ResultCallback {
 public:
  using carries_contexts = void;

  /// Made by a coroutine's runner; `runner` is null if the runner is gone.
  ResultCallback(LegacyRunner* runner, Key key)
      : runner_(runner), key_(std::move(key)), contexts_(CapturedContexts::capture()) {}

  void operator()(T value) {
    contexts_.call([&] {
      if (runner_.get() != nullptr) runner_->set_result(key_, std::any(std::move(value)));
    });
  }
  void operator()()
    requires std::default_initializable<T>
  {
    (*this)(T());
  }

 private:
  Ref<LegacyRunner> runner_;
  Key key_;
  CapturedContexts contexts_;
};

namespace detail {

/// A Callback whose result is `make(runner, key)`.
template <class Result, class Make>
class CallbackPoint final : public YieldPointOf<Result> {
 public:
  CallbackPoint(Key key, Make make) : key_(std::move(key)), make_(std::move(make)) {}

  void start(LegacyRunner& runner) override {
    callbacks_ = Ref<PendingCallbacks>(&runner.callbacks());
    callbacks_->add(key_);
  }
  bool is_ready() override { return true; }
  Result get_result() override { return make_(callbacks_->runner(), key_); }

 private:
  Key key_;
  Make make_;
  Ref<PendingCallbacks> callbacks_;
};

template <class T>
T take_result(PendingCallbacks& callbacks, const Key& key) {
  return std::any_cast<T>(callbacks.take(key));
}

template <class T>
class WaitPoint final : public YieldPointOf<T> {
 public:
  explicit WaitPoint(Key key) : key_(std::move(key)) {}

  void start(LegacyRunner& runner) override { callbacks_ = Ref<PendingCallbacks>(&runner.callbacks()); }
  bool is_ready() override { return callbacks_->is_ready(key_); }
  T get_result() override { return take_result<T>(*callbacks_, key_); }

 private:
  Key key_;
  Ref<PendingCallbacks> callbacks_;
};

/// A WaitAll; `collect` turns the values into one result.
template <class T, class Result, class Collect>
class WaitAllPoint final : public YieldPointOf<Result> {
 public:
  WaitAllPoint(std::vector<Key> keys, Collect collect)
      : keys_(std::move(keys)), collect_(std::move(collect)) {}

  void start(LegacyRunner& runner) override { callbacks_ = Ref<PendingCallbacks>(&runner.callbacks()); }
  // Stops at the first key without a result, as the original does: an unknown key after it is not noticed.
  bool is_ready() override {
    for (const Key& key : keys_) {
      if (!callbacks_->is_ready(key)) return false;
    }
    return true;
  }
  Result get_result() override {
    std::vector<T> results;
    results.reserve(keys_.size());
    for (const Key& key : keys_) results.push_back(take_result<T>(*callbacks_, key));
    return collect_(std::move(results));
  }

 private:
  std::vector<Key> keys_;
  Collect collect_;
  Ref<PendingCallbacks> callbacks_;
};

}  // namespace detail

/// Yields a callable that completes a matching Wait. If the key is pending already in this coroutine,
/// KeyReuseError is thrown at the yield. The key is free again after its Wait.
template <std::copy_constructible T>
YieldPoint<ResultCallback<T>> Callback(Key key) {
  auto make = [](LegacyRunner* runner, const Key& made_for) { return ResultCallback<T>(runner, made_for); };
  return YieldPoint<ResultCallback<T>>(
      std::make_shared<tornado::gen::detail::CallbackPoint<ResultCallback<T>, decltype(make)>>(std::move(key),
                                                                                               make));
}

/// Yields the value that the callable of the Callback with this key was called with. If there is no such
/// Callback, UnknownKeyError is thrown at the yield. T must be the Callback's type.
template <class T>
YieldPoint<T> Wait(Key key) {
  return YieldPoint<T>(std::make_shared<tornado::gen::detail::WaitPoint<T>>(std::move(key)));
}

/// Waits for several keys; yields their values in the order of the keys.
template <class T>
YieldPoint<std::vector<T>> WaitAll(std::vector<Key> keys) {
  auto collect = [](std::vector<T> results) { return results; };
  return YieldPoint<std::vector<T>>(
      std::make_shared<tornado::gen::detail::WaitAllPoint<T, std::vector<T>, decltype(collect)>>(
          std::move(keys), collect));
}

}  // namespace tornado::gen
