// Attributes and methods of values.
#include "harness/subjects/interpreter/api.hpp"
#include "harness/subjects/interpreter/api_sync.hpp"
#include "harness/subjects/interpreter/context_objects.hpp"
#include "harness/subjects/interpreter/interpreter.hpp"
#include "harness/subjects/interpreter/operators.hpp"

namespace windtunnel::subjects {

bool Interpreter::has_method(const Value& object, Word name) const {
  if (object.is_builtin(word::loop_instance)) return is_loop_method(name);
  if (object.as<FutureObject>() != nullptr) return is_future_method(name);
  if (object.as<WaitIteratorObject>() != nullptr) return is_wait_iterator_method(name);
  return is_lock_method(object, name) || is_queue_method(object, name);
}

Value Interpreter::load_attribute(const Value& object, Word name) {
  Value found;
  if (has_method(object, name)) {
    found = heap_.make<BoundMethodObject>(object, name);
  } else if (object.tag() == Tag::native) {
    found = builtin_attribute(*this, object.as_word(), name);
  } else if (const auto* iterator = object.as<WaitIteratorObject>()) {
    found = wait_iterator_attribute(*this, *iterator, name);
  } else if (const auto* queue = object.as<QueueObject>(); queue != nullptr && name == word::maxsize) {
    found = queue->maxsize;
  }
  if (found) return found;
  return raise(word::AttributeError, "'" + std::string(type_name(*this, object)) +
                                         "' object has no attribute '" + std::string(text(name)) + "'");
}

Value Interpreter::call_method(const Value& self, Word method, const Arguments& arguments) {
  if (const auto* object = self.as<FutureObject>()) {
    tornado::Future<Value> future = object->future;
    return call_future_method(*this, future, method, arguments);
  }
  if (auto* iterator = self.as<WaitIteratorObject>()) {
    return call_wait_iterator_method(*this, *iterator, method, arguments);
  }
  if (const auto* context = self.as<ContextObject>()) return call_context_method(*this, *context, arguments);
  if (is_lock_method(self, method)) return call_lock_method(*this, self, method, arguments);
  if (is_queue_method(self, method)) return call_queue_method(*this, self, method, arguments);
  return call_loop_method(*this, method, arguments);
}

}  // namespace windtunnel::subjects
