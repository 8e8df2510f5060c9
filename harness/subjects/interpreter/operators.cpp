#include "harness/subjects/interpreter/operators.hpp"

#include <algorithm>
#include <cmath>

#include "harness/subjects/interpreter/exceptions.hpp"
#include "harness/subjects/interpreter/object_classes.hpp"

namespace windtunnel::subjects {

namespace {

constexpr std::size_t longest_value = 1 << 20;
constexpr std::uint32_t deepest_value = 200;

bool is_string(const Value& value) {
  return value.tag() == Tag::word || value.as<StringObject>() != nullptr;
}

// Exact, as in Python: a large integer is not rounded to compare with a float.
int compare_exactly(std::int64_t integer, double real) {
  if (std::isnan(real)) return 2;
  if (real >= 9223372036854775808.0) return -1;
  if (real < -9223372036854775808.0) return 1;
  double whole = std::floor(real);
  auto as_integer = static_cast<std::int64_t>(whole);
  if (integer != as_integer) return integer < as_integer ? -1 : 1;
  return real > whole ? -1 : 0;
}

// Negative, 0 or positive; 2 if the numbers are unordered (not a number).
int order_numbers(const Value& left, const Value& right) {
  if (left.is_integral() && right.is_integral()) {
    std::int64_t a = left.as_integer();
    std::int64_t b = right.as_integer();
    return a < b ? -1 : (a > b ? 1 : 0);
  }
  if (left.is_integral()) return compare_exactly(left.as_integer(), right.as_real());
  if (right.is_integral()) {
    int order = compare_exactly(right.as_integer(), left.as_real());
    return order == 2 ? 2 : -order;
  }
  double a = left.as_real();
  double b = right.as_real();
  return a < b ? -1 : (a > b ? 1 : (a == b ? 0 : 2));
}

bool equal_dicts(Interpreter& interpreter, const DictObject& left, const DictObject& right) {
  if (left.items.size() != right.items.size()) return false;
  return std::all_of(left.items.begin(), left.items.end(), [&](const auto& item) {
    return std::any_of(right.items.begin(), right.items.end(), [&](const auto& other) {
      return interpreter.text(item.first) == interpreter.text(other.first) &&
             equal(interpreter, item.second, other.second);
    });
  });
}

Value unsupported(Interpreter& interpreter, std::string_view operation, const Value& left,
                  const Value& right) {
  return interpreter.raise(word::TypeError, "unsupported operand types for " + std::string(operation) +
                                                ": '" + std::string(type_name(interpreter, left)) +
                                                "' and '" + std::string(type_name(interpreter, right)) + "'");
}

// Less, equal or greater; unset after raising TypeError.
Value order(Interpreter& interpreter, const Value& left, const Value& right) {
  if (left.is_number() && right.is_number()) return Value::integer(order_numbers(left, right));
  if (is_string(left) && is_string(right)) {
    interpreter.spend_bytes(interpreter.view_of(left).size());
    int order = interpreter.view_of(left).compare(interpreter.view_of(right));
    return Value::integer(order < 0 ? -1 : (order > 0 ? 1 : 0));
  }
  const auto* a = left.as<ListObject>();
  const auto* b = right.as<ListObject>();
  if (a == nullptr || b == nullptr) return unsupported(interpreter, "<", left, right);
  for (std::size_t at = 0; at < a->items.size() && at < b->items.size(); ++at) {
    if (!equal(interpreter, a->items[at], b->items[at]))
      return order(interpreter, a->items[at], b->items[at]);
  }
  return Value::integer(a->items.size() < b->items.size() ? -1 : (a->items.size() > b->items.size() ? 1 : 0));
}

Value add_integers(Interpreter& interpreter, std::int64_t left, std::int64_t right) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(left, right, &sum)) {
    return interpreter.raise(word::OverflowError, "integer of more than 64 bits");
  }
  return Value::integer(sum);
}

template <class Items>
std::uint32_t depth_of(const Items& items) {
  std::uint32_t deepest = 0;
  for (const auto& item : items) {
    const Value* value;
    if constexpr (std::is_same_v<Items, DictObject::Items>) {
      value = &item.second;
    } else {
      value = &item;
    }
    if (const auto* list = value->template as<ListObject>()) deepest = std::max(deepest, list->depth);
    if (const auto* dict = value->template as<DictObject>()) deepest = std::max(deepest, dict->depth);
  }
  if (deepest >= deepest_value || items.size() > longest_value) throw OutOfSteps();
  return deepest + 1;
}

}  // namespace

bool truth(const Interpreter& interpreter, const Value& value) {
  switch (value.tag()) {
    case Tag::none:
      return false;
    case Tag::boolean:
    case Tag::integer:
    case Tag::timedelta:
      return value.as_integer() != 0;
    case Tag::real:
      return value.as_real() != 0;
    case Tag::word:
      return !interpreter.view_of(value).empty();
    default:
      break;
  }
  if (const auto* string = value.as<StringObject>()) return !string->text.empty();
  if (const auto* list = value.as<ListObject>()) return !list->items.empty();
  if (const auto* dict = value.as<DictObject>()) return !dict->items.empty();
  return true;
}

bool identical(const Interpreter& interpreter, const Value& left, const Value& right) {
  if (is_string(left) && is_string(right)) return interpreter.view_of(left) == interpreter.view_of(right);
  const auto* a = left.as<FutureObject>();
  const auto* b = right.as<FutureObject>();
  if (a != nullptr && b != nullptr) return a->future == b->future;
  return left.same(right);
}

