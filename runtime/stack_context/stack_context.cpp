#include "runtime/stack_context/stack_context.hpp"

#include "runtime/io_loop.hpp"

namespace tornado {

NullContext::Outer NullContext::begin() {
  Outer outer{CurrentContexts::get()};
  if (IOLoop* loop = IOLoop::current_or_null(); loop != nullptr && loop->observer() != nullptr) {
    outer.number = loop->numbers().null_context++;
    loop->note(EventKind::null_context_begin, outer.number);
  }
  CurrentContexts::set(ContextStack::make({}, {}));
  return outer;
}

void NullContext::end(const Outer& outer) noexcept {
  CurrentContexts::set(outer.contexts);
  if (IOLoop* loop = IOLoop::current_or_null()) loop->note(EventKind::null_context_end, outer.number);
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
