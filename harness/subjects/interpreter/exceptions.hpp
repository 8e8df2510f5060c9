// The exception classes of the language and what can be asked of them.
#pragma once

#include <string_view>

#include "harness/subjects/interpreter/stage.hpp"

namespace windtunnel {

/// Whether the name is known without an import: the built-in exceptions.
bool is_builtin(Word name);

/// Whether the value is an exception class: one of the scenario's, or a native name that is one.
bool is_exception_class(const Value& value);

/// The name under which a class is shown.
std::string_view class_name(const Stage& stage, const Value& type);

/// Whether an exception of class `type` is also one of class `wanted`.
bool is_subclass(const Value& type, const Value& wanted);

/// Makes an exception.
Value make_exception(Heap& heap, Value type, std::vector<Value> arguments);
Value make_exception(Stage& stage, Word type, std::string_view message);

/// The value of a gen.Return, if the exception is one; else unset.
Value returned_value(const Value& exception);

}  // namespace windtunnel
