// The operators of the language, which are Python's.
#pragma once

#include "harness/scenario/tree.hpp"
#include "harness/subjects/interpreter/interpreter.hpp"

namespace windtunnel {

bool truth(const Stage& stage, const Value& value);

/// Compares lists and dicts deeply and numbers by value; a bool counts as an integer.
bool equal(Stage& stage, const Value& left, const Value& right);

/// `is`: identity.
bool identical(const Stage& stage, const Value& left, const Value& right);

// Each raises TypeError for operands that it does not accept, and OverflowError if 64 bits are not enough.
Value compare(Stage& stage, Comparison comparison, const Value& left, const Value& right);
Value add(Stage& stage, const Value& left, const Value& right);
Value subtract(Stage& stage, const Value& left, const Value& right);
Value negate(Stage& stage, const Value& operand);
Value posit(Stage& stage, const Value& operand);

/// Python's name of a value's type, for messages.
std::string_view type_name(const Stage& stage, const Value& value);

/// Makes a list or dict; ends the run if it is too large or too deep.
Value make_list(Heap& heap, std::vector<Value> items);
Value make_dict(Heap& heap, DictObject::Items items);

}  // namespace windtunnel
