// gen.Callback, and gen.Wait and gen.WaitAll, which wait for it. No function has two pending keys at a place
// where it could end: LeakedCallbackError names them as a set, which has no order.
#include <array>

#include "harness/generator/answers.hpp"
#include "harness/generator/blocks.hpp"
#include "harness/generator/draft.hpp"
#include "harness/generator/possible.hpp"

namespace windtunnel::generator {

namespace {

using Kind = DraftFunction::Kind;
using Type = DraftVariable::Type;

/// The keys of one function. Only the first may leak, so only one key is ever named.
enum Key : std::uint32_t { single_key, first_of_all, second_of_all, unknown };

bool may_open_key(const Draft& draft) {
  return draft.enabled(Construct::callback_key) && draft.enabled(Construct::wait_key) &&
         draft.room_for_block() && draft.may_declare() && !draft.function.key_open;
}
/// An error in one of these blocks, caught outside, would leave several keys pending.
bool may_open_keys(const Draft& draft) {
  return may_open_key(draft) && draft.function.contexts == 0;
}
bool has_taker(const Draft& draft) {
  return draft.has_variable(Type::taker);
}

NodeId key_literal(Draft& draft, std::uint32_t key) {
  // Constant within a program: whether a key is a number depends only on the key.
  if (key == second_of_all && draft.enabled(Construct::integer_key)) {
    draft.use(Construct::integer_key);
    return draft.integer(key);
  }
  return draft.text(draft.numbered(NamePool::key, key));
}

NodeId callback_of(Draft& draft, std::uint32_t key) {
  const NodeId callee = draft.gen(word::Callback);
  const NodeId literal = key_literal(draft, key);
  return draft.node(NodeKind::yield_expr, no_word, {draft.call(callee, {literal})});
}

NodeId wait_point(Draft& draft, std::uint32_t key) {
  const NodeId callee = draft.gen(word::Wait);
  const NodeId literal = key_literal(draft, key);
  return draft.call(callee, {literal});
}

/// `gen.Wait` or `gen.WaitAll` of one key.
NodeId waited_alone(Draft& draft, std::uint32_t key) {
  if (!draft.sometimes(Construct::wait_all_of_one, 10)) return wait_point(draft, key);
  const NodeId callee = draft.gen(word::WaitAll);
  const NodeId list = draft.node(NodeKind::list, no_word, {key_literal(draft, key)});
  return draft.call(callee, {list});
}

/// `gen.Wait` or `gen.WaitAll`, alone or among other yieldables. These must not outlive an error that enters
/// the wait and is followed by another wait for the key: they would be asked in the order of a set.
NodeId waited(Draft& draft, std::uint32_t key) {
  const NodeId wait = waited_alone(draft, key);
  // A Future among them is a key, too: one that must not leak where a context may be left.
  if (draft.function.contexts > 0) return wait;
  const bool in_list = draft.sometimes(Construct::wait_in_list, 8);
  if (in_list || draft.sometimes(Construct::wait_in_multi, 12)) {
    const NodeId future = draft.produce(Category::future);
    const bool second = draft.draw(2, "the Future first") == 0;
    const NodeId list = second ? draft.node(NodeKind::list, no_word, {wait, future})
                               : draft.node(NodeKind::list, no_word, {future, wait});
    if (in_list) return list;
    const NodeId callee = draft.gen(word::multi);
    return draft.call(callee, {list});
  }
  if (draft.sometimes(Construct::wait_in_dict, 12)) {
    const NodeId first = draft.node(NodeKind::dict_item, draft.numbered(NamePool::key, 0), {wait});
    const NodeId future = draft.produce(Category::future);
    const NodeId second = draft.node(NodeKind::dict_item, draft.numbered(NamePool::key, 1), {future});
    return draft.node(NodeKind::dict, no_word, {first, second});
  }
  return wait;
}

void wait_statement(Draft& draft, NodeId point) {
  const Word variable = draft.fresh_variable();
  draft.assign(variable, draft.node(NodeKind::yield_expr, no_word, {point}));
  draft.expression(draft.log_call(draft.name(variable)));
}

/// The wait where errors are caught; the handler may call the callback, which nobody waits for any more
/// (law R14), and wait again.
void caught_wait(Draft& draft, Word taker) {
  const NodeId body = draft.block([&] { wait_statement(draft, waited_alone(draft, single_key)); });
  const Word error = draft.error_name();
  const bool any = draft.draw(3, "any error") == 2;
  const NodeId type = any ? draft.name(word::Exception) : draft.error_class();
  const NodeId block = draft.block([&] {
    const NodeId log = draft.log_call();
    if (!any) draft.tree().append(log, draft.name(error));
    draft.expression(log);
    if (taker != no_word && draft.sometimes(Construct::call_in_handler, 3)) answer(draft, taker);
    const bool again = draft.draw(3, "wait again") == 2;
    if (again) wait_statement(draft, wait_point(draft, single_key));
  });
  const NodeId handler = draft.node(NodeKind::handler, error, {type, block});
  draft.statement(draft.node(NodeKind::try_stmt, no_word, {body, handler}));
}

/// A moment with something queued before and after the wait: what a run() too many would cut short (law R12).
void moment_after(Draft& draft) {
  const NodeId first = draft.loop_method(word::add_callback);
  draft.import(Import::log);
  draft.tree().append(first, draft.name(word::log));
  draft.tree().append(first, draft.text(draft.point()));
  draft.expression(first);
  draft.expression(draft.node(NodeKind::yield_expr, no_word, {draft.gen(word::moment)}));
  draft.expression(draft.log_call());
}

/// `yield gen.Callback(key)` into a variable, or where what will call it takes it. Returns the variable or
/// no_word.
Word open_key(Draft& draft) {
  if (draft.sometimes(Construct::callback_argument, 3)) {
    const Dispatch made = dispatch(draft);
    draft.tree().append(made.call, callback_of(draft, single_key));
    append_values(draft, made.call, made.by_name);
    draft.expression(made.call);
    return no_word;
  }
  const Word taker = draft.fresh_variable();
  draft.assign(taker, callback_of(draft, single_key));
  if (!draft.sometimes(Construct::silent_callback, 12)) answer(draft, taker);
  draft.declare(taker, Type::taker);
  if (draft.sometimes(Construct::second_call, 8)) answer(draft, taker);
  return taker;
}

/// A key that is pending already.
void reuse_key(Draft& draft) {
  guarded(draft, draft.gen(word::KeyReuseError), true,
          [&] { draft.expression(callback_of(draft, single_key)); });
}

NodeId callback_and_wait(Draft& draft, NodeId) {
  draft.use(Construct::wait_key);
  const Word taker = open_key(draft);
  draft.function.key_open = true;
  few_statements(draft);
  if (draft.sometimes(Construct::key_reused, 12)) reuse_key(draft);
  draft.function.key_open = false;
  if (draft.sometimes(Construct::leaked_key, 12)) return 0;
  if (draft.sometimes(Construct::caught_wait, 2)) {
    const bool crashes = draft.enabled(Construct::crash) && draft.draw(2, "crash") == 1;
    // The error enters the wait (law R11).
    if (crashes) crash_soon(draft);
    caught_wait(draft, taker);
  } else {
    wait_statement(draft, waited(draft, single_key));
  }
  if (taker != no_word && draft.sometimes(Construct::call_after_wait, 10)) answer(draft, taker);
  if (draft.sometimes(Construct::moment_after_wait, 4)) moment_after(draft);
  return 0;
}

/// Two keys, and nothing between that could end the function before both are waited for.
NodeId callbacks_and_wait_all(Draft& draft, NodeId) {
  draft.use(Construct::callback_key);
  constexpr std::array<Key, 2> keys = {first_of_all, second_of_all};
  for (Key key : keys) {
    const Dispatch made = dispatch(draft);
    draft.tree().append(made.call, callback_of(draft, key));
    append_values(draft, made.call, made.by_name);
    draft.expression(made.call);
    const bool logs = draft.draw(2, "log") == 1;
    if (logs) draft.expression(draft.log_call());
  }
  const bool backwards = draft.draw(2, "backwards") == 1;
  const Key first = keys[backwards ? 1 : 0];
  const Key second = keys[backwards ? 0 : 1];
  switch (draft.draw(4, "wait for all")) {
    case 0: {
      draft.use(Construct::wait_key);
      wait_statement(draft, wait_point(draft, first));
      wait_statement(draft, wait_point(draft, second));
      break;
    }
    case 1: {
      draft.use(Construct::wait_key);
      const NodeId one = wait_point(draft, first);
      const NodeId other = wait_point(draft, second);
      wait_statement(draft, draft.node(NodeKind::list, no_word, {one, other}));
      break;
    }
    default: {
      const NodeId callee = draft.gen(word::WaitAll);
      const NodeId one = key_literal(draft, first);
      const NodeId other = key_literal(draft, second);
      const NodeId list = draft.node(NodeKind::list, no_word, {one, other});
      wait_statement(draft, draft.call(callee, {list}));
    }
  }
  return 0;
}

/// A list of a gen.Callback: what it gives is out of reach, so that the key leaks, or a wait for it never
/// ends.
NodeId callback_list(Draft& draft, NodeId) {
  const NodeId callee = draft.gen(word::Callback);
  const NodeId literal = key_literal(draft, single_key);
  const NodeId point = draft.call(callee, {literal});
  const NodeId list = draft.node(NodeKind::list, no_word, {point});
  const bool with_future = draft.function.contexts == 0 && draft.draw(2, "with a Future") == 1;
  if (with_future) draft.tree().append(list, draft.produce(Category::future));
  wait_statement(draft, list);
  return 0;
}

NodeId unknown_key(Draft& draft, NodeId) {
  const NodeId type = draft.gen(word::UnknownKeyError);
  guarded(draft, type, true, [&] {
    const bool all = draft.draw(3, "of all") == 2;
    if (!all) {
      draft.expression(draft.node(NodeKind::yield_expr, no_word, {wait_point(draft, unknown)}));
      return;
    }
    const NodeId callee = draft.gen(word::WaitAll);
    const NodeId list = draft.node(NodeKind::list, no_word, {key_literal(draft, unknown)});
    draft.expression(draft.node(NodeKind::yield_expr, no_word, {draft.call(callee, {list})}));
  });
  return 0;
}

NodeId taker_callback(Draft& draft, NodeId context) {
  draft.tree().append(context, draft.name(draft.pick_variable(Type::taker)));
  const NodeId callee = draft.tree().child(context, 0);
  const bool external = draft.tree()[callee].name == word::external;
  append_values(draft, context, !external);
  return 0;
}

NodeId call_taker(Draft& draft, NodeId) {
  const NodeId call = draft.call(draft.name(draft.pick_variable(Type::taker)));
  append_values(draft, call);
  draft.expression(call);
  return 0;
}

constexpr Production key_rows[] = {
    {Construct::callback_key, Category::suspending, 8, callback_and_wait, may_open_key},
    {Construct::wait_all, Category::suspending, 4, callbacks_and_wait_all, may_open_keys},
    {Construct::callback_list, Category::suspending, 1, callback_list, may_open_key},
    {Construct::unknown_key, Category::suspending, 1, unknown_key, room},

    {Construct::second_call, Category::statement, 1, call_taker, has_taker},
    {Construct::taker_callback, Category::callback, 3, taker_callback, has_taker},
};

}  // namespace

ProductionGroup key_productions() {
  return key_rows;
}

}  // namespace windtunnel::generator