bool equal(Interpreter& interpreter, const Value& left, const Value& right) {
  interpreter.spend();  // a list in a list in a list, each twice, takes exponential time
  if (left.is_number() && right.is_number()) return order_numbers(left, right) == 0;
  if (is_string(left) && is_string(right)) {
    interpreter.spend_bytes(interpreter.view_of(left).size());
    return interpreter.view_of(left) == interpreter.view_of(right);
  }
  if (const auto *a = left.as<ListObject>(), *b = right.as<ListObject>(); a != nullptr && b != nullptr) {
    return std::equal(a->items.begin(), a->items.end(), b->items.begin(), b->items.end(),
                      [&](const Value& x, const Value& y) { return equal(interpreter, x, y); });
  }
  if (const auto *a = left.as<DictObject>(), *b = right.as<DictObject>(); a != nullptr && b != nullptr) {
    return equal_dicts(interpreter, *a, *b);
  }
  if (const auto *a = left.as<BoundMethodObject>(), *b = right.as<BoundMethodObject>(); a && b) {
    return a->method == b->method && identical(interpreter, a->self, b->self);
  }
  return identical(interpreter, left, right);
}

Value compare(Interpreter& interpreter, Comparison comparison, const Value& left, const Value& right) {
  switch (comparison) {
    case Comparison::equal:
      return Value::boolean(equal(interpreter, left, right));
    case Comparison::not_equal:
      return Value::boolean(!equal(interpreter, left, right));
    case Comparison::is:
      return Value::boolean(identical(interpreter, left, right));
    case Comparison::is_not:
      return Value::boolean(!identical(interpreter, left, right));
    default:
      break;
  }
  Value order_value = order(interpreter, left, right);
  if (!order_value) return order_value;
  std::int64_t order = order_value.as_integer();
  if (order == 2) return Value::boolean(false);
  switch (comparison) {
    case Comparison::less:
      return Value::boolean(order < 0);
    case Comparison::less_equal:
      return Value::boolean(order <= 0);
    case Comparison::greater:
      return Value::boolean(order > 0);
    default:
      return Value::boolean(order >= 0);
  }
}

Value add(Interpreter& interpreter, const Value& left, const Value& right) {
  if (left.is_integral() && right.is_integral())
    return add_integers(interpreter, left.as_integer(), right.as_integer());
  if (left.is_number() && right.is_number()) return Value::real(left.as_real() + right.as_real());
  if (is_string(left) && is_string(right)) {
    std::string text = interpreter.text_of(left);
    text += interpreter.view_of(right);
    if (text.size() > longest_value) throw OutOfSteps();
    interpreter.spend_bytes(text.size());
    return interpreter.heap().make<StringObject>(std::move(text));
  }
  const auto* a = left.as<ListObject>();
  const auto* b = right.as<ListObject>();
  if (a == nullptr || b == nullptr) return unsupported(interpreter, "+", left, right);
  interpreter.spend_bytes((a->items.size() + b->items.size()) * sizeof(Value));
  std::vector<Value> items = a->items;
  items.insert(items.end(), b->items.begin(), b->items.end());
  return make_list(interpreter.heap(), std::move(items));
}

Value subtract(Interpreter& interpreter, const Value& left, const Value& right) {
  if (left.is_integral() && right.is_integral()) {
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(left.as_integer(), right.as_integer(), &difference)) {
      return interpreter.raise(word::OverflowError, "integer of more than 64 bits");
    }
    return Value::integer(difference);
  }
  if (left.is_number() && right.is_number()) return Value::real(left.as_real() - right.as_real());
  return unsupported(interpreter, "-", left, right);
}

Value negate(Interpreter& interpreter, const Value& operand) {
  if (operand.is_integral()) return subtract(interpreter, Value::integer(0), operand);
  if (operand.tag() == Tag::real) return Value::real(-operand.as_real());
  return interpreter.raise(word::TypeError, "bad operand type for unary -");
}

Value posit(Interpreter& interpreter, const Value& operand) {
  if (operand.is_integral()) return Value::integer(operand.as_integer());
  if (operand.tag() == Tag::real) return operand;
  return interpreter.raise(word::TypeError, "bad operand type for unary +");
}

Value make_list(Heap& heap, std::vector<Value> items) {
  std::uint32_t depth = depth_of(items);
  Value list = heap.make<ListObject>(std::move(items));
  list.as<ListObject>()->depth = depth;
  return list;
}

Value make_dict(Heap& heap, DictObject::Items items) {
  std::uint32_t depth = depth_of(items);
  Value dict = heap.make<DictObject>(std::move(items));
  dict.as<DictObject>()->depth = depth;
  return dict;
}

std::string_view type_name(const Interpreter& interpreter, const Value& value) {
  switch (value.tag()) {
    case Tag::none:
      return "NoneType";
    case Tag::boolean:
      return "bool";
    case Tag::integer:
      return "int";
    case Tag::real:
      return "float";
    case Tag::word:
      return "str";
    case Tag::timedelta:
      return "datetime.timedelta";
    case Tag::function:
      return "function";
    case Tag::native:
      return interpreter.text(value.as_word());
    default:
      break;
  }
  if (const auto* exception = value.as<ExceptionObject>()) return class_name(interpreter, exception->type);
  const std::string_view type = traits_of(value.object()->kind()).type;
  return type.empty() ? interpreter.text(own_type_of(*value.object())) : type;
}

}  // namespace windtunnel::subjects
