// IOLoop: callbacks, timers and the iteration that runs them, exactly as in Tornado (laws L1 to L26). A
// derived loop supplies the clock and the I/O phase; SimLoop is the one that tests use.
// over 400 lines because the code that every callback passes through is inline.
#pragma once

#include <cassert>
#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

#include "runtime/abandoned_frames.hpp"
#include "runtime/clock.hpp"
#include "runtime/future.hpp"
#include "runtime/handler.hpp"
#include "runtime/log.hpp"
#include "runtime/numbers.hpp"
#include "runtime/observer.hpp"
#include "runtime/ready_queue.hpp"
#include "runtime/suspended_frames.hpp"
#include "runtime/timer_queue.hpp"
#include "runtime/wrap.hpp"
#include "runtime/yieldable.hpp"

namespace tornado {

class Runner;

/// An event loop. One thread owns it and everything that belongs to it.
class IOLoop {
 public:
  /// Whether a new loop becomes its thread's current one (law L26).
  enum class MakeCurrent { if_there_is_none, yes, no };

  IOLoop(const IOLoop&) = delete;
  IOLoop& operator=(const IOLoop&) = delete;
  virtual ~IOLoop();

  /// The thread's current loop. Throws std::runtime_error if there is none.
  static IOLoop& current();
  static IOLoop* current_or_null() noexcept { return current_; }
  void make_current() noexcept { current_ = this; }
  static void clear_current() noexcept { current_ = nullptr; }

  /// The observer of the thread's current loop, or null.
  static Observer* current_observer() noexcept { return current_ != nullptr ? current_->observer_ : nullptr; }

  virtual Time time() const = 0;

  /// The time of day, in seconds since 1970, for dates that people read. A simulated one is time().
  virtual Time wall_time() const { return time(); }

  /// Queues `fn(args...)` for the next iteration, after everything that is queued already (laws L2, L3), in
  /// the stack contexts of this call (law S9). If it returns a yieldable, the failure of that is logged (law
  /// L11). Dropped if the loop is closed (law L25).
  template <class Function, class... Args>
    requires std::invocable<Function&, Args&...>
  void add_callback(Function fn, Args... args) {
    wrapped_if_needed(std::move(fn), [&](auto wrapped) {
      enqueue(watched(std::move(wrapped), std::move(args)...), takes_of<Function>);
    });
  }

  /// As add_callback, in no stack context (law L21).
  template <class Function, class... Args>
    requires std::invocable<Function&, Args&...>
  void spawn_callback(Function fn, Args... args) {
    enqueue(watched(std::move(fn), std::move(args)...));
  }

  /// Queues `fn(future)` when the future is done: always one hop later (law L12), in the stack contexts of
  /// this call.
  template <class T, std::invocable<Future<T>> Function>
  void add_future(const Future<T>& future, Function fn) {
    wrapped_if_needed(std::move(fn), [&](auto wrapped) {
      future.cell()->add_done_callback(
          this,
          [this, wrapped = std::move(wrapped)](FutureCell& cell) mutable {
            using Cell = typename Future<T>::Cell;
            enqueue(watched(std::move(wrapped), Future<T>(Ref<Cell>(static_cast<Cell*>(&cell)))));
          },
          takes_of<Function>);
    });
  }

  /// Runs `fn(args...)` once the clock has reached `deadline`. Timers run in the order of their deadlines,
  /// equal ones in the order in which they were added (law L5). A past deadline runs in the next timer phase
  /// (law L9). Runs in the stack contexts of this call (law S9).
  template <class Function, class... Args>
    requires std::invocable<Function&, Args&...>
  Timeout call_at(Time deadline, Function fn, Args... args) {
    return wrapped_if_needed(std::move(fn), [&](auto wrapped) {
      return add_timer(deadline, watched(std::move(wrapped), std::move(args)...), takes_of<Function>);
    });
  }
  template <class Function, class... Args>
    requires std::invocable<Function&, Args&...>
  Timeout call_later(Duration delay, Function fn, Args... args) {
    return call_at(time() + delay, std::move(fn), std::move(args)...);
  }
  template <class Function, class... Args>
  Timeout add_timeout(Time deadline, Function fn, Args... args) {
    return call_at(deadline, std::move(fn), std::move(args)...);
  }
  template <class Function, class... Args>
  Timeout add_timeout(Duration delay, Function fn, Args... args) {
    return call_later(delay, std::move(fn), std::move(args)...);
  }

  /// Cancels a timer, at any time and any number of times (law L6).
  void remove_timeout(const Timeout& timeout);

