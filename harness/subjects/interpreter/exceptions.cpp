#include "harness/subjects/interpreter/exceptions.hpp"

namespace windtunnel::subjects {

bool is_builtin(Word name) {
  switch (name) {
    case word::Exception:
    case word::ValueError:
    case word::KeyError:
    case word::TypeError:
    case word::RuntimeError:
    case word::ZeroDivisionError:
      return true;
    default:
      return false;
  }
}

namespace {

bool is_native_exception(Word name) {
  switch (name) {
    case word::AttributeError:
    case word::NameError:
    case word::UnboundLocalError:
    case word::OverflowError:
    case word::RecursionError:
    case word::AssertionError:
    case word::InvalidStateError:
    case word::Return:
    case word::TimeoutError:
    case word::BadYieldError:
    case word::LeakedCallbackError:
    case word::UnknownKeyError:
    case word::KeyReuseError:
    case word::ReturnValueIgnoredError:
    case word::StackContextInconsistentError:
    case word::QueueFull:
    case word::QueueEmpty:
    case word::IndexError:
      return true;
    default:
      return is_builtin(name);
  }
}

}  // namespace

bool is_exception_class(const Value& value) {
  if (value.tag() == Tag::native) return is_native_exception(value.as_word());
  return value.as<ExceptionClassObject>() != nullptr;
}

std::string_view class_name(const Interpreter& interpreter, const Value& type) {
  if (const auto* own = type.as<ExceptionClassObject>()) return interpreter.text(own->name);
  return interpreter.text(type.as_word());
}

bool is_subclass(const Value& type, const Value& wanted) {
  if (wanted.is_builtin(word::Exception)) return true;
  for (Value at = type;;) {
    if (at.same(wanted)) return true;
    const auto* own = at.as<ExceptionClassObject>();
    if (own == nullptr) return false;
    at = own->base;
  }
}

Value make_exception(Heap& heap, Value type, std::vector<Value> arguments) {
  return heap.make<ExceptionObject>(std::move(type), std::move(arguments));
}

Value make_exception(Interpreter& interpreter, Word type, std::string_view message) {
  std::vector<Value> arguments;
  if (!message.empty()) arguments.push_back(interpreter.heap().make<StringObject>(std::string(message)));
  return make_exception(interpreter.heap(), Value::native(type), std::move(arguments));
}

Value returned_value(const Value& exception) {
  const auto* object = exception.as<ExceptionObject>();
  if (object == nullptr || !is_subclass(object->type, Value::native(word::Return))) return Value();
  return object->arguments.empty() ? Value::none() : object->arguments.front();
}

}  // namespace windtunnel::subjects
