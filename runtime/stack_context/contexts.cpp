#include "runtime/stack_context/contexts.hpp"

#include <exception>
#include <stdexcept>

#include "runtime/io_loop.hpp"
#include "runtime/stack_context/context.hpp"

namespace tornado {

namespace {

constinit thread_local std::uint64_t last_serial = 0;

// Contexts deeper than this are a ring: one that was entered inside itself.
constexpr int deepest_chain = 100'000;

class ChainGuard {
 public:
  void step() {
    if (++steps_ > deepest_chain) throw std::logic_error("a stack context was entered inside itself");
  }

 private:
  int steps_ = 0;
};

// The same state without the contexts that were deactivated, which also leave the chain of outer contexts.
// Always a state of its own, as in the original.
Contexts without_deactivated(const ContextState& contexts) {
  ContextState::Entered entered;
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
  return ContextState::make(std::move(entered), std::move(innermost));
}

// What `fn()` throws, unless it is a BaseException, which goes on; null if it throws nothing. The handler is
// left by then, so that what is called next may resume coroutines.
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

// Offers the error to a context and to all outside it. Returns what is left of it.
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

}  // namespace

ContextState::ContextState(Entered entered, Ref<Context> innermost)
    : entered_(std::move(entered)), innermost_(std::move(innermost)), serial_(++last_serial) {}

ContextState::~ContextState() = default;

Ref<ContextState> ContextState::make(Entered entered, Ref<Context> innermost) {
  return Ref<ContextState>(pool_new<ContextState>(std::move(entered), std::move(innermost)));
}

CapturedContexts CapturedContexts::capture_some() {
  CapturedContexts captured;
  captured.contexts_ = CurrentContexts::get();
  IOLoop* loop = IOLoop::current_or_null();
  if (loop != nullptr && loop->observer() != nullptr && !captured.contexts_->empty()) {
    captured.number_ = loop->numbers().capture++;
    loop->note(EventKind::contexts_captured, captured.number_, captured.contexts_->innermost()->number());
  }
  return captured;
}

void CapturedContexts::call_body(Body body) {
  struct Noted {
    Noted(EventKind begin, EventKind end_in, std::uint32_t number_in) : end(end_in), number(number_in) {
      note(begin, number);
    }
    ~Noted() { note(end, number); }
    const EventKind end;
    const std::uint32_t number;
  };
  const ContextsRestorer callers;
  if (none() || contexts_->empty()) {
    const Noted noted(EventKind::null_context_begin, EventKind::null_context_end, 0);
    CurrentContexts::set(contexts_);
    return body();
  }
  const Noted noted(EventKind::contexts_restored, EventKind::contexts_given_back, number_);
  call_in_contexts(body);
}

// The original goes on entering contexts after one has failed to be entered, calls the body only if the one
// that failed was the outermost, and leaves as many contexts as it has entered, counted from the outermost.
void CapturedContexts::call_in_contexts(Body body) {
  contexts_ = without_deactivated(*contexts_);
  const Contexts contexts = contexts_;
  CurrentContexts::set(contexts);
  std::exception_ptr error;
  Ref<Context> offered_to;
  std::size_t entered = 0;
  for (const Ref<Context>& context : contexts->entered()) {
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
      offered_to = contexts->innermost();
    }
  }
  if (offered_to.get() == nullptr) {
    while (entered > 0) {
      const Ref<Context>& context = contexts->entered()[--entered];
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

}  // namespace tornado
