// How what surrounds a piece of work travels to what runs later: it is captured when something is queued,
// timed or awaited, and current again when that runs (laws S1 to S4). The core only carries it along; what it
// is, and what happens around a call, is known to the optional part that attaches here: stack_context/.
#pragma once

#include <cstdint>
#include <type_traits>
#include <utility>

#include "runtime/ref.hpp"

namespace tornado {

class ContextState;

/// A state, or null for that in which every thread begins: no contexts.
using Contexts = Ref<ContextState>;

/// Which contexts are current: never changed, only replaced. Two states are the same only if they are one
/// object, as in the original, which compares them by identity. Its virtual functions are the hook by which
/// contexts attach to the core; where there are none, a null pointer, the core pays a branch.
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

  /// No two states of a thread have had the same one, unlike addresses.
  std::uint64_t serial() const { return serial_; }

  /// Something that runs later takes this state along, which is current. Returns the number by which
  /// observers know that; 0 where none is told.
  virtual std::uint32_t note_capture() const = 0;

  /// Calls `body` in `captured`, which is this state, and makes the caller's contexts current again. What
  /// counts at the next call may be put in the place of `captured`. `number` is note_capture's.
  virtual void call(Contexts& captured, std::uint32_t number, const Body& body) = 0;

  /// Calls `body` in no contexts while this state is current, and makes it current again.
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
  /// Whether the thread is in the state in which it began; the quick question.
  static bool initial() noexcept { return state_ == nullptr; }
  static std::uint64_t serial() noexcept { return state_ != nullptr ? state_->serial() : 0; }
  static Contexts get() noexcept { return Contexts(state_); }

  static void set(const Contexts& contexts) noexcept {
    if (contexts.get() != nullptr) contexts->add_reference();
    if (ContextState* old = std::exchange(state_, contexts.get())) old->remove_reference();
  }

  /// Forgets what a coroutine left current when it yielded inside a context.
  static void reset() noexcept {
    if (state_ != nullptr) set(Contexts());
  }

 private:
  static constinit inline thread_local ContextState* state_ = nullptr;
};

/// Restores the current contexts when it goes.
class ContextsRestorer {
 public:
  ContextsRestorer() noexcept : contexts_(CurrentContexts::get()) {}
  ContextsRestorer(const ContextsRestorer&) = delete;
  ContextsRestorer& operator=(const ContextsRestorer&) = delete;
  ~ContextsRestorer() { CurrentContexts::set(contexts_); }

 private:
  Contexts contexts_;
};

/// The contexts that something took along. Default-made it took none, as what is made outside of all contexts
/// does.
class CapturedContexts {
 public:
  CapturedContexts() noexcept = default;

  /// Takes those that are current.
  static CapturedContexts capture() {
    return CurrentContexts::initial() ? CapturedContexts() : capture_some();
  }

  /// Whether nothing was current.
  bool none() const noexcept { return contexts_.get() == nullptr; }

  /// Calls `fn()` with these contexts current: StackContexts are entered outermost first and left innermost
  /// first, an exception is offered to the contexts innermost first and thrown if none consumes it, and the
  /// caller's contexts are current again afterwards (laws S2 to S4, S6). A BaseException passes through: it
  /// is offered to nobody.
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
  // Apart, so that the quick way stays short where it is inlined.
  [[gnu::noinline]] static CapturedContexts capture_some() {
    CapturedContexts captured;
    captured.contexts_ = CurrentContexts::get();
    captured.number_ = captured.contexts_->note_capture();
    return captured;
  }

  Contexts contexts_;
  std::uint32_t number_ = 0;  // as observers know it
};

}  // namespace tornado
