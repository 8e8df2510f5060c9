// gen.Task and the functions that it calls; engines; the callback of a coroutine.
#include "harness/generator/draft.hpp"
#include "harness/generator/possible.hpp"

namespace windtunnel::generator {

namespace {

using Kind = DraftFunction::Kind;
using Parameter = DraftFunction::Parameter;
using Type = DraftVariable::Type;

bool has_task(const Draft& draft) {
  return draft.has_function(Kind::task);
}
bool has_engine(const Draft& draft) {
  return draft.has_function(Kind::engine);
}
bool has_value_callback(const Draft& draft) {
  return draft.has_function(Kind::value_callback);
}

NodeId task_of(Draft& draft, NodeId function) {
  const NodeId callee = draft.gen(word::Task);
  return draft.call(callee, {function});
}

NodeId task(Draft& draft, NodeId) {
  const DraftFunction* called = draft.pick_function(Kind::task);
  const NodeId call = task_of(draft, draft.name(called->name));
  if (called->parameter == Parameter::none) return call;
  NodeId number = draft.produce(Category::number);
  if (draft.sometimes(Construct::keyword_argument, 6)) number = draft.keyword(word::n, number);
  draft.tree().append(call, number);
  return call;
}

/// A task of the loop, which calls back without a value or with a Future.
NodeId loop_task(Draft& draft, NodeId) {
  switch (draft.draw(6, "task of the loop")) {
    case 0:
      return task_of(draft, draft.attribute(draft.loop(), word::add_callback));
    case 1:
      if (!draft.enabled(Construct::spawn_callback)) break;
      draft.use(Construct::spawn_callback);
      return task_of(draft, draft.attribute(draft.loop(), word::spawn_callback));
    case 2:
      if (!draft.has_future()) break;
      {
        const NodeId future = draft.pick_future();
        const NodeId call = task_of(draft, draft.attribute(draft.loop(), word::add_future));
        draft.tree().append(call, future);
        return call;
      }
    case 3: {
      const NodeId length = draft.seconds(draft.integer(draft.draw(3, "delay")));
      const NodeId call = task_of(draft, draft.attribute(draft.loop(), word::add_timeout));
      draft.tree().append(call, length);
      return call;
    }
    default:
      break;
  }
  const NodeId delay = draft.integer(draft.draw(3, "delay"));
  const NodeId call = task_of(draft, draft.attribute(draft.loop(), word::call_later));
  draft.tree().append(call, delay);
  return call;
}

/// `gen.Task(c0)`: the coroutine gets a callback.
NodeId coroutine_task(Draft& draft, NodeId) {
  const NodeId call = draft.coroutine_call(*draft.pick_function(Kind::coroutine));
  const NodeId function = draft.tree()[call].first_child;
  const NodeId made = draft.call(draft.gen(word::Task));
  draft.tree()[draft.tree()[made].first_child].next_sibling = function;
  return made;
}

NodeId called_engine(Draft& draft) {
  const DraftFunction* called = draft.pick_function(Kind::engine);
  const NodeId call = draft.call(draft.name(called->name));
  if (called->parameter != Parameter::none) draft.tree().append(call, draft.produce(Category::number));
  return call;
}

NodeId engine(Draft& draft, NodeId) {
  draft.expression(called_engine(draft));
  return 0;
}

/// An engine returns None, which is a moment when yielded.
NodeId yielded_engine(Draft& draft, NodeId) {
  return called_engine(draft);
}

NodeId engine_callback(Draft& draft, NodeId context) {
  const DraftFunction* called = draft.pick_function(Kind::engine);
  draft.tree().append(context, draft.name(called->name));
  if (called->parameter != Parameter::none) draft.tree().append(context, draft.produce(Category::number));
  return 0;
}

NodeId value_callback(Draft& draft, NodeId context) {
  draft.tree().append(context, draft.name(draft.pick_function(Kind::value_callback)->name));
  draft.tree().append(context, draft.produce(Category::value));
  return 0;
}

/// The function that gets a coroutine's value.
NodeId receiver(Draft& draft) {
  if (draft.sometimes(Construct::callback_none, 12)) return draft.node(NodeKind::none);
  if (draft.has_variable(Type::taker) && draft.draw(3, "taker") == 2) {
    return draft.name(draft.pick_variable(Type::taker));
  }
  if (has_value_callback(draft)) return draft.name(draft.pick_function(Kind::value_callback)->name);
  const NodeId log = draft.log_call(draft.name(word::x));
  return draft.node(NodeKind::lambda, word::x, {log});
}

NodeId callback_keyword(Draft& draft, NodeId) {
  const NodeId call = draft.coroutine_call(*draft.pick_function(Kind::coroutine));
  draft.tree().append(call, draft.keyword(word::callback, receiver(draft)));
  draft.expression(call);
  return 0;
}

constexpr Production task_rows[] = {
    {Construct::task, Category::future, 6, task, has_task},
    {Construct::loop_task, Category::future, 4, loop_task},
    {Construct::coroutine_task, Category::future, 2, coroutine_task, has_coroutine},

    {Construct::engine, Category::statement, 3, engine, has_engine},
    {Construct::callback_keyword, Category::statement, 3, callback_keyword, has_coroutine},

    {Construct::engine, Category::yieldable, 1, yielded_engine, has_engine},
    {Construct::engine_callback, Category::callback, 2, engine_callback, has_engine},
    {Construct::value_callback, Category::callback, 2, value_callback, has_value_callback},
};

}  // namespace

ProductionGroup task_productions() {
  return task_rows;
}

}  // namespace windtunnel::generator
