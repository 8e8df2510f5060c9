// StackContext, ExceptionStackContext, NullContext: contexts that apply to a block and to everything that the
// block starts and that runs later (laws S1 to S11). Use run_with_stack_context or, if the context need not
// see exceptions of the block, a ContextScope.
#pragma once

#include <concepts>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

#include "runtime/errors.hpp"
#include "runtime/stack_context/context.hpp"

namespace tornado {

/// A handle to a context; copies are the same context.
class AnyContext {
 public:
  /// From now on, calls captured in this context skip it, even if they were captured before (law S6).
  void deactivate() const { context_->deactivate(); }

  /// For the other parts of the runtime.
  Context& context() const { return *context_; }

 protected:
  explicit AnyContext(Context* context) : context_(context) {}

 private:
  Ref<Context> context_;
};

namespace detail {

/// An object that is told by which exception it is left.
template <class Object>
concept LeavesByError = requires(Object& object, const std::exception_ptr& error) { object.leave(error); };

template <class Factory>
class FactoryContext final : public Context {
 public:
  explicit FactoryContext(Factory factory) : Context(ContextKind::stack), factory_(std::move(factory)) {}

 private:
  friend void pool_delete<FactoryContext>(FactoryContext*) noexcept;
  ~FactoryContext() override = default;

  using Object = std::invoke_result_t<Factory&>;
  // An object that is made in place and never moves.
  struct Entry {
    explicit Entry(Factory& factory) : object(factory()) {}
    Object object;
  };

  void enter() override { entered_.push_back(std::make_unique<Entry>(factory_)); }
  bool leave(const std::exception_ptr& error) override {
    if (entered_.empty()) throw std::logic_error("a StackContext is left that was not entered");
    std::unique_ptr<Entry> last = std::move(entered_.back());
    entered_.pop_back();
    if constexpr (LeavesByError<Object>) last->object.leave(error);
    return false;
  }
  void destroy() noexcept override { pool_delete(this); }

  Factory factory_;
  std::vector<std::unique_ptr<Entry>> entered_;
};

template <class Handler>
class HandlerContext final : public Context {
 public:
  explicit HandlerContext(Handler handler) : Context(ContextKind::exception), handler_(std::move(handler)) {}

 private:
  friend void pool_delete<HandlerContext>(HandlerContext*) noexcept;
  ~HandlerContext() override = default;

  bool leave(const std::exception_ptr& error) override { return error && handler_(error); }
  void destroy() noexcept override { pool_delete(this); }

  Handler handler_;
};

}  // namespace detail

/// Calls `factory` whenever the context is entered: by its block, and by each call of what was captured
/// there. The factory returns an RAII object, which need not be movable; it lives until the context is left.
/// If it has a member `leave(const std::exception_ptr&)`, that is called first, with the exception that
/// passes through or null. It sees exceptions but cannot consume them.
class StackContext : public AnyContext {
 public:
  template <std::invocable Factory>
    requires(!std::is_void_v<std::invoke_result_t<Factory&>> && !std::derived_from<Factory, AnyContext>)
  explicit StackContext(Factory factory)
      : AnyContext(pool_new<detail::FactoryContext<Factory>>(std::move(factory))) {}
};

/// Offers each exception that leaves its block, or a call of what was captured there, to `handler`. If the
/// handler returns true, the exception is consumed; if it throws, the new exception replaces the old one
/// (laws S4, S5).
class ExceptionStackContext : public AnyContext {
 public:
  template <class Handler>
    requires std::is_invocable_r_v<bool, Handler&, const std::exception_ptr&>
  explicit ExceptionStackContext(Handler handler)
      : AnyContext(pool_new<detail::HandlerContext<Handler>>(std::move(handler))) {}
};

/// A block in which no context is current (law S7).
class [[nodiscard]] NullContext {
 public:
  NullContext();
  NullContext(const NullContext&) = delete;
  NullContext& operator=(const NullContext&) = delete;
  ~NullContext();

  /// What was before: the contexts that were current, and the number of the NullContext for observers.
  struct Outer {
    Contexts contexts;
    std::uint32_t number = 0;
  };
  /// NullContext in two parts: blocks of coroutines need not end in the order in which they began.
  static Outer begin();
  static void end(const Outer& outer) noexcept;

 private:
  Outer outer_;
};

/// The block of a context, from here to the end of the scope. If an exception leaves the block, the context
/// does not see it. If the contexts that are current at the end are not those of this block, throws
/// StackContextInconsistentError (law S8), unless an exception is passing through already. Inside a coroutine
/// the block must not contain a yield: that yield throws StackContextInconsistentError (law G7).
class [[nodiscard]] ContextScope {
 public:
  explicit ContextScope(const AnyContext& context);
  ContextScope(const ContextScope&) = delete;
  ContextScope& operator=(const ContextScope&) = delete;
  ~ContextScope() noexcept(false);

 private:
  Ref<Context> context_;
  int exceptions_;  // number of exceptions in flight when it began
};

/// Calls `fn()` inside the block of `context`; the caller's later steps are outside it (law S11). An
/// exception from fn is offered to the context. If it is consumed there is no result: if fn returns a T, this
/// returns std::optional<T>.
template <std::invocable Function>
auto run_with_stack_context(const AnyContext& context, Function fn) {
  using Result = std::decay_t<std::invoke_result_t<Function&>>;
  std::exception_ptr error;
  [[maybe_unused]] std::conditional_t<std::is_void_v<Result>, bool, std::optional<Result>> result{};
  context.context().begin_block();
  try {
    if constexpr (std::is_void_v<Result>) {
      fn();
    } else {
      result.emplace(fn());
    }
  } catch (const BaseException&) {
    context.context().abandon_block();
    throw;
  } catch (...) {
    error = std::current_exception();
  }
  if (!context.context().end_block(error) && error) std::rethrow_exception(std::move(error));
  if constexpr (!std::is_void_v<Result>) return result;
}

}  // namespace tornado
