// How contexts travel to what runs later: they are captured when something is queued, timed or awaited, and
// are current again when that runs (laws S1 to S4). The core only carries them along. What they are, and what
// happens around a call, is the business of the optional part that attaches here: stack_context/.
#pragma once

#include <cstdint>
#include <type_traits>
#include <utility>

#include "runtime/ref.hpp"

namespace tornado {

class ContextState;

/// A state, or null for the state in which every thread starts: no contexts.
using Contexts = Ref<ContextState>;

/// Which contexts are current: never modified, only replaced. Two states are equal only if they are the same
/// object, as in the original, which compares them by identity. Its virtual functions are the hook by which
/// contexts attach to the core. Without contexts it is a null pointer, which costs the core a branch.
class ContextState {
 public:
  /// A function without its type.
  struct Body {
    void (*invoke)(void*);
    void* target;
    void operator()() const { invoke(target); }
  };

  ContextState(const ContextState&) = delete;
  ContextState& operator=(const ContextState&) = delete;

  /// Unique among the states of a thread, unlike addresses.
  std::uint64_t serial() const { return serial_; }

  /// Something that runs later captures this state, which is current. Returns the number that observers see;
  /// 0 if there is no observer.
  virtual std::uint32_t note_capture() const = 0;

  /// Calls `body` in `captured`, which is this state, then makes the caller's contexts current again. May
  /// replace `captured` by the state for the next call. `number` is note_capture's.
  virtual void call(Contexts& captured, std::uint32_t number, const Body& body) = 0;

  /// Calls `body` in no contexts while this state is current, then makes it current again.
  virtual void call_outside(const Body& body) = 0;

  void add_reference() noexcept { ++references_; }
  void remove_reference() noexcept {
    if (--references_ == 0) destroy();
  }

 protected:
  ContextState() noexcept : serial_(++last_serial_) {}
  virtual ~ContextState() = default;

 private:
  /// Destroys the state and frees its memory.
  virtual void destroy() noexcept = 0;

  static constinit inline thread_local std::uint64_t last_serial_ = 0;

  const std::uint64_t serial_;
  std::uint32_t references_ = 0;
};

/// The current contexts of this thread.
class CurrentContexts {
 public:
  /// Whether the thread is in its initial state; a quick check.
  static bool initial() noexcept { return state_ == nullptr; }
  static std::uint64_t serial() noexcept { return state_ != nullptr ? state_->serial() : 0; }
  static Contexts get() noexcept { return Contexts(state_); }

  static void set(const Contexts& contexts) noexcept {
    if (contexts.get() != nullptr) contexts->add_reference();
    if (ContextState* old = std::exchange(state_, contexts.get())) old->remove_reference();
  }

  /// Drops the contexts that a coroutine left current when it yielded inside a context.
  static void reset() noexcept {
    if (state_ != nullptr) set(Contexts());
  }

 private:
  static constinit inline thread_local ContextState* state_ = nullptr;
};

/// Restores the current contexts in its destructor.
class ContextsRestorer {
 public:
  ContextsRestorer() noexcept : contexts_(CurrentContexts::get()) {}
  ContextsRestorer(const ContextsRestorer&) = delete;
  ContextsRestorer& operator=(const ContextsRestorer&) = delete;
  ~ContextsRestorer() { CurrentContexts::set(contexts_); }

 private:
  Contexts contexts_;
};

/// The contexts that something captured. A default-constructed one captured none, like anything made outside
/// all contexts.
class CapturedContexts {
 public:
  CapturedContexts() noexcept = default;

  /// Captures the current contexts.
  static CapturedContexts capture() {
    return CurrentContexts::initial() ? CapturedContexts() : capture_some();
  }

  /// Whether nothing was current.
  bool none() const noexcept { return contexts_.get() == nullptr; }

  /// Calls `fn()` with these contexts current. StackContexts are entered from the outermost to the innermost
  /// and left in the reverse order. An exception is offered to the contexts, the innermost first, and thrown
  /// if none consumes it. Afterwards the caller's contexts are current again (laws S2 to S4, S6). A
  /// BaseException passes through: it is offered to none.
  template <class Function>
  void call(Function&& fn) {
    if (none() && CurrentContexts::initial()) return fn();
    const ContextState::Body body{
        [](void* target) { (*static_cast<std::remove_reference_t<Function>*>(target))(); },
        const_cast<void*>(static_cast<const void*>(&fn))};
    if (none()) return CurrentContexts::get()->call_outside(body);
    contexts_->call(contexts_, number_, body);
  }

 private:
  // Separate, so that the fast path stays short where it is inlined.
  [[gnu::noinline]] static CapturedContexts capture_some() {
    CapturedContexts captured;
    captured.contexts_ = CurrentContexts::get();
    captured.number_ = captured.contexts_->note_capture();
    return captured;
  }

  Contexts contexts_;
  std::uint32_t number_ = 0;  // the number that observers see
};

}  // namespace tornado
