// What coroutines wait for, and what they do with the results.
#include <array>

#include "harness/generator/draft.hpp"
#include "harness/generator/possible.hpp"

namespace windtunnel::generator {

namespace {

using Type = DraftVariable::Type;

bool has_future_room(const Draft& draft) {
  return room_for_variable(draft) && draft.has_future();
}

NodeId yield_of(Draft& draft) {
  const NodeId waited = draft.produce(Category::yieldable);
  return draft.node(NodeKind::yield_expr, no_word, {waited});
}

NodeId yield_statement(Draft& draft, NodeId) {
  draft.expression(yield_of(draft));
  return 0;
}

NodeId yield_result(Draft& draft, NodeId) {
  const NodeId yield = yield_of(draft);
  const Word variable = draft.fresh_variable();
  draft.assign(variable, yield);
  draft.declare(variable, Type::value);
  const bool logged = draft.draw(4, "log the result") != 3;
  if (logged) {
    const NodeId log = draft.log_call();
    draft.tree().append(log, draft.name(variable));
    draft.expression(log);
  }
  return 0;
}

NodeId yield_argument(Draft& draft, NodeId) {
  const NodeId log = draft.log_call();
  draft.tree().append(log, yield_of(draft));
  draft.expression(log);
  return 0;
}

NodeId swallowed_yield(Draft& draft, NodeId) {
  const NodeId body = draft.block([&] { draft.expression(yield_of(draft)); });
  const bool any = draft.draw(2, "any error") == 0;
  const NodeId type = any ? draft.name(word::Exception) : draft.error_class();
  const NodeId block = draft.block([] {});
  const NodeId handler = draft.node(NodeKind::handler, no_word, {type, block});
  draft.statement(draft.node(NodeKind::try_stmt, no_word, {body, handler}));
  return 0;
}

/// Values for which BadYieldError is raised.
NodeId unyieldable(Draft& draft) {
  switch (draft.draw(5, "not yieldable")) {
    case 0:
      return draft.integer(5);
    case 1: {
      const Word word = draft.point();
      return draft.text(word);
    }
    case 2:
      return draft.node(NodeKind::true_value);
    case 3: {
      const NodeId element = draft.integer(5);
      return draft.node(NodeKind::list, no_word, {element});
    }
    default: {
      const NodeId element = draft.real(1.5);
      const Word key = draft.numbered(NamePool::key, 0);
      const NodeId item = draft.node(NodeKind::dict_item, key, {element});
      return draft.node(NodeKind::dict, no_word, {item});
    }
  }
}

NodeId bad_yield(Draft& draft, NodeId) {
  const NodeId yield = draft.node(NodeKind::yield_expr, no_word, {unyieldable(draft)});
  const bool caught = draft.draw(3, "caught") != 2;
  if (!caught) {
    draft.expression(yield);
    return 0;
  }
  const NodeId body = draft.block([&] { draft.expression(yield); });
  const NodeId type = draft.gen(word::BadYieldError);
  const Word error = draft.error_name();
  const NodeId block = draft.block([&] {
    const NodeId log = draft.log_call();
    draft.tree().append(log, draft.name(error));
    draft.expression(log);
  });
  const NodeId handler = draft.node(NodeKind::handler, error, {type, block});
  draft.statement(draft.node(NodeKind::try_stmt, no_word, {body, handler}));
  return 0;
}

/// The arguments of a WaitIterator: Futures by position, by name, or both, which is an error.
NodeId wait_iterator_call(Draft& draft) {
  const NodeId callee = draft.gen(word::WaitIterator);
  const NodeId call = draft.call(callee);
  const bool mixed = draft.sometimes(Construct::wait_iterator_mixed, 24);
  const bool named = !mixed && draft.sometimes(Construct::wait_iterator_keywords, 3);
  for (std::uint32_t at = 0; at < 4; ++at) {
    NodeId future = draft.produce(Category::future);
    if (named || (mixed && at > 0)) future = draft.keyword(draft.numbered(NamePool::key, at), future);
    draft.tree().append(call, future);
    const bool another = (mixed && at == 0) || draft.draw(3, "another element") != 0;
    if (!another) break;
  }
  return call;
}

NodeId wait_iterator(Draft& draft, NodeId) {
  const Word iterator = draft.fresh_variable();
  draft.assign(iterator, wait_iterator_call(draft));
  const Word result = draft.fresh_variable();
  const Word error = draft.error_name();
  const std::uint32_t repeats = draft.function.repeats;
  draft.function.repeats *= 4;
  ++draft.function.loops;
  const NodeId loop_body = draft.block([&] {
    const NodeId body = draft.block([&] {
      const NodeId next = draft.method(draft.name(iterator), word::next);
      draft.assign(result, draft.node(NodeKind::yield_expr, no_word, {next}));
      const NodeId log = draft.log_call();
      draft.tree().append(log, draft.attribute(draft.name(iterator), word::current_index));
      if (draft.sometimes(Construct::current_future, 3)) {
        draft.tree().append(log, draft.attribute(draft.name(iterator), word::current_future));
      }
      draft.tree().append(log, draft.name(result));
      draft.expression(log);
      draft.declare(result, Type::value);
      const bool more = draft.draw(3, "more") == 2;
      if (more) draft.statements(1);
    });
    const bool any = draft.draw(3, "any error") == 2;
    const NodeId type = any ? draft.name(word::Exception) : draft.error_class();
    const NodeId block = draft.block([&] {
      const NodeId log = draft.log_call();
      draft.tree().append(log, draft.attribute(draft.name(iterator), word::current_index));
      if (!any) draft.tree().append(log, draft.name(error));
      draft.expression(log);
    });
    const NodeId handler = draft.node(NodeKind::handler, error, {type, block});
    draft.statement(draft.node(NodeKind::try_stmt, no_word, {body, handler}));
  });
  --draft.function.loops;
  draft.function.repeats = repeats;
  const NodeId done = draft.method(draft.name(iterator), word::done);
  const NodeId test = draft.node(NodeKind::not_op, no_word, {done});
  draft.statement(draft.node(NodeKind::while_stmt, no_word, {test, loop_body}));
  return 0;
}

// What is yielded.

NodeId moment(Draft& draft, NodeId) {
  return draft.gen(word::moment);
}
NodeId new_future(Draft& draft, NodeId) {
  return draft.produce(Category::future);
}
NodeId none(Draft& draft, NodeId) {
  return draft.node(NodeKind::none);
}

NodeId list_element(Draft& draft) {
  switch (draft.draw(8, "element")) {
    case 6:
      return moment(draft, 0);
    case 7:
      if (draft.enabled(Construct::yield_none)) {
        draft.use(Construct::yield_none);
        return none(draft, 0);
      }
      return moment(draft, 0);
    default:
      return draft.produce(Category::future);
  }
}

NodeId list(Draft& draft, NodeId) {
  const NodeId made = draft.node(NodeKind::list);
  for (int size = 0; size < 5; ++size) {
    const bool another = draft.draw(3, "another element") != 0;
    if (!another) break;
    draft.tree().append(made, list_element(draft));
  }
  return made;
}

NodeId dict(Draft& draft, NodeId) {
  const NodeId made = draft.node(NodeKind::dict);
  for (std::uint32_t size = 0; size < 4; ++size) {
    const bool another = draft.draw(3, "another item") != 0;
    if (!another) break;
    const NodeId element = list_element(draft);
    const Word key = draft.numbered(NamePool::key, size);
    draft.tree().append(made, draft.node(NodeKind::dict_item, key, {element}));
  }
  return made;
}

NodeId nested_list(Draft& draft, NodeId) {
  const NodeId made = draft.node(NodeKind::list);
  for (int size = 0; size < 3; ++size) {
    const bool inner_dict = draft.draw(3, "inner dict") == 2;
    draft.tree().append(made, inner_dict ? dict(draft, 0) : list(draft, 0));
    const bool another = draft.draw(2, "another element") != 0;
    if (!another) break;
  }
  return made;
}

constexpr Production yield_rows[] = {
    {Construct::yield_statement, Category::suspending, 6, yield_statement},
    {Construct::yield_result, Category::suspending, 8, yield_result, may_declare},
    {Construct::yield_argument, Category::suspending, 2, yield_argument},
    {Construct::swallowed_yield, Category::suspending, 2, swallowed_yield, room_for_variable},
    {Construct::bad_yield, Category::suspending, 1, bad_yield, room_for_variable},
    {Construct::wait_iterator, Category::suspending, 3, wait_iterator, has_future_room},

    {Construct::moment, Category::yieldable, 3, moment},
    {Construct::yield_future, Category::yieldable, 12, new_future},
    {Construct::yield_list, Category::yieldable, 3, list, shallow},
    {Construct::yield_dict, Category::yieldable, 2, dict, shallow},
    {Construct::yield_none, Category::yieldable, 1, none},
    {Construct::nested_list, Category::yieldable, 1, nested_list, shallow},
};

}  // namespace

ProductionGroup yield_productions() {
  return yield_rows;
}

}  // namespace windtunnel::generator
