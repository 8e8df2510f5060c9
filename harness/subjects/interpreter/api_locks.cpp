// The group locks.
#include <cmath>
#include <limits>

#include "harness/subjects/interpreter/api.hpp"
#include "harness/subjects/interpreter/api_sync.hpp"
#include "harness/subjects/interpreter/exceptions.hpp"
#include "harness/subjects/interpreter/operators.hpp"
#include "harness/subjects/interpreter/raising.hpp"
#include "runtime/exception_cast.hpp"

namespace windtunnel {

Value MakePermitObject::operator()(const SemaphoreOfValues& semaphore) const {
  return Stage::current().heap().make<PermitObject>(semaphore);
}

bool is_in_locks(Word name) {
  switch (name) {
    case word::Lock:
    case word::Event:
    case word::Condition:
    case word::Semaphore:
    case word::BoundedSemaphore:
      return true;
    default:
      return false;
  }
}

namespace {

Value semaphore(Stage& stage, Word type, const Arguments& arguments) {
  Value value;
  if (!bind(stage, stage.text(type), arguments, {word::value}, 0, &value)) return Value();
  if (!value) value = Value::integer(1);
  if (!value.is_integral()) return stage.raise(word::TypeError, "a semaphore's value must be an integer");
  if (value.as_integer() < 0) return stage.raise(word::ValueError, "semaphore initial value must be >= 0");
  SemaphoreOfValues made = type == word::Semaphore ? SemaphoreOfValues(value.as_integer())
                                                   : BoundedSemaphoreOfValues(value.as_integer());
  return stage.heap().make<SemaphoreObject>(std::move(made), type);
}

// notify counts down to 0: a negative number, or one that is not whole, never gets there.
Value notify(Stage& stage, const ConditionOfValues& condition, const Value& n) {
  std::size_t count = std::numeric_limits<std::size_t>::max();
  if (n.is_number() && n.as_real() >= 0 && n.as_real() < 1e15 && n.as_real() == std::floor(n.as_real())) {
    count = static_cast<std::size_t>(n.as_real());
  } else if (!n.is_number() && truth(stage, n)) {
    return stage.raise(word::TypeError, "notify() takes a number");
  } else if (!n.is_number()) {
    count = 0;
  }
  condition.notify(count);
  return Value::none();
}

Value call_condition(Stage& stage, const ConditionOfValues& condition, Word name,
                     const Arguments& arguments) {
  Value argument;
  switch (name) {
    case word::wait: {
      auto deadline = bind_timeout(stage, "wait", arguments);
      return deadline ? deadline->outcome(stage, condition.wait(deadline->deadline)) : Value();
    }
    case word::notify:
      if (!bind(stage, "notify", arguments, {word::n}, 0, &argument)) return Value();
      return notify(stage, condition, argument ? argument : Value::integer(1));
    default:
      if (!bind(stage, "notify_all", arguments, {}, 0, nullptr)) return Value();
      condition.notify_all();
      return Value::none();
  }
}

Value call_event(Stage& stage, const EventOfValues& event, Word name, const Arguments& arguments) {
  if (name == word::wait) return wait_for_event(stage, event, arguments);
  if (!bind(stage, stage.text(name), arguments, {}, 0, nullptr)) return Value();
  switch (name) {
    case word::is_set:
      return Value::boolean(event.is_set());
    case word::set:
      event.set();
      return Value::none();
    default:
      event.clear();
      return Value::none();
  }
}

// A semaphore or a lock.
template <class Acquirable>
Value call_acquirable(Stage& stage, const Acquirable& acquirable, Word name, const Arguments& arguments) {
  if (name == word::acquire) {
    auto deadline = bind_timeout(stage, "acquire", arguments);
    return deadline ? deadline->outcome(stage, acquirable.acquire(deadline->deadline)) : Value();
  }
  if (!bind(stage, "release", arguments, {}, 0, nullptr)) return Value();
  acquirable.release();
  return Value::none();
}

Value call_method_of(Stage& stage, const Value& self, Word name, const Arguments& arguments) {
  if (auto* object = self.as<ConditionObject>())
    return call_condition(stage, ConditionOfValues(object->condition), name, arguments);
  if (auto* object = self.as<EventObject>())
    return call_event(stage, EventOfValues(object->event), name, arguments);
  if (auto* object = self.as<SemaphoreObject>())
    return call_acquirable(stage, SemaphoreOfValues(object->semaphore), name, arguments);
  return call_acquirable(stage, LockOfValues(self.as<LockObject>()->lock), name, arguments);
}

}  // namespace

std::optional<Value> call_locks(Stage& stage, Word function, const Arguments& arguments) {
  switch (function) {
    case word::Semaphore:
    case word::BoundedSemaphore:
      return semaphore(stage, function, arguments);
    case word::Lock:
      if (!bind(stage, "Lock", arguments, {}, 0, nullptr)) return Value();
      return stage.heap().make<LockObject>();
    case word::Event:
      if (!bind(stage, "Event", arguments, {}, 0, nullptr)) return Value();
      return stage.heap().make<EventObject>();
    case word::Condition:
      if (!bind(stage, "Condition", arguments, {}, 0, nullptr)) return Value();
      return stage.heap().make<ConditionObject>();
    default:
      return std::nullopt;
  }
}

bool is_lock_method(const Value& object, Word name) {
  if (object.as<ConditionObject>() != nullptr)
    return name == word::wait || name == word::notify || name == word::notify_all;
  if (object.as<EventObject>() != nullptr)
    return name == word::wait || name == word::is_set || name == word::set || name == word::clear;
  if (object.as<SemaphoreObject>() != nullptr || object.as<LockObject>() != nullptr)
    return name == word::acquire || name == word::release;
  return false;
}

Value call_lock_method(Stage& stage, const Value& self, Word name, const Arguments& arguments) {
  return raising(stage, [&] { return call_method_of(stage, self, name, arguments); });
}

std::optional<Value> enter_lock(Stage& stage, const Value& manager) {
  if (manager.as<PermitObject>() != nullptr) return Value::none();
  if (manager.as<SemaphoreObject>() != nullptr) {
    return stage.raise(word::RuntimeError,
                       "Use Semaphore like 'with (yield semaphore.acquire())', not like 'with semaphore'");
  }
  if (manager.as<LockObject>() != nullptr)
    return stage.raise(word::RuntimeError, "Use Lock like 'with (yield lock)', not like 'with lock'");
  return std::nullopt;
}

Value leave_permit(Stage& stage, const PermitObject& permit) {
  return raising(stage, [&] {
    SemaphoreOfValues(permit.semaphore).release();
    return Value::boolean(false);
  });
}

std::optional<WaitDeadline> bind_timeout(Stage& stage, std::string_view method, const Arguments& arguments) {
  Value timeout;
  if (!bind(stage, method, arguments, {word::timeout}, 0, &timeout)) return std::nullopt;
  return to_wait_deadline(stage, timeout);
}

WaitDeadline to_wait_deadline(const Stage& stage, const Value& timeout) {
  if (timeout.tag() == Tag::timedelta)
    return {tornado::Duration(static_cast<double>(timeout.as_integer()) / 1e6), Value()};
  if (timeout.is_number()) return {tornado::at_seconds(timeout.as_real()), Value()};
  return {{}, timeout && truth(stage, timeout) ? timeout : Value()};
}

Value WaitDeadline::outcome(Stage& stage, tornado::Future<Value> future) const {
  if (unsupported && !future.done()) {
    static_cast<void>(to_seconds(stage, unsupported));
    return Value();
  }
  return future_value(stage, std::move(future));
}

Value wait_for_event(Stage& stage, const EventOfValues& event, const Arguments& arguments) {
  Value timeout;
  if (!bind(stage, "wait", arguments, {word::timeout}, 0, &timeout)) return Value();
  if (!timeout || timeout.is_none()) return future_value(stage, event.wait());
  if (timeout.tag() != Tag::timedelta && !to_seconds(stage, timeout)) return Value();
  return future_value(stage, event.wait(to_wait_deadline(stage, timeout).deadline));
}

Value from_sync_error(Stage& stage, const std::exception_ptr& error) {
  if (const auto* released = tornado::exception_cast<tornado::locks::SemaphoreReleasedError>(error))
    return make_exception(stage, word::ValueError, released->what());
  if (const auto* unlocked = tornado::exception_cast<tornado::locks::LockReleasedError>(error))
    return make_exception(stage, word::RuntimeError, unlocked->what());
  if (const auto* done = tornado::exception_cast<tornado::queues::TaskDoneError>(error))
    return make_exception(stage, word::ValueError, done->what());
  if (const auto* taken = tornado::exception_cast<tornado::queues::QueueTakenError>(error))
    return make_exception(stage, word::IndexError, taken->what());
  if (const auto* state = tornado::exception_cast<tornado::queues::QueueStateError>(error))
    return make_exception(stage, word::AssertionError, state->what());
  if (tornado::exception_cast<tornado::queues::QueueFull>(error) != nullptr)
    return make_exception(stage, word::QueueFull, "");
  if (tornado::exception_cast<tornado::queues::QueueEmpty>(error) != nullptr)
    return make_exception(stage, word::QueueEmpty, "");
  return Value();
}

}  // namespace windtunnel
