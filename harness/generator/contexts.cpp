// Stack contexts: blocks inside them, deactivation, wrapped functions.
#include "harness/generator/blocks.hpp"
#include "harness/generator/draft.hpp"
#include "harness/generator/possible.hpp"

namespace windtunnel::generator {

namespace {

using Kind = DraftFunction::Kind;
using Type = DraftVariable::Type;

bool handler_and_room(const Draft& draft) {
  return draft.room_for_block() && draft.has_function(Kind::handler);
}
bool has_deactivation(const Draft& draft) {
  return draft.has_variable(Type::deactivation);
}
bool has_thunk(const Draft& draft) {
  return draft.has_variable(Type::thunk);
}

NodeId wrap_of(Draft& draft, NodeId function) {
  const NodeId callee = draft.stack_context(word::wrap);
  const NodeId wrapped = draft.call(callee, {function});
  if (!draft.sometimes(Construct::wrap_twice, 8)) return wrapped;
  const NodeId again = draft.stack_context(word::wrap);
  return draft.call(again, {wrapped});
}

// Blocks.

/// A coroutine that waits inside a context finds its contexts changed (law R9): only sometimes wanted.
void fill_block(Draft& draft) {
  const bool suspends = draft.function.suspends;
  // Not in a loop: a yield in a context displaces the next one (law R9), so a loop over a WaitIterator might
  // never end.
  draft.function.suspends =
      suspends && draft.function.loops == 0 && draft.sometimes(Construct::yield_in_context, 6);
  ++draft.function.contexts;
  if (draft.enabled(Construct::crash) && draft.sometimes(Construct::crash_in_context, 4)) crash_soon(draft);
  draft.statements(1);
  if (draft.sometimes(Construct::error_leaves_context, 6)) {
    draft.statement(draft.node(NodeKind::raise_stmt, no_word, {draft.error()}));
  }
  --draft.function.contexts;
  draft.function.suspends = suspends;
}

/// `with subject [as v]: ...`; in half of the cases, an error that leaves it is caught.
NodeId context(Draft& draft, NodeId subject, Type bound) {
  Word variable = no_word;
  if (draft.may_declare() && draft.sometimes(Construct::context_name, 3)) {
    variable = draft.fresh_variable();
    draft.declare(variable, bound);
  }
  const auto write = [&] {
    const NodeId block = draft.block([&] { fill_block(draft); });
    draft.statement(draft.node(NodeKind::with_stmt, variable, {subject, block}));
  };
  const bool caught = draft.draw(2, "caught") == 1;
  if (!caught) {
    write();
    return 0;
  }
  guarded(draft, draft.name(word::Exception), false, write);
  return 0;
}

NodeId tracing_context(Draft& draft, NodeId) {
  NodeId factory = 0;
  if (draft.factories > 0 && draft.sometimes(Construct::shared_factory, 3)) {
    const std::uint32_t at = draft.draw(draft.factories, "factory");
    factory = draft.name(draft.numbered(NamePool::factory, at));
  } else {
    factory = draft.tracing(draft.point());
  }
  const NodeId callee = draft.stack_context(word::StackContext);
  return context(draft, draft.call(callee, {factory}), Type::deactivation);
}

NodeId exception_context(Draft& draft, NodeId) {
  const NodeId handler = draft.name(draft.pick_function(Kind::handler)->name);
  const NodeId callee = draft.stack_context(word::ExceptionStackContext);
  return context(draft, draft.call(callee, {handler}), Type::deactivation);
}

NodeId null_context(Draft& draft, NodeId) {
  const NodeId callee = draft.stack_context(word::NullContext);
  return context(draft, draft.call(callee), Type::value);
}

// Deactivation.

NodeId deactivation(Draft& draft, NodeId) {
  const Word variable = draft.pick_variable(Type::deactivation);
  draft.expression(draft.call(draft.name(variable)));
  return 0;
}

NodeId deactivation_callback(Draft& draft, NodeId context) {
  draft.tree().append(context, draft.name(draft.pick_variable(Type::deactivation)));
  return 0;
}

// Wrapped functions.

/// A function without parameters.
NodeId thunk(Draft& draft) {
  if (draft.has_function(Kind::tick)) return draft.name(draft.pick_function(Kind::tick)->name);
  return draft.node(NodeKind::lambda, no_word, {draft.log_call()});
}

NodeId wrap(Draft& draft, NodeId) {
  const NodeId wrapped = wrap_of(draft, thunk(draft));
  const Word variable = draft.fresh_variable();
  draft.assign(variable, wrapped);
  draft.declare(variable, Type::thunk);
  return 0;
}

NodeId wrapped_call(Draft& draft, NodeId) {
  const Word variable = draft.pick_variable(Type::thunk);
  draft.expression(draft.call(draft.name(variable)));
  return 0;
}

NodeId thunk_callback(Draft& draft, NodeId context) {
  draft.tree().append(context, draft.name(draft.pick_variable(Type::thunk)));
  return 0;
}

/// Appends `stack_context.wrap(function)` and the function's arguments.
NodeId wrapped_callback(Draft& draft, NodeId context) {
  const bool crashes = draft.enabled(Construct::crash) && draft.draw(3, "crash") == 2;
  if (!crashes) {
    draft.tree().append(context, wrap_of(draft, thunk(draft)));
    return 0;
  }
  draft.use(Construct::crash);
  draft.tree().append(context, wrap_of(draft, draft.name(draft.crash_word())));
  draft.tree().append(context, draft.error());
  return 0;
}

NodeId wrapped_done_callback(Draft& draft, NodeId) {
  const NodeId function = draft.name(draft.pick_function(Kind::done_callback)->name);
  const NodeId wrapped = wrap_of(draft, function);
  const NodeId future = draft.pick_future();
  draft.expression(draft.method(future, word::add_done_callback, {wrapped}));
  return 0;
}

bool may_watch(const Draft& draft) {
  return draft.has_future() && draft.has_function(Kind::done_callback);
}

/// The Future of a wrapped coroutine.
NodeId wrapped_coroutine(Draft& draft, NodeId) {
  const NodeId call = draft.coroutine_call(*draft.pick_function(Kind::coroutine));
  const NodeId callee = draft.tree()[call].first_child;
  const NodeId arguments = draft.tree()[callee].next_sibling;
  draft.tree()[callee].next_sibling = 0;
  const NodeId wrapped = draft.stack_context(word::wrap);
  const NodeId made = draft.call(draft.call(wrapped, {callee}));
  draft.tree()[draft.tree()[made].first_child].next_sibling = arguments;
  return made;
}

NodeId wrap_none(Draft& draft, NodeId) {
  const NodeId callee = draft.stack_context(word::wrap);
  const NodeId none = draft.node(NodeKind::none);
  draft.expression(draft.log_call(draft.call(callee, {none})));
  return 0;
}

constexpr Production context_rows[] = {
    {Construct::tracing_context, Category::statement, 5, tracing_context, room},
    {Construct::exception_context, Category::statement, 5, exception_context, handler_and_room},
    {Construct::null_context, Category::statement, 2, null_context, room},
    {Construct::deactivation, Category::statement, 3, deactivation, has_deactivation},
    {Construct::wrap, Category::statement, 3, wrap, may_declare},
    {Construct::wrapped_call, Category::statement, 4, wrapped_call, has_thunk},
    {Construct::wrapped_done_callback, Category::statement, 2, wrapped_done_callback, may_watch},
    {Construct::wrap_none, Category::statement, 1, wrap_none},

    {Construct::wrapped_callback, Category::callback, 2, wrapped_callback},
    {Construct::wrap, Category::callback, 3, thunk_callback, has_thunk},
    {Construct::deactivation_callback, Category::callback, 2, deactivation_callback, has_deactivation},
    {Construct::wrapped_coroutine, Category::future, 2, wrapped_coroutine, has_coroutine},
};

}  // namespace

ProductionGroup context_productions() {
  return context_rows;
}

}  // namespace windtunnel::generator
