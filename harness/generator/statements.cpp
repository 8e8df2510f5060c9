// Logging, assignment, control flow and errors: statements that any function may contain.
#include <array>

#include "harness/generator/blocks.hpp"
#include "harness/generator/draft.hpp"
#include "harness/generator/possible.hpp"

namespace windtunnel::generator {

namespace {

using Type = DraftVariable::Type;

bool in_loop(const Draft& draft) {
  return draft.function.loops > 0;
}
bool in_handler(const Draft& draft) {
  return draft.function.handlers > 0;
}
bool nested(const Draft& draft) {
  return draft.function.depth > 1;
}

NodeId log(Draft& draft, NodeId) {
  draft.expression(draft.log_call());
  return 0;
}

NodeId log_values(Draft& draft, NodeId) {
  const NodeId call = draft.log_call();
  for (int size = 0; size < 3; ++size) {
    const NodeId value = draft.produce(Category::value);
    draft.tree().append(call, value);
    const bool another = draft.draw(3, "another value") == 2;
    if (!another) break;
  }
  draft.expression(call);
  return 0;
}

NodeId assignment(Draft& draft, NodeId) {
  const bool number = draft.draw(2, "number") == 0;
  const NodeId value = draft.produce(number ? Category::number : Category::value);
  const Word variable = draft.fresh_variable();
  draft.assign(variable, value);
  draft.declare(variable, number ? Type::number : Type::value);
  return 0;
}

NodeId pass(Draft& draft, NodeId) {
  draft.statement(draft.node(NodeKind::pass_stmt));
  return 0;
}

/// An if_stmt that is not in a block yet: `elif` is an if_stmt in the else block of another.
NodeId make_if(Draft& draft, int branches) {
  const NodeId test = draft.produce(Category::test);
  const NodeId then = draft.block([&] { draft.statements(1); });
  const NodeId made = draft.node(NodeKind::if_stmt, no_word, {test, then});
  if (branches < 3 && draft.sometimes(Construct::elif_branch, 4)) {
    const NodeId other = draft.block([&] {
      const NodeId inner = make_if(draft, branches + 1);
      draft.tree()[inner].flag = 1;
      draft.statement(inner);
    });
    draft.tree().append(made, other);
  } else if (draft.sometimes(Construct::else_branch, 3)) {
    const NodeId other = draft.block([&] { draft.statements(1); });
    draft.tree().append(made, other);
  }
  return made;
}

NodeId if_statement(Draft& draft, NodeId) {
  draft.statement(make_if(draft, 1));
  return 0;
}

NodeId for_loop(Draft& draft, NodeId) {
  const std::uint32_t times = draft.draw(4, "times");
  const NodeId count = draft.integer(times);
  const Word index = draft.numbered(NamePool::index, draft.function.depth);
  const NodeId block = loop_block(draft, times == 0 ? 1 : times, [&] {
    draft.declare(index, Type::number);
    draft.statements(1);
  });
  draft.statement(draft.node(NodeKind::for_stmt, index, {count, block}));
  return 0;
}

void increment(Draft& draft, Word variable) {
  const NodeId left = draft.name(variable);
  const NodeId one = draft.integer(1);
  draft.assign(variable, draft.node(NodeKind::add, no_word, {left, one}));
}

/// A loop whose counter is increased first, so that `continue` cannot make it endless.
NodeId while_loop(Draft& draft, NodeId) {
  const Word counter = draft.fresh_variable();
  draft.assign(counter, draft.integer(0));
  const std::uint32_t times = 1 + draft.draw(3, "times");
  const bool endless = draft.enabled(Construct::break_statement) && draft.sometimes(Construct::while_true, 4);
  const NodeId block = loop_block(draft, times, [&] {
    increment(draft, counter);
    if (endless) {
      const NodeId value = draft.name(counter);
      const NodeId bound = draft.integer(times);
      const NodeId test = draft.compare(Comparison::greater_equal, value, bound);
      draft.use(Construct::break_statement);
      const NodeId leave = draft.block([&] { draft.statement(draft.node(NodeKind::break_stmt)); });
      draft.statement(draft.node(NodeKind::if_stmt, no_word, {test, leave}));
    }
    draft.declare(counter, Type::number);
    draft.statements(1);
  });
  NodeId test = 0;
  if (endless) {
    test = draft.node(NodeKind::true_value);
  } else {
    const NodeId value = draft.name(counter);
    const NodeId bound = draft.integer(times);
    test = draft.compare(Comparison::less, value, bound);
  }
  draft.statement(draft.node(NodeKind::while_stmt, no_word, {test, block}));
  return 0;
}

/// Mostly under a condition, so that what follows is not always dead code.
NodeId leave_loop(Draft& draft, NodeKind kind) {
  const bool always = draft.draw(4, "always") == 3;
  if (always) {
    draft.statement(draft.node(kind));
    return 0;
  }
  const NodeId test = draft.produce(Category::test);
  const NodeId block = draft.block([&] { draft.statement(draft.node(kind)); });
  draft.statement(draft.node(NodeKind::if_stmt, no_word, {test, block}));
  return 0;
}

NodeId break_statement(Draft& draft, NodeId) {
  return leave_loop(draft, NodeKind::break_stmt);
}
NodeId continue_statement(Draft& draft, NodeId) {
  return leave_loop(draft, NodeKind::continue_stmt);
}

/// What a handler catches. The messages of some errors are not specified, so only certain errors are logged.
struct Caught {
  NodeId type = 0;
  bool logged = true;
};

/// The errors of an area, if it is enabled.
NodeId area_error(Draft& draft) {
  if (draft.sometimes(Construct::catch_inconsistency, 4)) {
    return draft.stack_context(word::StackContextInconsistentError);
  }
  if (draft.sometimes(Construct::catch_leak, 4)) return draft.gen(word::LeakedCallbackError);
  if (draft.sometimes(Construct::catch_ignored_value, 4)) return draft.gen(word::ReturnValueIgnoredError);
  return draft.gen(word::BadYieldError);
}

Caught caught(Draft& draft) {
  switch (draft.draw(8, "caught")) {
    case 5:
      return {draft.gen(word::TimeoutError), true};
    case 6:
      return {draft.name(word::Exception), false};
    case 7:
      return {area_error(draft), true};
    default:
      return {draft.error_class(), true};
  }
}

NodeId handler_block(Draft& draft, Word error, bool logged) {
  ++draft.function.handlers;
  const NodeId made = draft.block([&] {
    const NodeId log = draft.log_call();
    if (error != no_word) {
      if (logged) draft.tree().append(log, draft.name(error));
      if (logged) draft.declare(error, Type::error);
    }
    draft.expression(log);
    const bool more = draft.draw(2, "more") == 1;
    if (more) draft.statements(1);
  });
  --draft.function.handlers;
  return made;
}

NodeId handler(Draft& draft) {
  const Caught what = caught(draft);
  const bool named = !draft.sometimes(Construct::except_without_name, 6);
  const Word error = named ? draft.error_name() : Word{no_word};
  const NodeId block = handler_block(draft, error, what.logged);
  return draft.node(NodeKind::handler, error, {what.type, block});
}

/// Not every Python allows `break` and `continue` in `finally`, so a finally block starts with no enclosing
/// loop.
NodeId finally_clause(Draft& draft) {
  const std::uint32_t loops = draft.function.loops;
  draft.function.loops = 0;
  const NodeId block = draft.block([&] { draft.statements(1); });
  draft.function.loops = loops;
  return draft.node(NodeKind::finally_clause, no_word, {block});
}

NodeId try_statement(Draft& draft, NodeId) {
  const NodeId body = draft.block([&] { draft.statements(1); });
  const NodeId made = draft.node(NodeKind::try_stmt, no_word, {body});
  const bool alone = draft.sometimes(Construct::finally_block, 8);
  bool bare = false;
  for (int count = 0; !alone && !bare && count < 3; ++count) {
    if (count > 0) {
      if (!draft.sometimes(Construct::second_handler, 4)) break;
    }
    bare = draft.sometimes(Construct::bare_except, 8);
    if (bare) {
      const NodeId block = handler_block(draft, no_word, false);
      draft.tree().append(made, draft.node(NodeKind::handler, no_word, {block}));
    } else {
      draft.tree().append(made, handler(draft));
    }
  }
  if (!alone && draft.sometimes(Construct::try_else, 4)) {
    const NodeId block = draft.block([&] { draft.statements(1); });
    draft.tree().append(made, draft.node(NodeKind::else_clause, no_word, {block}));
  }
  if (alone || draft.sometimes(Construct::finally_block, 4)) draft.tree().append(made, finally_clause(draft));
  draft.statement(made);
  return 0;
}

NodeId raise_error(Draft& draft, NodeId) {
  draft.statement(draft.node(NodeKind::raise_stmt, no_word, {draft.error()}));
  return 0;
}

NodeId raise_class(Draft& draft, NodeId) {
  draft.statement(draft.node(NodeKind::raise_stmt, no_word, {draft.error_class()}));
  return 0;
}

NodeId raise_name(Draft& draft, NodeId) {
  const Word error = draft.pick_variable(Type::error);
  draft.statement(draft.node(NodeKind::raise_stmt, no_word, {draft.name(error)}));
  return 0;
}

NodeId raise_again(Draft& draft, NodeId) {
  draft.statement(draft.node(NodeKind::raise_stmt));
  return 0;
}

NodeId early_return(Draft& draft, NodeId) {
  const bool empty = draft.draw(2, "empty") == 0;
  const NodeId made = draft.node(NodeKind::return_stmt);
  if (!empty) draft.tree().append(made, draft.produce(Category::number));
  draft.statement(made);
  return 0;
}

constexpr Production statement_rows[] = {
    {Construct::log, Category::statement, 6, log},
    {Construct::log_values, Category::statement, 3, log_values},
    {Construct::assignment, Category::statement, 2, assignment, may_declare},
    {Construct::pass_statement, Category::statement, 1, pass},
    {Construct::if_statement, Category::statement, 4, if_statement, room},
    {Construct::for_loop, Category::statement, 2, for_loop, room},
    {Construct::while_loop, Category::statement, 2, while_loop, room_for_variable},
    {Construct::try_statement, Category::statement, 7, try_statement, room},
    {Construct::break_statement, Category::statement, 2, break_statement, in_loop},
    {Construct::continue_statement, Category::statement, 2, continue_statement, in_loop},
    {Construct::raise_error, Category::statement, 2, raise_error, nested},
    {Construct::raise_class, Category::statement, 1, raise_class, nested},
    {Construct::raise_name, Category::statement, 2, raise_name, has_error},
    {Construct::raise_again, Category::statement, 2, raise_again, in_handler},
    {Construct::early_return, Category::statement, 1, early_return, nested},

    {Construct::log, Category::handling, 2, log},
};

}  // namespace

ProductionGroup statement_productions() {
  return statement_rows;
}

}  // namespace windtunnel::generator
