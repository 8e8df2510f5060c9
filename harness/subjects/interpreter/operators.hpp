// The operators of the language, as Python has them.
#pragma once

#include "harness/scenario/tree.hpp"
#include "harness/subjects/interpreter/world.hpp"

namespace windtunnel {

bool truth(const World& world, const Value& value);

/// Deep on lists and dicts; numbers by value, a bool counting as an integer.
bool equal(World& world, const Value& left, const Value& right);

/// `is`: the very same thing.
bool identical(const World& world, const Value& left, const Value& right);

// Each raises TypeError for operands that it does not take, OverflowError where 64 bits do not do.
Value compare(World& world, Comparison comparison, const Value& left, const Value& right);
Value add(World& world, const Value& left, const Value& right);
Value subtract(World& world, const Value& left, const Value& right);
Value negate(World& world, const Value& operand);
Value posit(World& world, const Value& operand);

/// What Python calls the type of a value: for messages.
std::string_view type_name(const World& world, const Value& value);

/// Makes a list or dict; ends the run if it is too large or too deep.
Value make_list(Heap& heap, std::vector<Value> items);
Value make_dict(Heap& heap, DictObject::Items items);

}  // namespace windtunnel
