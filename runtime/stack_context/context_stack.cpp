#include "runtime/stack_context/context_stack.hpp"

#include <cassert>
#include <exception>
#include <stdexcept>

#include "runtime/io_loop.hpp"
#include "runtime/stack_context/context.hpp"

namespace tornado {

namespace {

// A chain of contexts deeper than this is a ring: a context was entered inside itself.
constexpr int deepest_chain = 100'000;

class ChainGuard {
 public:
  void step() {
    if (++steps_ > deepest_chain) throw std::logic_error("a stack context was entered inside itself");
  }

 private:
  int steps_ = 0;
};

// An equal state without the contexts that were deactivated, which also leave the chain of outer contexts.
// Always a new state, as in the original.
Contexts without_deactivated(const ContextStack& contexts) {
  ContextStack::Entered entered;
  for (const Ref<Context>& context : contexts.entered()) {
    if (context->active()) entered.push_back(context);
  }
  ChainGuard guard;
  Ref<Context> innermost = contexts.innermost();
  while (innermost.get() != nullptr && !innermost->active()) {
    guard.step();
    innermost = innermost_of(innermost->outer());
  }
  for (Ref<Context> context = innermost; context.get() != nullptr;) {
    Ref<Context> outer = innermost_of(context->outer());
    while (outer.get() != nullptr && !outer->active()) {
      guard.step();
      context->skip(*outer);
      outer = innermost_of(outer->outer());
    }
    guard.step();
    context = std::move(outer);
  }
  return ContextStack::make(std::move(entered), std::move(innermost));
}

// The exception from `fn()`, or null; a BaseException passes through. It is returned after the handler is
// left, so that the next call may resume coroutines.
template <class Function>
std::exception_ptr error_of(Function fn) {
  try {
    fn();
  } catch (const BaseException&) {
    throw;
  } catch (...) {
    return std::current_exception();
  }
  return nullptr;
}

// Offers the error to a context and to all outer ones. Returns the error that remains.
std::exception_ptr offer(Ref<Context> context, std::exception_ptr error) {
  ChainGuard guard;
  while (context.get() != nullptr) {
    guard.step();
    bool consumed = false;
    if (std::exception_ptr replaced = error_of([&] { consumed = context->leave_for_call(error); })) {
      error = std::move(replaced);
    } else if (consumed) {
      error = nullptr;
    }
    context = innermost_of(context->outer());
  }
  return error;
}

void note(EventKind kind, std::uint32_t number) {
  if (Observer* observer = IOLoop::current_observer()) observer->record(kind, number);
}

// Reports a call: its beginning and, however it ends, its end.
class NotedCall {
 public:
  NotedCall(EventKind begin, EventKind end, std::uint32_t number) : end_(end), number_(number) {
    note(begin, number);
  }
  NotedCall(const NotedCall&) = delete;
  NotedCall& operator=(const NotedCall&) = delete;
  ~NotedCall() { note(end_, number_); }

 private:
  const EventKind end_;
  const std::uint32_t number_;
};

void call_in_none(const Contexts& none, const ContextState::Body& body) {
  const ContextsRestorer callers;
  const NotedCall noted(EventKind::null_context_begin, EventKind::null_context_end, 0);
  CurrentContexts::set(none);
  body();
}

// After a context could not be entered, the original continues to enter contexts. It calls the body only if
// the one that failed was the outermost, and leaves as many contexts as it has entered, counted from the
// outermost.
void call_in(const Contexts& current, const ContextState::Body& body) {
  const Contexts keep = current;
  const ContextStack& stack = ContextStack::of(keep);
  CurrentContexts::set(keep);
  std::exception_ptr error;
  Ref<Context> offered_to;
  std::size_t entered = 0;
  for (const Ref<Context>& context : stack.entered()) {
    if (std::exception_ptr failure = error_of([&] { context->enter_for_call(); })) {
      error = std::move(failure);
      offered_to = innermost_of(context->outer());
    } else {
      ++entered;
    }
  }
  if (offered_to.get() == nullptr) {
    if (std::exception_ptr failure = error_of(body)) {
      error = std::move(failure);
      offered_to = stack.innermost();
    }
  }
  if (offered_to.get() == nullptr) {
    while (entered > 0) {
      const Ref<Context>& context = stack.entered()[--entered];
      if (std::exception_ptr failure = error_of([&] { context->leave_for_call(error); })) {
        error = std::move(failure);
        offered_to = innermost_of(context->outer());
        break;
      }
    }
  }
  if (offered_to.get() != nullptr) error = offer(std::move(offered_to), std::move(error));
  if (error) std::rethrow_exception(std::move(error));
}

}  // namespace

ContextStack::ContextStack(Entered entered, Ref<Context> innermost)
    : entered_(std::move(entered)), innermost_(std::move(innermost)) {}

ContextStack::~ContextStack() = default;

Contexts ContextStack::make(Entered entered, Ref<Context> innermost) {
  return Contexts(pool_new<ContextStack>(std::move(entered), std::move(innermost)));
}

std::uint32_t ContextStack::note_capture() const {
  IOLoop* loop = IOLoop::current_or_null();
  if (loop == nullptr || loop->observer() == nullptr || empty()) return 0;
  const std::uint32_t number = loop->numbers().capture++;
  loop->note(EventKind::contexts_captured, number, innermost_->number());
  return number;
}

void ContextStack::call(Contexts& captured, std::uint32_t number, const Body& body) {
  assert(captured.get() == this);
  if (empty()) return call_in_none(captured, body);
  const ContextsRestorer callers;
  const NotedCall noted(EventKind::contexts_restored, EventKind::contexts_given_back, number);
  captured = without_deactivated(*this);  // this object may be gone
  call_in(captured, body);
}

void ContextStack::call_outside(const Body& body) {
  call_in_none(Contexts(), body);
}

}  // namespace tornado