  /// The events of a descriptor. ERROR is always waited for.
  static constexpr IOEvents READ = 1;
  static constexpr IOEvents WRITE = 2;
  static constexpr IOEvents ERROR = 4;

  /// Runs `fn(fd, events)` in each I/O phase in which the descriptor is ready for one of `events`, in the
  /// stack contexts of this call (laws L24, S9). Exceptions are handled like those of callbacks (law L10).
  /// Throws std::logic_error if the descriptor has a handler already or is negative.
  template <class Function>
    requires std::invocable<Function&, int, IOEvents>
  void add_handler(int fd, Function fn, IOEvents events) {
    wrapped_if_needed(std::move(fn), [&](auto wrapped) {
      register_handler(
          fd,
          [wrapped = std::move(wrapped)](int ready_fd, IOEvents ready) mutable {
            static_cast<void>(wrapped(ready_fd, ready));
          },
          events, takes_of<Function>);
    });
  }
  /// Changes the events that the handler waits for. Throws std::logic_error if there is no handler.
  void update_handler(int fd, IOEvents events);
  /// Removes the handler, and its events of this I/O phase (law L24). Does nothing if there is no handler.
  void remove_handler(int fd);

  /// Runs until stop(), or until nothing is left to wait for (laws L13 to L16). Throws std::runtime_error if
  /// the loop is running already, and any BaseException that leaves a callback.
  void start();
  /// Makes start() return (laws L13 to L15).
  void stop();
  bool running() const { return running_; }

  /// Runs `fn` as a callback, and the loop until the Future that it returns is done. Returns its result or
  /// throws its exception (laws L17 to L20). Throws TimeoutError if the loop was stopped before that; the
  /// coroutine then waits for the next start().
  template <class Function>
    requires std::is_void_v<std::invoke_result_t<Function&>> ||
             Yieldable<std::decay_t<std::invoke_result_t<Function&>>>
  auto run_sync(Function fn, std::optional<Duration> timeout = std::nullopt);

  /// Drops everything that is queued, timed or waiting, then destroys the suspended coroutines, newest first.
  /// Later work is dropped silently (law L25). Throws std::logic_error inside start(). A second call drops
  /// what has come to wait since. The destructor closes the loop too; that of a derived loop must begin with
  /// close(), because objects that are dropped may still use the loop.
  void close();
  bool closed() const { return closed_; }

  /// Called for an exception that leaves a callback, timer or handler (law L10); logs it.
  virtual void handle_callback_exception(const std::exception_ptr& error);

  /// Where the loop logs. The functions must not throw; an empty function drops its message.
  void set_log_handler(LogHandler handler) { log_ = std::move(handler); }
  void log(ErrorKind kind, const std::exception_ptr& error);
  void log_unretrieved(const std::exception_ptr& error);
  void log_second_setting(std::source_location where);

  /// Attaches an observer, before the loop does anything; null detaches it. The observer must outlive the
  /// loop's work.
  void set_observer(Observer* observer) {
    observer_ = observer;
    attended_ = closed_ || observer != nullptr;
  }
  Observer* observer() const { return observer_; }

  // For the other parts of the runtime.
  Numbers& numbers() { return numbers_; }
  LoopWaiters& waiters() { return waiters_; }
  SuspendedFrames& suspended_frames() { return frames_; }
  AbandonedFrames& abandoned_frames() { return abandoned_frames_; }

  /// Calls `hook` at the end of each close(), so that an optional part of the runtime can drop what it holds
  /// for this loop. There can be one hook.
  using ClosingHook = void (*)(const IOLoop&) noexcept;
  void set_closing_hook(ClosingHook hook) noexcept {
    assert(closing_hook_ == nullptr || closing_hook_ == hook);
    closing_hook_ = hook;
  }

  /// Queues `fn()` for the next iteration.
  template <class Function>
  void enqueue(Function&& fn, Takes takes = Takes::nothing) {
    if (attended_) return enqueue_attended(std::forward<Function>(fn), takes);
    ready_.push(std::forward<Function>(fn), 0);
  }

  /// As above, for a callback whose cause observers were told just before.
  template <class Function>
  void enqueue_after(const Event& cause, Function&& fn) {
    std::uint32_t number = 0;
    if (observer_ != nullptr && !closed_) {
      number = numbers_.callback++;
      observer_->record(cause, Event{EventKind::callback_queued, 0, number, 0, 0});
    } else if (observer_ != nullptr) {
      observer_->record(cause.kind, cause.id, cause.other, cause.detail, cause.seconds);
    }
    if (!closed_) ready_.push(std::forward<Function>(fn), number);
  }

