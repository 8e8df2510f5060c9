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
  ContextState::Entered entered;
  if (outer_.get() != nullptr) entered = outer_->entered();
  if (kind_ == ContextKind::stack) entered.emplace_back(this);
  const Contexts block = ContextState::make(std::move(entered), Ref<Context>(this));
  block_ = block->serial();
  CurrentContexts::set(block);
  try {
    enter();
  } catch (...) {
    CurrentContexts::set(outer_);
    throw;
  }
  note(EventKind::context_entered, number_, detail_of(ContextUse::block));
}

bool Context::end_block(const std::exception_ptr& error) {
  const Ref<Context> keep(this);
  bool consumed = false;
  std::exception_ptr failure;
  try {
    consumed = leave_noted(error, ContextUse::block);
  } catch (const BaseException&) {
    abandon_block();
    throw;
  } catch (...) {
    failure = std::current_exception();
  }
  const std::uint64_t current = CurrentContexts::serial();
  CurrentContexts::set(outer_);
  if (current != block_) throw StackContextInconsistentError("may be");
  block_ = 0;
  if (failure) std::rethrow_exception(std::move(failure));
  return consumed;
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
  return leave_noted(error, ContextUse::call);
}

bool Context::leave_noted(const std::exception_ptr& error, ContextUse use) {
  if (number_ != 0) {
    if (Observer* observer = IOLoop::current_observer())
      observer->record(EventKind::context_left, number_, observer->number_of(error), detail_of(use));
  }
  return leave(error);
}

}  // namespace tornado
