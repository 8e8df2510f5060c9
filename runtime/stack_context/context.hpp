// Context: one stack context, the common part of StackContext and ExceptionStackContext. It is entered and
// left by a block, and afterwards again around each call of what was captured in that block.
#pragma once

#include <cstdint>
#include <exception>

#include "runtime/observer.hpp"
#include "runtime/ref.hpp"
#include "runtime/stack_context/context_stack.hpp"

namespace tornado {

/// The base of contexts: reference-counted, of one thread. A context may be entered again after it was left.
/// Entered inside itself it becomes its own outer context; the original survives that only while nothing is
/// called there, and this runtime ends it with std::logic_error.
class Context {
 public:
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  ContextKind kind() const { return kind_; }

  /// Whether captured calls still enter this context.
  bool active() const { return active_; }
  /// From now on captured calls skip it, even those captured before (law S6).
  void deactivate();

  /// The beginning of its block: makes it the innermost current context. If enter() throws, the exception
  /// goes to the caller and nothing has changed.
  void begin_block();

  /// The end of its block, left by `error` if that is not null: makes the previous contexts current. Returns
  /// whether the error is consumed (law S5). Throws StackContextInconsistentError if the current contexts are
  /// not those of this block (law S8), and whatever leaving throws.
  bool end_block(const std::exception_ptr& error);

  /// The end of its block by a BaseException, which no context sees.
  void abandon_block() noexcept;

  /// Called around a call, by ContextStack.
  void enter_for_call();
  bool leave_for_call(const std::exception_ptr& error);

  /// The contexts that were current when its block last began.
  const Contexts& outer() const { return outer_; }
  /// From now on its outer contexts are those of another context, which is between them and not active.
  void skip(const Context& inactive) { outer_ = inactive.outer_; }
  /// Drops the outer contexts; called at the end of a run.
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
  /// What the context does when it is left, by an error or by null. Returns whether it consumes the error; a
  /// StackContext never does.
  virtual bool leave(const std::exception_ptr& error) = 0;
  virtual void destroy() noexcept = 0;

  void leave_block(const std::exception_ptr& error);
  void note_left(const std::exception_ptr& error, ContextUse use) const;

  const ContextKind kind_;
  bool active_ = true;
  std::uint32_t references_ = 0;
  std::uint32_t number_ = 0;  // the number that observers see
  std::uint64_t block_ = 0;   // serial of the state that its block installed; 0 when left
  Contexts outer_;
};

/// The innermost context of a state; null if there is none.
inline Ref<Context> innermost_of(const Contexts& contexts) {
  return contexts.get() != nullptr ? ContextStack::of(contexts).innermost() : Ref<Context>();
}

}  // namespace tornado