  void note(EventKind kind, std::uint32_t id = 0, std::uint32_t other = 0, std::uint8_t detail = 0,
            double seconds = 0) {
    if (observer_ != nullptr) observer_->record(kind, id, other, detail, seconds);
  }

  /// Tells people who read of a run what a wait for that Future is for: `words()` returns it, such as "the
  /// connect to server:80". Not called if nobody will read it.
  template <class T, std::invocable Words>
  void describe(const Future<T>& future, Words words) {
    if (observer_ != nullptr && observer_->keeps_words()) [[unlikely]]
      observer_->describe(future.cell()->id(), {words()});
  }

  /// Calls `hook(data)` after every callback, timer and handler, before its end is reported; null: nothing.
  /// An exception that leaves the hook is handled like one of the callback.
  using StepHook = void (*)(void* data);
  void set_step_hook(StepHook hook, void* data = nullptr) noexcept {
    step_hook_ = hook;
    step_hook_data_ = data;
  }

  /// Runs `callback` as the loop runs its own: exceptions are handled, and its end is reported as `end` with
  /// `number`.
  template <class Function>
  void run_callback(Function&& callback, EventKind end, std::uint32_t number) {
    try {
      callback();
      run_step_hook();
    } catch (const BaseException&) {
      throw;
    } catch (...) {
      return handle_escaped(end, number);
    }
    CurrentContexts::reset();
    note(end, number);
  }

  /// A callable that calls `fn(args...)` and watches the result: nothing, a yieldable or an optional
  /// yieldable.
  template <class Function, class... Args>
  static auto watched(Function fn, Args... args);

  /// Calls `fn(args...)` now and watches the result.
  template <class Function, class... Args>
  static void call_watched(Function& fn, Args&&... args) {
    if constexpr (std::is_void_v<std::invoke_result_t<Function&, Args...>>) {
      std::invoke(fn, std::forward<Args>(args)...);
    } else {
      decltype(auto) result = std::invoke(fn, std::forward<Args>(args)...);
      if (IOLoop* loop = current_or_null()) loop->watch(result);
    }
  }

 protected:
  explicit IOLoop(MakeCurrent make_current = MakeCurrent::if_there_is_none);

  /// The I/O phase: waits at most `timeout` (0: callbacks are queued), then runs the external events. Returns
  /// false if nothing can ever happen again.
  virtual bool poll(Duration timeout) = 0;

  /// Runs iterations until stop(), or until poll() says that nothing can happen again. For start(); a loop
  /// with an order of its own overrides it.
  virtual void iterate();

  /// Takes the timers that are due at `now`, for this iteration to run. start() drops those that it leaves.
  TimerList& take_due(Time now) {
    if (!timers_.empty()) timers_.take_due(now, due_);
    return due_;
  }

  /// Reports the beginning of an iteration with that many callbacks, and its I/O phase.
  void note_iteration(std::size_t callbacks) {
    if (observer_ == nullptr) return;
    observer_->record(EventKind::iteration, static_cast<std::uint32_t>(callbacks),
                      static_cast<std::uint32_t>(due_.size()));
  }
  void note_poll() {
    if (observer_ == nullptr) return;
    observer_->record(EventKind::poll, static_cast<std::uint32_t>(timers_.size()),
                      static_cast<std::uint32_t>(timers_.cancelled()));
  }

  /// Drops, without running it, what the world holds for this loop.
  virtual void drop_world() noexcept {}

  /// Asks the world to report when the descriptor is ready for these events; 0: no longer, which must not
  /// throw.
  virtual void watch_descriptor(int /*fd*/, IOEvents /*events*/) {}

  /// The handler of that descriptor; null for none.
  HandlerCell* handler_of(int fd) const noexcept { return handlers_.find(fd); }
  /// Runs a handler that is ready, unless it was removed meanwhile.
  void run_handler(HandlerCell& handler);

  /// Closes the loop and makes it as new, except for its observer and its log handler.
  void reopen();

  bool stopping() const { return stopped_; }

  void run(ReadyCallback& ready) {
    note(EventKind::callback_begin, ready.number);
    run_callback(ready.run, EventKind::callback_end, ready.number);
  }
  void run_timer(TimerCell& timer);

  ReadyQueue ready_;
  TimerQueue timers_;

