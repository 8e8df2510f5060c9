// One stack context: what StackContext and ExceptionStackContext have in common. It is entered and left by a
// block, and afterwards again around each call of what was captured in that block.
#pragma once

#include <cstdint>
#include <exception>

#include "runtime/observer.hpp"
#include "runtime/ref.hpp"
#include "runtime/stack_context/context_stack.hpp"

namespace tornado {

/// The base of contexts: counted, of one thread. A context may be entered again after it was left; entered
/// inside itself it is its own outer context, which the original survives only while nothing is called there,
/// and which this runtime ends with std::logic_error.
class Context {
 public:
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  ContextKind kind() const { return kind_; }

  /// Whether what was captured still meets this context.
  bool active() const { return active_; }
  /// From now on what was captured skips it, also what was captured before (law S6).
  void deactivate();

  /// The beginning of its block: makes it the innermost current context. What enter() throws goes to the
  /// caller, and nothing has changed then.
  void begin_block();

  /// The end of its block, left by `error` if not null: makes current what was before. Returns whether the
  /// error is consumed (law S5). Throws StackContextInconsistentError if the contexts that are current now
  /// are not those of this block (law S8), and what leaving it throws.
  bool end_block(const std::exception_ptr& error);

  /// The end of its block by a BaseException, which no context sees.
  void abandon_block() noexcept;

  /// Around a call, by ContextStack.
  void enter_for_call();
  bool leave_for_call(const std::exception_ptr& error);

  /// What was current when its block began last.
  const Contexts& outer() const { return outer_; }
  /// Its outer contexts are from now on those of another one: that lies between them and is not active.
  void skip(const Context& inactive) { outer_ = inactive.outer_; }
  /// Lets go of the outer contexts, for whoever ends a run.
  void forget() noexcept { outer_ = Contexts(); }

  std::uint32_t number() const { return number_; }

  void add_reference() noexcept { ++references_; }
  void remove_reference() noexcept {
    if (--references_ == 0) destroy();
  }

 protected:
  explicit Context(ContextKind kind);
  virtual ~Context() = default;

 private:
  /// What a StackContext does when it is entered; the other kind does nothing.
  virtual void enter() {}
  /// What the context does when it is left, by an error or by null. Whether it consumes the error; a
  /// StackContext never does.
  virtual bool leave(const std::exception_ptr& error) = 0;
  virtual void destroy() noexcept = 0;

  void leave_block(const std::exception_ptr& error);
  void note_left(const std::exception_ptr& error, ContextUse use) const;

  const ContextKind kind_;
  bool active_ = true;
  std::uint32_t references_ = 0;
  std::uint32_t number_ = 0;  // as observers know it
  std::uint64_t block_ = 0;   // serial of the state that its block installed; 0 when left
  Contexts outer_;
};

/// The innermost context of a state; null for none.
inline Ref<Context> innermost_of(const Contexts& contexts) {
  return contexts.get() != nullptr ? ContextStack::of(contexts).innermost() : Ref<Context>();
}

}  // namespace tornado
