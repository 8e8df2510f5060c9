// The group queues.
#include <cmath>

#include "harness/subjects/interpreter/api.hpp"
#include "harness/subjects/interpreter/api_sync.hpp"
#include "harness/subjects/interpreter/operators.hpp"
#include "harness/subjects/interpreter/raising.hpp"

namespace windtunnel::subjects {

bool ValueLess::operator()(const Value& left, const Value& right) const {
  Interpreter& interpreter = Interpreter::current();
  const Value less = compare(interpreter, Comparison::less, left, right);
  if (!less) interpreter.throw_raised();
  return truth(interpreter, less);
}

bool is_in_queues(Word name) {
  switch (name) {
    case word::Queue:
    case word::PriorityQueue:
    case word::LifoQueue:
    case word::QueueFull:
    case word::QueueEmpty:
      return true;
    default:
      return false;
  }
}

namespace {

QueueObject::Any make_queue(Word type, std::int64_t maxsize, const tornado::Future<Value>& fits) {
  if (type == word::PriorityQueue) return PriorityQueueOfValues(maxsize, fits);
  if (type == word::LifoQueue) return LifoQueueOfValues(maxsize, fits);
  return QueueOfValues(maxsize, fits);
}

// The number of items with which a queue of that maxsize is full, 0 if it never is: as the original compares,
// so that 1.3 means 2, and what is no number or without end means no limit.
std::int64_t room_of(const Value& maxsize) {
  constexpr double unlimited = 9e15;
  if (maxsize.is_integral()) return maxsize.as_integer();
  const double room = std::ceil(maxsize.as_real());
  return room < unlimited ? static_cast<std::int64_t>(room) : 0;
}

Value queue(Interpreter& interpreter, Word type, const Arguments& arguments) {
  Value maxsize;
  if (!bind(interpreter, interpreter.text(type), arguments, {word::maxsize}, 0, &maxsize)) return Value();
  if (!maxsize) maxsize = Value::integer(0);
  if (maxsize.is_none()) return interpreter.raise(word::TypeError, "maxsize can't be None");
  if (!maxsize.is_number()) return interpreter.raise(word::TypeError, "a queue's maxsize must be a number");
  if (maxsize.as_real() < 0) return interpreter.raise(word::ValueError, "maxsize can't be negative");
  return interpreter.heap().make<QueueObject>(make_queue(type, room_of(maxsize), interpreter.done_put()),
                                              type, maxsize);
}

template <class Queue>
Value call(Interpreter& interpreter, const Queue& queue, Word name, const Arguments& arguments) {
  switch (name) {
    case word::put: {
      Value values[2];
      if (!bind(interpreter, "put", arguments, {word::item, word::timeout}, 1, values)) return Value();
      const WaitDeadline deadline = to_wait_deadline(interpreter, values[1]);
      return deadline.outcome(interpreter, queue.put(std::move(values[0]), deadline.deadline));
    }
    case word::get: {
      auto deadline = bind_timeout(interpreter, "get", arguments);
      return deadline ? deadline->outcome(interpreter, queue.get(deadline->deadline)) : Value();
    }
    case word::put_nowait: {
      Value item;
      if (!bind(interpreter, "put_nowait", arguments, {word::item}, 1, &item)) return Value();
      queue.put_nowait(std::move(item));
      return Value::none();
    }
    case word::join:
      return wait_for_event(interpreter, queue.finished(), arguments);
    default:
      break;
  }
  if (!bind(interpreter, interpreter.text(name), arguments, {}, 0, nullptr)) return Value();
  switch (name) {
    case word::get_nowait:
      return queue.get_nowait();
    case word::task_done:
      queue.task_done();
      return Value::none();
    case word::qsize:
      return Value::integer(static_cast<std::int64_t>(queue.qsize()));
    case word::empty:
      return Value::boolean(queue.empty());
    default:
      return Value::boolean(queue.full());
  }
}

}  // namespace

std::optional<Value> call_queues(Interpreter& interpreter, Word function, const Arguments& arguments) {
  if (function != word::Queue && function != word::PriorityQueue && function != word::LifoQueue)
    return std::nullopt;
  return queue(interpreter, function, arguments);
}

bool is_queue_method(const Value& object, Word name) {
  if (object.as<QueueObject>() == nullptr) return false;
  switch (name) {
    case word::put:
    case word::get:
    case word::put_nowait:
    case word::get_nowait:
    case word::task_done:
    case word::join:
    case word::qsize:
    case word::empty:
    case word::full:
      return true;
    default:
      return false;
  }
}

Value call_queue_method(Interpreter& interpreter, const Value& self, Word name, const Arguments& arguments) {
  // Callbacks of this call may destroy the object.
  const QueueObject::Any any = self.as<QueueObject>()->queue;
  return raising(interpreter, [&] {
    return std::visit([&](const auto& queue) { return call(interpreter, queue, name, arguments); }, any);
  });
}

}  // namespace windtunnel::subjects
