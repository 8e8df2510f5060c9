// The stack contexts that are current, and how they travel: whatever is called later takes them along when it
// is made and finds them current again when it is called (laws S1 to S4). This is the machinery; what users
// write is in stack_context.hpp and wrap.hpp.
#pragma once

#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

#include "runtime/memory_pool.hpp"
#include "runtime/ref.hpp"

namespace tornado {

class Context;

/// Which contexts are current: never changed, only replaced. Two states are the same only if they are one
/// object, as in the original, which compares them by identity.
class ContextState {
 public:
  using Entered = std::vector<Ref<Context>, PoolAllocator<Ref<Context>>>;

  static Ref<ContextState> make(Entered entered, Ref<Context> innermost);

  const Entered& entered() const { return entered_; }           ///< the StackContexts, outermost first
  const Ref<Context>& innermost() const { return innermost_; }  ///< of both kinds; null for none
  bool empty() const { return entered_.empty() && innermost_.get() == nullptr; }

  /// No two states have had the same one, unlike addresses.
  std::uint64_t serial() const { return serial_; }

  void add_reference() noexcept { ++references_; }
  void remove_reference() noexcept {
    if (--references_ == 0) pool_delete(this);
  }

 private:
  friend ContextState* pool_new<ContextState>(Entered&&, Ref<Context>&&);
  friend void pool_delete<ContextState>(ContextState*) noexcept;

  ContextState(Entered entered, Ref<Context> innermost);
  ~ContextState();

  Entered entered_;
  Ref<Context> innermost_;
  const std::uint64_t serial_;
  std::uint32_t references_ = 0;
};

/// A state, or null for that in which every thread begins: no contexts.
using Contexts = Ref<ContextState>;

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
    call_body(Body{[](void* target) { (*static_cast<std::remove_reference_t<Function>*>(target))(); },
                   const_cast<void*>(static_cast<const void*>(&fn))});
  }

 private:
  // A function without its type.
  struct Body {
    void (*invoke)(void*);
    void* target;
    void operator()() const { invoke(target); }
  };

  static CapturedContexts capture_some();
  void call_body(Body body);
  void call_in_contexts(Body body);

  Contexts contexts_;
  std::uint32_t number_ = 0;  // as observers know it
};

}  // namespace tornado
