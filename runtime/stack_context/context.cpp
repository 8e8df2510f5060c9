#include "runtime/stack_context/context.hpp"

#include "runtime/errors.hpp"
#include "runtime/io_loop.hpp"

namespace tornado {

namespace {

void note(EventKind kind, std::uint32_t number, std::uint8_t detail, std::uint32_t other = 0) {
  if (number == 0) return;
  if (Observer* observer = IOLoop::current_observer()) observer->record(kind, number, other, detail);
}

std::uint8_t detail_of(ContextUse use) {
  return static_cast<std::uint8_t>(use);
}

}  // namespace

Context::Context(ContextKind kind) : kind_(kind) {
  IOLoop* loop = IOLoop::current_or_null();
  if (loop == nullptr || loop->observer() == nullptr) return;
  number_ = loop->numbers().context++;
  note(EventKind::context_made, number_, static_cast<std::uint8_t>(kind_));
}

void Context::deactivate() {
  active_ = false;
  note(EventKind::context_deactivated, number_, 0);
}

void Context::begin_block() {
  outer_ = CurrentContexts::get();
  ContextStack::Entered entered;
  if (outer_.get() != nullptr) entered = ContextStack::of(outer_).entered();
  if (kind_ == ContextKind::stack) entered.emplace_back(this);
  const Contexts block = ContextStack::make(std::move(entered), Ref<Context>(this));
  block_ = block->serial();
  CurrentContexts::set(block);
  note(EventKind::context_entered, number_, detail_of(ContextUse::block));
  try {
    enter();
  } catch (...) {
    leave_block(std::current_exception());
    throw;
  }
}

// It stays current until it is left: what its handler starts captures it.
bool Context::end_block(const std::exception_ptr& error) {
  const Ref<Context> keep(this);
  bool consumed = false;
  std::exception_ptr failure;
  try {
    consumed = leave(error);
  } catch (const BaseException&) {
    abandon_block();
    throw;
  } catch (...) {
    failure = std::current_exception();
  }
  const bool consistent = CurrentContexts::serial() == block_;
  leave_block(error);
  if (!consistent) throw StackContextInconsistentError("may be");
  block_ = 0;
  if (failure) std::rethrow_exception(std::move(failure));
  return consumed;
}

void Context::leave_block(const std::exception_ptr& error) {
  CurrentContexts::set(outer_);
  note_left(error, ContextUse::block);
}

void Context::abandon_block() noexcept {
  CurrentContexts::set(outer_);
  block_ = 0;
}

void Context::enter_for_call() {
  enter();
  note(EventKind::context_entered, number_, detail_of(ContextUse::call));
}

bool Context::leave_for_call(const std::exception_ptr& error) {
  const Ref<Context> keep(this);
  note_left(error, ContextUse::call);
  return leave(error);
}

void Context::note_left(const std::exception_ptr& error, ContextUse use) const {
  Observer* observer = number_ != 0 ? IOLoop::current_observer() : nullptr;
  if (observer == nullptr) return;
  observer->record(EventKind::context_left, number_, observer->number_of(error), detail_of(use));
}

}  // namespace tornado
