// The operators of the language, which are Python's.
#pragma once

#include "harness/scenario/tree.hpp"
#include "harness/subjects/interpreter/interpreter.hpp"

namespace windtunnel::subjects {

bool truth(const Interpreter& interpreter, const Value& value);

/// Compares lists and dicts deeply and numbers by value; a bool counts as an integer.
bool equal(Interpreter& interpreter, const Value& left, const Value& right);

/// `is`: identity.
bool identical(const Interpreter& interpreter, const Value& left, const Value& right);

// Each raises TypeError for operands that it does not accept, and OverflowError if 64 bits are not enough.
Value compare(Interpreter& interpreter, Comparison comparison, const Value& left, const Value& right);
Value add(Interpreter& interpreter, const Value& left, const Value& right);
Value subtract(Interpreter& interpreter, const Value& left, const Value& right);
Value negate(Interpreter& interpreter, const Value& operand);
Value posit(Interpreter& interpreter, const Value& operand);

/// Python's name of a value's type, for messages.
std::string_view type_name(const Interpreter& interpreter, const Value& value);

/// Makes a list or dict; ends the run if it is too large or too deep.
Value make_list(Heap& heap, std::vector<Value> items);
Value make_dict(Heap& heap, DictObject::Items items);

}  // namespace windtunnel::subjects
