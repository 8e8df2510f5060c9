// Numbers, tests and values. Types fit by construction: only numbers are added and ordered.
#include <array>

#include "harness/generator/draft.hpp"
#include "harness/generator/possible.hpp"

namespace windtunnel::generator {

namespace {

using Type = DraftVariable::Type;

bool has_number(const Draft& draft) {
  return draft.has_variable(Type::number);
}
bool has_value(const Draft& draft) {
  return draft.has_variable(Type::value);
}
bool future_and_shallow(const Draft& draft) {
  return draft.has_future() && draft.shallow();
}
bool has_value_or_future(const Draft& draft) {
  return has_value(draft) || has_future(draft);
}
bool has_counter(const Draft& draft) {
  return draft.function.counter != no_word;
}

NodeId small_integer(Draft& draft, NodeId) {
  const std::uint32_t value = draft.draw(10, "integer");
  return draft.integer(value);
}

NodeId number_variable(Draft& draft, NodeId) {
  return draft.name(draft.pick_variable(Type::number));
}

NodeId counter(Draft& draft, NodeId) {
  return draft.name(draft.function.counter);
}

NodeId real_number(Draft& draft, NodeId) {
  constexpr std::array<double, 5> reals = {0.5, 1.5, 2.0, 0.25, 1e3};
  const std::uint32_t at = draft.draw(reals.size(), "real");
  return draft.real(reals[at]);
}

NodeId arithmetic(Draft& draft, NodeId) {
  const bool plus = draft.draw(2, "plus") == 0;
  const NodeId left = draft.produce(Category::number);
  const NodeId right = draft.produce(Category::number);
  return draft.node(plus ? NodeKind::add : NodeKind::subtract, no_word, {left, right});
}

NodeId signed_number(Draft& draft, NodeId) {
  const bool minus = draft.draw(2, "minus") == 0;
  const NodeId operand = draft.produce(Category::number);
  return draft.node(minus ? NodeKind::negate : NodeKind::posit, no_word, {operand});
}

NodeId loop_time(Draft& draft, NodeId) {
  return draft.loop_method(word::time);
}

NodeId future_state(Draft& draft, NodeId) {
  constexpr std::array<Word, 4> methods = {word::done, word::running, word::cancelled, word::cancel};
  constexpr std::array<Construct, 4> constructs = {Construct::future_done, Construct::future_running,
                                                   Construct::future_cancelled, Construct::future_cancel};
  const std::uint32_t at = draft.draw(methods.size(), "state");
  const std::uint32_t used = draft.enabled(constructs[at]) ? at : 0;
  draft.use(constructs[used]);
  const NodeId future = draft.pick_future();
  return draft.method(future, methods[used]);
}

NodeId true_test(Draft& draft, NodeId) {
  const bool truth = draft.draw(2, "truth") == 0;
  return draft.node(truth ? NodeKind::true_value : NodeKind::false_value);
}

NodeId comparison(Draft& draft, NodeId) {
  const auto which = static_cast<Comparison>(draft.draw(6, "comparison"));
  const NodeId left = draft.produce(Category::number);
  const NodeId right = draft.produce(Category::number);
  return draft.compare(which, left, right);
}

NodeId text_value(Draft& draft, NodeId) {
  return draft.text(draft.point());
}

NodeId list_of_numbers(Draft& draft) {
  const NodeId made = draft.node(NodeKind::list);
  for (int size = 0; size < 4; ++size) {
    const bool another = draft.draw(3, "another element") != 0;
    if (!another) break;
    const NodeId element = draft.produce(Category::number);
    draft.tree().append(made, element);
  }
  return made;
}

NodeId deep_comparison(Draft& draft, NodeId) {
  const auto which = static_cast<Comparison>(draft.draw(6, "comparison"));
  const bool lists = draft.draw(2, "lists") == 0;
  const NodeId left = lists ? list_of_numbers(draft) : text_value(draft, 0);
  const NodeId right = lists ? list_of_numbers(draft) : text_value(draft, 0);
  return draft.compare(which, left, right);
}

Comparison is_or_is_not(Draft& draft) {
  return draft.draw(2, "is") == 0 ? Comparison::is : Comparison::is_not;
}

NodeId is_none(Draft& draft, NodeId) {
  const Comparison which = is_or_is_not(draft);
  // Never a literal: Python warns about that.
  const bool variable = has_value(draft) && (!has_future(draft) || draft.draw(4, "variable") != 3);
  const NodeId left = variable ? draft.name(draft.pick_variable(Type::value)) : draft.pick_future();
  const NodeId right = draft.node(NodeKind::none);
  return draft.compare(which, left, right);
}

NodeId identity(Draft& draft, NodeId) {
  const Comparison which = is_or_is_not(draft);
  const NodeId left = draft.pick_future();
  const NodeId right = draft.pick_future();
  return draft.compare(which, left, right);
}

NodeId not_operator(Draft& draft, NodeId) {
  const NodeId operand = draft.produce(Category::test);
  return draft.node(NodeKind::not_op, no_word, {operand});
}

NodeId and_operator(Draft& draft, NodeId) {
  const NodeId left = draft.produce(Category::test);
  const NodeId right = draft.produce(Category::test);
  return draft.node(NodeKind::and_op, no_word, {left, right});
}

NodeId or_operator(Draft& draft, NodeId) {
  const NodeId left = draft.produce(Category::test);
  const NodeId right = draft.produce(Category::test);
  return draft.node(NodeKind::or_op, no_word, {left, right});
}

NodeId value_variable(Draft& draft, NodeId) {
  return draft.name(draft.pick_variable(Type::value));
}
NodeId error_variable(Draft& draft, NodeId) {
  return draft.name(draft.pick_variable(Type::error));
}

NodeId number_value(Draft& draft, NodeId) {
  return draft.produce(Category::number);
}
NodeId none_value(Draft& draft, NodeId) {
  return draft.node(NodeKind::none);
}
NodeId test_value(Draft& draft, NodeId) {
  return draft.produce(Category::test);
}

NodeId list_value(Draft& draft, NodeId) {
  const NodeId made = draft.node(NodeKind::list);
  for (int size = 0; size < 4; ++size) {
    const bool another = draft.draw(3, "another element") != 0;
    if (!another) break;
    const NodeId element = draft.produce(Category::value);
    draft.tree().append(made, element);
  }
  return made;
}

NodeId dict_value(Draft& draft, NodeId) {
  const NodeId made = draft.node(NodeKind::dict);
  for (std::uint32_t size = 0; size < 3; ++size) {
    const bool another = draft.draw(3, "another item") != 0;
    if (!another) break;
    const NodeId element = draft.produce(Category::value);
    const Word key = draft.numbered(NamePool::key, size);
    const NodeId item = draft.node(NodeKind::dict_item, key, {element});
    draft.tree().append(made, item);
  }
  return made;
}

NodeId list_sum(Draft& draft, NodeId) {
  const NodeId left = list_value(draft, 0);
  const NodeId right = list_value(draft, 0);
  return draft.node(NodeKind::add, no_word, {left, right});
}

NodeId text_sum(Draft& draft, NodeId) {
  const NodeId left = text_value(draft, 0);
  const NodeId right = text_value(draft, 0);
  return draft.node(NodeKind::add, no_word, {left, right});
}

NodeId object_value(Draft& draft, NodeId) {
  switch (draft.draw(4, "object")) {
    case 0:
      return draft.new_future();
    case 1:
      draft.import(Import::log);
      return draft.name(word::log);
    case 2:
      return draft.name(draft.boom_word());
    default:
      return draft.loop();
  }
}

constexpr Production expression_rows[] = {
    {Construct::literal, Category::number, 8, small_integer},
    {Construct::variable, Category::number, 4, number_variable, has_number},
    {Construct::global_counter, Category::number, 4, counter, has_counter},
    {Construct::real_number, Category::number, 2, real_number},
    {Construct::arithmetic, Category::number, 2, arithmetic, shallow},
    {Construct::sign, Category::number, 1, signed_number, shallow},
    {Construct::loop_time, Category::number, 1, loop_time},

    {Construct::literal, Category::test, 1, true_test},
    {Construct::future_done, Category::test, 5, future_state, has_future},
    {Construct::comparison, Category::test, 3, comparison, shallow},
    {Construct::deep_comparison, Category::test, 1, deep_comparison, shallow},
    {Construct::is_none, Category::test, 1, is_none, has_value_or_future},
    {Construct::identity, Category::test, 1, identity, future_and_shallow},
    {Construct::not_operator, Category::test, 2, not_operator, shallow},
    {Construct::and_operator, Category::test, 1, and_operator, shallow},
    {Construct::or_operator, Category::test, 1, or_operator, shallow},

    {Construct::literal, Category::value, 6, number_value},
    {Construct::variable, Category::value, 5, value_variable, has_value},
    {Construct::variable, Category::value, 2, error_variable, has_error},
    {Construct::literal, Category::value, 1, none_value},
    {Construct::literal, Category::value, 1, text_value},
    {Construct::text_sum, Category::value, 1, text_sum},
    {Construct::comparison, Category::value, 1, test_value, shallow},
    {Construct::list_value, Category::value, 1, list_value, shallow},
    {Construct::list_sum, Category::value, 1, list_sum, shallow},
    {Construct::dict_value, Category::value, 1, dict_value, shallow},
    {Construct::object_value, Category::value, 1, object_value},
};

}  // namespace

ProductionGroup expression_productions() {
  return expression_rows;
}

}  // namespace windtunnel::generator
