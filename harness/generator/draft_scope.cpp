#include <array>
#include <cassert>

#include "harness/generator/draft.hpp"

namespace windtunnel::generator {

bool Draft::has_function(DraftFunction::Kind kind) const {
  for (std::uint32_t at = 0; at < function_count; ++at) {
    if (functions[at].kind == kind && affordable(functions[at].cost)) return true;
  }
  return false;
}

const DraftFunction* Draft::pick_function(DraftFunction::Kind kind) {
  std::array<DraftFunction*, function_limit + handler_limit> found;
  std::uint32_t count = 0;
  for (std::uint32_t at = 0; at < function_count; ++at) {
    if (functions[at].kind == kind && affordable(functions[at].cost)) found[count++] = &functions[at];
  }
  if (count == 0) return nullptr;
  DraftFunction* picked = found[draw(count, "function")];
  called(*picked);
  return picked;
}

NodeId Draft::coroutine_call(const DraftFunction& function_called) {
  const NodeId callee = name(function_called.name);
  switch (function_called.parameter) {
    case DraftFunction::Parameter::none:
      return call(callee);
    case DraftFunction::Parameter::number: {
      const NodeId argument = produce(Category::number);
      return call(callee, {argument});
    }
    case DraftFunction::Parameter::future: {
      const NodeId argument = produce(Category::future);
      return call(callee, {argument});
    }
    case DraftFunction::Parameter::depth:
      break;
  }
  constexpr std::uint32_t deep = 40;
  std::uint32_t depth = draw(4, "recursion depth");
  if (affordable(function_called.cost * deep) && sometimes(Construct::deep_chain, 4)) depth = deep;
  spend(function_called.cost * depth);
  const NodeId argument = integer(depth);
  return call(callee, {argument});
}

void Draft::add_object(const DraftObject& object) {
  objects[object_count++] = object;
  object_kinds_.add(object.kind);
}

const DraftObject& Draft::pick_object(const ObjectKinds& kinds) {
  std::array<std::uint32_t, object_limit> found;
  std::uint32_t count = 0;
  for (std::uint32_t at = 0; at < object_count; ++at) {
    if (kinds.has(objects[at].kind)) found[count++] = at;
  }
  assert(count > 0);
  const std::uint32_t picked = draw(count, "object");
  return objects[found[picked]];
}

bool Draft::has_variable(DraftVariable::Type type) const {
  for (std::uint32_t at = 0; at < variable_count_; ++at) {
    if (variables_[at].type == type) return true;
  }
  return false;
}

Word Draft::pick_variable(DraftVariable::Type type) {
  std::uint32_t count = 0;
  for (std::uint32_t at = 0; at < variable_count_; ++at) count += variables_[at].type == type ? 1U : 0U;
  assert(count > 0);
  std::uint32_t left = draw(count, "variable");
  for (std::uint32_t at = variable_count_;;) {
    if (variables_[--at].type == type && left-- == 0) return variables_[at].name;
  }
}

Word Draft::fresh_variable() {
  return numbered(NamePool::variable, next_variable_++);
}

void Draft::declare(Word name, DraftVariable::Type type) {
  if (variable_count_ < variable_limit) variables_[variable_count_++] = {name, type};
}

bool Draft::has_settleable() const {
  return own_futures > 0 || has_variable(DraftVariable::Type::own_future);
}

bool Draft::has_future() const {
  return futures > 0 || has_settleable() || has_variable(DraftVariable::Type::future);
}

NodeId Draft::pick_settleable() {
  return module_or_local(own_futures, has_variable(DraftVariable::Type::own_future),
                         DraftVariable::Type::own_future);
}

NodeId Draft::pick_future() {
  const bool made = has_variable(DraftVariable::Type::future);
  const bool own = has_variable(DraftVariable::Type::own_future);
  const bool from_own = own && (!made || draw(2, "own future") == 1);
  return module_or_local(futures, made || own,
                         from_own ? DraftVariable::Type::own_future : DraftVariable::Type::future);
}

NodeId Draft::module_or_local(std::uint32_t module_futures, bool local, DraftVariable::Type type) {
  if (module_futures == 0 || (local && draw(3, "local future") == 2)) return name(pick_variable(type));
  const std::uint32_t at = draw(module_futures, "module future");
  return name(numbered(NamePool::future, at));
}

NodeId Draft::error_class() {
  if (enabled(Construct::second_class) && draw(4, "error class") == 3) {
    use(Construct::second_class);
    boom_word();
    return name(bang_word());
  }
  if (sometimes(Construct::builtin_error, 6)) {
    constexpr std::array<Word, 5> builtin = {word::ValueError, word::KeyError, word::RuntimeError,
                                             word::TypeError, word::ZeroDivisionError};
    const std::uint32_t at = draw(builtin.size(), "built-in error");
    return name(builtin[at]);
  }
  return name(boom_word());
}

NodeId Draft::error() {
  const NodeId type = error_class();
  if (sometimes(Construct::error_arguments, 8)) {
    const bool none = draw(2, "error arguments") == 0;
    if (none) return call(type);
    const NodeId first = text(point());
    const NodeId second = integer(7);
    return call(type, {first, second});
  }
  const NodeId argument = text(point());
  return call(type, {argument});
}

}  // namespace windtunnel::generator
