#include "runtime/stack_context/stack_context.hpp"

#include "runtime/io_loop.hpp"

namespace tornado {

Contexts NullContext::begin() {
  Contexts outer = CurrentContexts::get();
  if (IOLoop* loop = IOLoop::current_or_null()) loop->note(EventKind::null_context_begin);
  CurrentContexts::set(ContextStack::make({}, {}));
  return outer;
}

void NullContext::end(const Contexts& outer) noexcept {
  CurrentContexts::set(outer);
  if (IOLoop* loop = IOLoop::current_or_null()) loop->note(EventKind::null_context_end);
}

NullContext::NullContext() : outer_(begin()) {}

NullContext::~NullContext() {
  end(outer_);
}

ContextScope::ContextScope(const AnyContext& context)
    : context_(&context.context()), exceptions_(std::uncaught_exceptions()) {
  context_->begin_block();
}

ContextScope::~ContextScope() noexcept(false) {
  // A frame that its loop destroys leaves no context.
  if (IOLoop* loop = IOLoop::current_or_null(); loop != nullptr && loop->closed()) return;
  if (std::uncaught_exceptions() == exceptions_) {
    context_->end_block(nullptr);
    return;
  }
  try {
    context_->end_block(nullptr);
  } catch (...) {  // NOLINT(bugprone-empty-catch): a destructor must not add to what passes by already
  }
}

}  // namespace tornado
