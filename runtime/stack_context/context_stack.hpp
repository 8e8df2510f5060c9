// ContextStack: the current stack contexts, as the core carries them along, and what happens around a call of
// what was captured in them (laws S1 to S4). This is the machinery; users use stack_context.hpp.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/contexts.hpp"
#include "runtime/memory_pool.hpp"
#include "runtime/ref.hpp"

namespace tornado {

class Context;

/// A state of contexts: the StackContexts that are entered around a call, and the innermost context of either
/// kind, to which an exception is offered first.
class ContextStack final : public ContextState {
 public:
  using Entered = std::vector<Ref<Context>, PoolAllocator<Ref<Context>>>;

  static Contexts make(Entered entered, Ref<Context> innermost);

  /// Casts a state, which must not be null: there is no other kind.
  static const ContextStack& of(const Contexts& contexts) {
    return static_cast<const ContextStack&>(*contexts);
  }

  const Entered& entered() const { return entered_; }           ///< the StackContexts, outermost first
  const Ref<Context>& innermost() const { return innermost_; }  ///< of both kinds; null if there is none
  bool empty() const { return entered_.empty() && innermost_.get() == nullptr; }

  std::uint32_t note_capture() const override;
  void call(Contexts& captured, std::uint32_t number, const Body& body) override;
  void call_outside(const Body& body) override;

 private:
  friend ContextStack* pool_new<ContextStack>(Entered&&, Ref<Context>&&);
  friend void pool_delete<ContextStack>(ContextStack*) noexcept;

  ContextStack(Entered entered, Ref<Context> innermost);
  ~ContextStack() override;
  void destroy() noexcept override { pool_delete(this); }

  Entered entered_;
  Ref<Context> innermost_;
};

}  // namespace tornado