 private:
  template <class Result>
  void watch(const Result& result);
  // Separate, so that the fast path stays short where it is inlined.
  template <class Function>
  [[gnu::noinline]] void enqueue_attended(Function&& fn, Takes takes) {
    if (closed_) return;
    std::uint32_t number = 0;
    if (observer_ != nullptr) {
      number = numbers_.callback++;
      observer_->record(EventKind::callback_queued, number, 0, static_cast<std::uint8_t>(takes));
    }
    ready_.push(std::forward<Function>(fn), number);
  }

  void run_step_hook() {
    if (step_hook_ != nullptr) [[unlikely]]
      step_hook_(step_hook_data_);
  }
  void run_due();
  void handle_escaped(EventKind end, std::uint32_t number);
  Duration longest_wait() const;
  // What a function captures when it is added: nothing, if it carries its contexts already.
  template <class Function>
  static constexpr Takes takes_of = CarriesContexts<Function> ? Takes::nothing : Takes::contexts;

  Timeout add_timer(Time deadline, Callback callback, Takes takes);
  void register_handler(int fd, HandlerFunction run, IOEvents events, Takes takes);
  void drop_handlers() noexcept;

  static constinit inline thread_local IOLoop* current_ = nullptr;

  Observer* observer_ = nullptr;
  Numbers numbers_;
  HandlerTable handlers_;
  TimerList due_;
  LoopWaiters waiters_;
  SuspendedFrames frames_;
  AbandonedFrames abandoned_frames_;
  ClosingHook closing_hook_ = nullptr;
  StepHook step_hook_ = nullptr;
  void* step_hook_data_ = nullptr;
  LogHandler log_ = standard_log();
  bool running_ = false;
  bool stopped_ = false;
  bool closed_ = false;
  bool attended_ = false;  // closed or observed: queueing is more than a push
};

template <class Function, class... Args>
auto IOLoop::watched(Function fn, Args... args) {
  using Result = std::invoke_result_t<Function&, Args&...>;
  if constexpr (std::is_void_v<Result> && sizeof...(Args) == 0) {
    return fn;
  } else if constexpr (std::is_void_v<Result>) {
    return [fn = std::move(fn), ... args = std::move(args)]() mutable { std::invoke(fn, args...); };
  } else {
    return [fn = std::move(fn), ... args = std::move(args)]() mutable {
      decltype(auto) result = std::invoke(fn, args...);
      if (IOLoop* loop = current_or_null()) loop->watch(result);
    };
  }
}

namespace detail {
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
}  // namespace detail

template <class Result>
void IOLoop::watch(const Result& result) {
  if constexpr (detail::is_optional<Result>) {
    if (result) watch(*result);
  } else if constexpr (Yieldable<Result>) {
    try {
      const auto& future = convert_yielded(result);
      note(EventKind::callback_gave, future.cell()->id());
      add_future(future, [](const auto& done) {
        if (std::exception_ptr error = done.cell()->retrieve_error(Retriever::runtime))
          std::rethrow_exception(error);
      });
    } catch (const BadYieldError&) {  // NOLINT(bugprone-empty-catch): a callback may return anything
    }
  }
}

namespace detail {

/// Calls `fn`; returns its outcome as a Future.
template <class Function>
auto call_for_future(Function& fn) {
  using Result = std::invoke_result_t<Function&>;
  if constexpr (std::is_void_v<Result>) {
    Future<void> future;
    try {
      fn();
      future.set_result();
    } catch (const BaseException&) {
      throw;
    } catch (...) {
      future.set_exception(std::current_exception());
    }
    return future;
  } else {
    using Value = YieldResult<std::decay_t<Result>>;
    try {
      return Future<Value>(convert_yielded(fn()));
    } catch (const BaseException&) {
      throw;
    } catch (...) {
      return failed_future<Value>(std::current_exception());
    }
  }
}

[[noreturn]] void throw_run_sync_timeout(std::optional<Duration> timeout);

}  // namespace detail

template <class Function>
  requires std::is_void_v<std::invoke_result_t<Function&>> ||
           Yieldable<std::decay_t<std::invoke_result_t<Function&>>>
auto IOLoop::run_sync(Function fn, std::optional<Duration> timeout) {
  auto outcome = pool_shared<std::optional<decltype(detail::call_for_future(fn))>>();
  add_callback([this, outcome, fn = std::move(fn)]() mutable {
    outcome->emplace(detail::call_for_future(fn));
    add_future(**outcome, [this](const auto&) { stop(); });
  });
  Timeout timer;
  if (timeout) timer = call_later(*timeout, [this] { stop(); });
  start();
  remove_timeout(timer);
  if (!*outcome || !(*outcome)->done()) detail::throw_run_sync_timeout(timeout);
  return (*outcome)->take();
}

}  // namespace tornado
