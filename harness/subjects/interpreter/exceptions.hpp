// The exception classes of the language.
#pragma once

#include <string_view>

#include "harness/subjects/interpreter/interpreter.hpp"

namespace windtunnel::subjects {

/// Whether it is the name of a built-in exception, known without an import.
bool is_builtin(Word name);

/// Whether the value is an exception class: one of the scenario's, or the native name of one.
bool is_exception_class(const Value& value);

/// The name of a class in messages.
std::string_view class_name(const Interpreter& interpreter, const Value& type);

/// Whether an exception of class `type` is also one of class `wanted`.
bool is_subclass(const Value& type, const Value& wanted);

/// Makes an exception.
Value make_exception(Heap& heap, Value type, std::vector<Value> arguments);
Value make_exception(Interpreter& interpreter, Word type, std::string_view message);

/// The value of a gen.Return; unset if the exception is not one.
Value returned_value(const Value& exception);

}  // namespace windtunnel::subjects
