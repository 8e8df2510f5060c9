// LegacyRunner: what a Runner needs in addition once its coroutine has yielded a YieldPoint: the keys of
// pending Callbacks and their results, and an ExceptionStackContext that passes exceptions of callbacks into
// the coroutine (laws R10 to R14, G33). Callbacks hold it, so it outlives the coroutine's frame.
#pragma once

#include <any>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/future_cell.hpp"
#include "runtime/legacy/yield_point.hpp"
#include "runtime/runner_extension.hpp"
#include "runtime/stack_context/stack_context.hpp"

namespace tornado {

class IOLoop;
class Runner;

/// The key of a Callback within its coroutine. Keys are equal if their identities are; messages show the
/// other text.
class Key {
 public:
  Key(const char* text) : Key(std::string(text)) {}  // NOLINT: a text is a key
  Key(const std::string& text)                       // NOLINT
      : Key("'" + text + "'", "'" + text + "'") {}
  Key(int number) : Key(std::to_string(number), std::to_string(number)) {}  // NOLINT

  Key(std::string identity, std::string shown) : identity_(std::move(identity)), shown_(std::move(shown)) {}

  const std::string& shown() const { return shown_; }
  bool operator==(const Key& other) const { return identity_ == other.identity_; }

 private:
  std::string identity_;
  std::string shown_;
};

/// The keys of one coroutine's pending Callbacks, and their results. YieldPoints hold it. It does not hold
/// the LegacyRunner, which may hold a YieldPoint.
class PendingCallbacks {
 public:
  explicit PendingCallbacks(LegacyRunner& runner) : runner_(&runner) {}
  PendingCallbacks(const PendingCallbacks&) = delete;
  PendingCallbacks& operator=(const PendingCallbacks&) = delete;

  /// Makes a Callback with that key pending. Throws KeyReuseError if one is already.
  void add(const Key& key);

  /// Whether there is a result for the key. Throws UnknownKeyError if no Callback with that key is pending.
  bool is_ready(const Key& key) const;

  /// Stores a result.
  void set(const Key& key, std::any result);

  /// Takes the result; the key is free again. Throws MissingResultError if there is none.
  std::any take(const Key& key);

  const std::vector<Key>& keys() const { return keys_; }

  /// Their owner; null if it is gone.
  LegacyRunner* runner() const { return runner_; }

  void add_reference() noexcept { ++references_; }
  void remove_reference() noexcept {
    if (--references_ == 0) pool_delete(this);
  }

 private:
  friend class LegacyRunner;

  void note(EventKind kind) const;

  LegacyRunner* runner_;
  std::uint32_t references_ = 0;
  std::vector<Key> keys_;
  std::vector<std::pair<Key, std::any>> results_;
};

/// The extension of a Runner whose coroutine has yielded a YieldPoint.
class LegacyRunner final : public RunnerExtension {
 public:
  LegacyRunner(Runner& runner, IOLoop& loop, std::uint32_t task);
  ~LegacyRunner() override;

  // --- for YieldPoints

  PendingCallbacks& callbacks() const { return *callbacks_; }

  /// Stores a result for the key. If that makes what the coroutine waits for ready, the coroutine continues
  /// inside this call (law R12). Throws StaleYieldPointError if the coroutine does not wait for that any more
  /// (law R14).
  void set_result(const Key& key, std::any result);

  IOLoop& loop() const { return loop_; }

  /// The coroutine's number for observers.
  std::uint32_t task() const { return task_; }

  // --- for the Runner

  /// Starts a YieldPoint. Returns the Future that represents it, which is waited for. The first one is
  /// started one hop later, within the ExceptionStackContext (law R10).
  Ref<FutureCell> start(std::shared_ptr<YieldPointBase> point);

  void wait_for(FutureCell& awaited) override;
  void end() noexcept override;
  /// Throws LeakedCallbackError if Callbacks are pending (law R13).
  void check_return() override;
  /// From now on, callbacks that were captured in the coroutine do not concern it.
  void deactivate() override;
  void abandon() noexcept override;

  /// Resumes the coroutine if what it waits for is done and it is not running already.
  void run();

 private:
  void destroy() noexcept override { pool_delete(this); }
  bool take_exception(const std::exception_ptr& error);
  void start_point(const std::shared_ptr<YieldPointBase>& point);
  void interrupt(std::exception_ptr error);
  void settle_with_yield_point();

  Runner* runner_;  // until the coroutine has ended
  IOLoop& loop_;
  const std::uint32_t task_;
  bool running_ = false;
  bool deferred_ = false;   // the first YieldPoint is started later: nothing needs to be scheduled for it
  Ref<FutureCell> future_;  // what the coroutine waits for; null while it runs
  std::shared_ptr<YieldPointBase> yield_point_;  // that was not ready; it stays after an exception (law R14)
  Ref<FutureCell> point_future_;                 // that stands for it
  std::optional<ExceptionStackContext> context_;
  const Ref<PendingCallbacks> callbacks_;
};

}  // namespace tornado
