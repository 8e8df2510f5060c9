// The group locks.
#include <cmath>
#include <limits>

#include "harness/subjects/interpreter/api.hpp"
#include "harness/subjects/interpreter/api_sync.hpp"
#include "harness/subjects/interpreter/exceptions.hpp"
#include "harness/subjects/interpreter/operators.hpp"
#include "harness/subjects/interpreter/raising.hpp"
#include "runtime/exception_cast.hpp"

namespace windtunnel::subjects {

Value MakePermitObject::operator()(const SemaphoreOfValues& semaphore) const {
  return Interpreter::current().heap().make<PermitObject>(semaphore);
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

Value semaphore(Interpreter& interpreter, Word type, const Arguments& arguments) {
  Value value;
  if (!bind(interpreter, interpreter.text(type), arguments, {word::value}, 0, &value)) return Value();
  if (!value) value = Value::integer(1);
  if (!value.is_integral())
    return interpreter.raise(word::TypeError, "a semaphore's value must be an integer");
  if (value.as_integer() < 0)
    return interpreter.raise(word::ValueError, "semaphore initial value must be >= 0");
  SemaphoreOfValues made = type == word::Semaphore ? SemaphoreOfValues(value.as_integer())
                                                   : BoundedSemaphoreOfValues(value.as_integer());
  return interpreter.heap().make<SemaphoreObject>(std::move(made), type);
}

// notify counts down to 0: a negative number, or one that is not whole, never gets there.
Value notify(Interpreter& interpreter, const ConditionOfValues& condition, const Value& n) {
  std::size_t count = std::numeric_limits<std::size_t>::max();
  if (n.is_number() && n.as_real() >= 0 && n.as_real() < 1e15 && n.as_real() == std::floor(n.as_real())) {
    count = static_cast<std::size_t>(n.as_real());
  } else if (!n.is_number() && truth(interpreter, n)) {
    return interpreter.raise(word::TypeError, "notify() takes a number");
  } else if (!n.is_number()) {
    count = 0;
  }
  condition.notify(count);
  return Value::none();
}

Value call_condition(Interpreter& interpreter, const ConditionOfValues& condition, Word name,
                     const Arguments& arguments) {
  Value argument;
  switch (name) {
    case word::wait: {
      auto deadline = bind_timeout(interpreter, "wait", arguments);
      return deadline ? deadline->outcome(interpreter, condition.wait(deadline->deadline)) : Value();
    }
    case word::notify:
      if (!bind(interpreter, "notify", arguments, {word::n}, 0, &argument)) return Value();
      return notify(interpreter, condition, argument ? argument : Value::integer(1));
    default:
      if (!bind(interpreter, "notify_all", arguments, {}, 0, nullptr)) return Value();
      condition.notify_all();
      return Value::none();
  }
}

Value call_event(Interpreter& interpreter, const EventOfValues& event, Word name,
                 const Arguments& arguments) {
  if (name == word::wait) return wait_for_event(interpreter, event, arguments);
  if (!bind(interpreter, interpreter.text(name), arguments, {}, 0, nullptr)) return Value();
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
Value call_acquirable(Interpreter& interpreter, const Acquirable& acquirable, Word name,
                      const Arguments& arguments) {
  if (name == word::acquire) {
    auto deadline = bind_timeout(interpreter, "acquire", arguments);
    return deadline ? deadline->outcome(interpreter, acquirable.acquire(deadline->deadline)) : Value();
  }
  if (!bind(interpreter, "release", arguments, {}, 0, nullptr)) return Value();
  acquirable.release();
  return Value::none();
}

Value call_method_of(Interpreter& interpreter, const Value& self, Word name, const Arguments& arguments) {
  if (auto* object = self.as<ConditionObject>())
    return call_condition(interpreter, ConditionOfValues(object->condition), name, arguments);
  if (auto* object = self.as<EventObject>())
    return call_event(interpreter, EventOfValues(object->event), name, arguments);
  if (auto* object = self.as<SemaphoreObject>())
    return call_acquirable(interpreter, SemaphoreOfValues(object->semaphore), name, arguments);
  return call_acquirable(interpreter, LockOfValues(self.as<LockObject>()->lock), name, arguments);
}

}  // namespace

std::optional<Value> call_locks(Interpreter& interpreter, Word function, const Arguments& arguments) {
  switch (function) {
    case word::Semaphore:
    case word::BoundedSemaphore:
      return semaphore(interpreter, function, arguments);
    case word::Lock:
      if (!bind(interpreter, "Lock", arguments, {}, 0, nullptr)) return Value();
      return interpreter.heap().make<LockObject>();
    case word::Event:
      if (!bind(interpreter, "Event", arguments, {}, 0, nullptr)) return Value();
      return interpreter.heap().make<EventObject>();
    case word::Condition:
      if (!bind(interpreter, "Condition", arguments, {}, 0, nullptr)) return Value();
      return interpreter.heap().make<ConditionObject>();
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

Value call_lock_method(Interpreter& interpreter, const Value& self, Word name, const Arguments& arguments) {
  return raising(interpreter, [&] { return call_method_of(interpreter, self, name, arguments); });
}

std::optional<Value> enter_lock(Interpreter& interpreter, const Value& manager) {
  if (manager.as<PermitObject>() != nullptr) return Value::none();
  if (manager.as<SemaphoreObject>() != nullptr) {
    return interpreter.raise(
        word::RuntimeError,
        "Use Semaphore like 'with (yield semaphore.acquire())', not like 'with semaphore'");
  }
  if (manager.as<LockObject>() != nullptr)
    return interpreter.raise(word::RuntimeError, "Use Lock like 'with (yield lock)', not like 'with lock'");
  return std::nullopt;
}

Value leave_permit(Interpreter& interpreter, const PermitObject& permit) {
  return raising(interpreter, [&] {
    SemaphoreOfValues(permit.semaphore).release();
    return Value::boolean(false);
  });
}

std::optional<WaitDeadline> bind_timeout(Interpreter& interpreter, std::string_view method,
                                         const Arguments& arguments) {
  Value timeout;
  if (!bind(interpreter, method, arguments, {word::timeout}, 0, &timeout)) return std::nullopt;
  return to_wait_deadline(interpreter, timeout);
}

WaitDeadline to_wait_deadline(const Interpreter& interpreter, const Value& timeout) {
  if (timeout.tag() == Tag::timedelta)
    return {tornado::Duration(static_cast<double>(timeout.as_integer()) / 1e6), Value()};
  if (timeout.is_number()) return {tornado::at_seconds(timeout.as_real()), Value()};
  return {{}, timeout && truth(interpreter, timeout) ? timeout : Value()};
}

Value WaitDeadline::outcome(Interpreter& interpreter, tornado::Future<Value> future) const {
  if (unsupported && !future.done()) {
    static_cast<void>(to_seconds(interpreter, unsupported));
    return Value();
  }
  return future_value(interpreter, std::move(future));
}

Value wait_for_event(Interpreter& interpreter, const EventOfValues& event, const Arguments& arguments) {
  Value timeout;
  if (!bind(interpreter, "wait", arguments, {word::timeout}, 0, &timeout)) return Value();
  if (!timeout || timeout.is_none()) return future_value(interpreter, event.wait());
  if (timeout.tag() != Tag::timedelta && !to_seconds(interpreter, timeout)) return Value();
  return future_value(interpreter, event.wait(to_wait_deadline(interpreter, timeout).deadline));
}

Value from_sync_error(Interpreter& interpreter, const std::exception_ptr& error) {
  if (const auto* released = tornado::exception_cast<tornado::locks::SemaphoreReleasedError>(error))
    return make_exception(interpreter, word::ValueError, released->what());
  if (const auto* unlocked = tornado::exception_cast<tornado::locks::LockReleasedError>(error))
    return make_exception(interpreter, word::RuntimeError, unlocked->what());
  if (const auto* done = tornado::exception_cast<tornado::queues::TaskDoneError>(error))
    return make_exception(interpreter, word::ValueError, done->what());
  if (const auto* taken = tornado::exception_cast<tornado::queues::QueueTakenError>(error))
    return make_exception(interpreter, word::IndexError, taken->what());
  if (const auto* state = tornado::exception_cast<tornado::queues::QueueStateError>(error))
    return make_exception(interpreter, word::AssertionError, state->what());
  if (tornado::exception_cast<tornado::queues::QueueFull>(error) != nullptr)
    return make_exception(interpreter, word::QueueFull, "");
  if (tornado::exception_cast<tornado::queues::QueueEmpty>(error) != nullptr)
    return make_exception(interpreter, word::QueueEmpty, "");
  return Value();
}

}  // namespace windtunnel::subjects
