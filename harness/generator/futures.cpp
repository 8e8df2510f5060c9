// Futures: settling, asking and chaining them, adding callbacks, and every expression that is a Future.
#include "harness/generator/draft.hpp"
#include "harness/generator/possible.hpp"

namespace windtunnel::generator {

namespace {

using Kind = DraftFunction::Kind;
using Type = DraftVariable::Type;

bool may_chain(const Draft& draft) {
  return draft.may_declare() && draft.has_future();
}

/// `if not f.done(): set`; sometimes just the set, which raises InvalidStateError if the Future is done.
NodeId set(Draft& draft, bool fails) {
  const NodeId future = draft.pick_settleable();
  const NodeId value = fails ? draft.error() : draft.produce(Category::value);
  const NodeId made = draft.method(future, fails ? word::set_exception : word::set_result, {value});
  if (draft.sometimes(Construct::unguarded_set, 12)) {
    draft.expression(made);
    return 0;
  }
  // The same Future in a second node: a tree has no shared nodes.
  const NodeId again = draft.name(draft.tree()[future].name);
  const NodeId done = draft.method(again, word::done);
  const NodeId test = draft.node(NodeKind::not_op, no_word, {done});
  const NodeId block = draft.block([&] { draft.expression(made); });
  draft.statement(draft.node(NodeKind::if_stmt, no_word, {test, block}));
  return 0;
}

NodeId set_result(Draft& draft, NodeId) {
  return set(draft, false);
}
NodeId set_exception(Draft& draft, NodeId) {
  return set(draft, true);
}

NodeId log_of(Draft& draft, Word method) {
  const NodeId log = draft.log_call();
  const NodeId future = draft.pick_future();
  const NodeId asked = draft.method(future, method);
  draft.tree().append(log, asked);
  draft.expression(log);
  return 0;
}

NodeId log_done(Draft& draft, NodeId) {
  return log_of(draft, word::done);
}
NodeId log_running(Draft& draft, NodeId) {
  return log_of(draft, word::running);
}
NodeId log_cancel(Draft& draft, NodeId) {
  return log_of(draft, word::cancel);
}
NodeId log_cancelled(Draft& draft, NodeId) {
  return log_of(draft, word::cancelled);
}
NodeId log_exception(Draft& draft, NodeId) {
  return log_of(draft, word::exception);
}
NodeId log_result(Draft& draft, NodeId) {
  return log_of(draft, word::result);
}

NodeId local_future(Draft& draft, NodeId) {
  const Word variable = draft.fresh_variable();
  const NodeId value = draft.new_future();
  draft.assign(variable, value);
  draft.declare(variable, Type::own_future);
  return 0;
}

/// A new Future that is settled by a callback of another one.
NodeId chained_future(Draft& draft, NodeId) {
  const Word variable = draft.fresh_variable();
  const NodeId value = draft.new_future();
  draft.assign(variable, value);
  const bool hop = draft.draw(3, "through the loop") != 2;
  const NodeId first = draft.pick_future();
  const NodeId call =
      hop ? draft.loop_method(word::add_future) : draft.method(first, word::add_done_callback);
  if (hop) draft.tree().append(call, first);
  const bool fails = draft.draw(4, "fails") == 3;
  const NodeId second = draft.name(variable);
  const Word helper = fails ? draft.fail_word() : draft.settle_word();
  const NodeId argument = fails ? draft.error() : draft.produce(Category::number);
  const NodeId body = draft.helper(helper, second, argument);
  const NodeId lambda = draft.node(NodeKind::lambda, word::f, {body});
  draft.tree().append(call, lambda);
  draft.expression(call);
  draft.declare(variable, Type::own_future);
  return 0;
}

/// A coroutine that runs concurrently with this one and may be waited for later.
NodeId start_coroutine(Draft& draft, NodeId) {
  const DraftFunction* started = draft.pick_function(Kind::coroutine);
  const NodeId call = draft.coroutine_call(*started);
  const Word variable = draft.fresh_variable();
  draft.assign(variable, call);
  draft.declare(variable, Type::future);
  return 0;
}

bool may_start(const Draft& draft) {
  return draft.may_declare() && has_coroutine(draft);
}

NodeId start_sleep(Draft& draft, NodeId) {
  const NodeId delay = draft.integer(draft.draw(4, "delay"));
  const NodeId callee = draft.gen(word::sleep);
  const NodeId call = draft.call(callee, {delay});
  const Word variable = draft.fresh_variable();
  draft.assign(variable, call);
  draft.declare(variable, Type::future);
  return 0;
}

NodeId sleep(Draft& draft, NodeId) {
  const std::uint32_t length = draft.draw(6, "sleep");
  NodeId delay = 0;
  if (length == 4 && draft.enabled(Construct::real_number)) {
    draft.use(Construct::real_number);
    delay = draft.real(0.5);
  } else if (length == 5 && draft.enabled(Construct::negative_delay)) {
    draft.use(Construct::negative_delay);
    delay = draft.integer(-1);
  } else {
    delay = draft.integer(length % 4);
  }
  const NodeId callee = draft.gen(word::sleep);
  return draft.call(callee, {delay});
}

NodeId any_future(Draft& draft, NodeId) {
  return draft.pick_future();
}

NodeId coroutine_call(Draft& draft, NodeId) {
  const DraftFunction* called = draft.pick_function(Kind::coroutine);
  return draft.coroutine_call(*called);
}

NodeId maybe_future(Draft& draft, NodeId) {
  const bool future = draft.draw(2, "already a Future") == 1;
  const NodeId argument = draft.produce(future ? Category::future : Category::value);
  const NodeId callee = draft.gen(word::maybe_future);
  return draft.call(callee, {argument});
}

NodeId timeout(Draft& draft) {
  if (!draft.sometimes(Construct::absolute_timeout, 4)) {
    const bool negative = draft.sometimes(Construct::negative_delay, 8);
    const NodeId delay = draft.integer(negative ? -1 : static_cast<std::int64_t>(draft.draw(4, "timeout")));
    return draft.seconds(delay);
  }
  const std::uint32_t delay = draft.draw(4, "timeout");
  const bool relative = draft.draw(2, "relative") == 0;
  if (!relative) return draft.integer(delay);
  const NodeId now = draft.loop_method(word::time);
  const NodeId distance = draft.integer(delay);
  return draft.node(NodeKind::add, no_word, {now, distance});
}

void append_quiet(Draft& draft, Construct construct, NodeId call) {
  if (!draft.sometimes(construct, 3)) return;
  const NodeId type = draft.error_class();
  const NodeId keyword = draft.keyword(word::quiet_exceptions, type);
  draft.tree().append(call, keyword);
}

NodeId with_timeout(Draft& draft, NodeId) {
  NodeId deadline = timeout(draft);
  NodeId future = draft.produce(Category::future);
  if (draft.sometimes(Construct::keyword_argument, 6)) {
    deadline = draft.keyword(word::timeout, deadline);
    future = draft.keyword(word::future, future);
  }
  const NodeId callee = draft.gen(word::with_timeout);
  const NodeId call = draft.call(callee, {deadline, future});
  append_quiet(draft, Construct::quiet_timeout, call);
  return call;
}

NodeId multi(Draft& draft, NodeId) {
  const NodeId children = draft.produce(Category::yieldable);
  const NodeId callee = draft.gen(word::multi);
  const NodeKind kind = draft.tree()[children].kind;
  if (kind != NodeKind::list && kind != NodeKind::dict) {
    const NodeId list = draft.node(NodeKind::list, no_word, {children});
    const NodeId call = draft.call(callee, {list});
    append_quiet(draft, Construct::quiet_multi, call);
    return call;
  }
  const NodeId call = draft.call(callee, {children});
  append_quiet(draft, Construct::quiet_multi, call);
  return call;
}

constexpr Production future_rows[] = {
    {Construct::set_result, Category::statement, 6, set_result, has_settleable},
    {Construct::set_exception, Category::statement, 3, set_exception, has_settleable},
    {Construct::future_done, Category::statement, 1, log_done, has_future},
    {Construct::future_running, Category::statement, 1, log_running, has_future},
    {Construct::future_cancel, Category::statement, 1, log_cancel, has_future},
    {Construct::future_cancelled, Category::statement, 1, log_cancelled, has_future},
    {Construct::future_exception, Category::statement, 1, log_exception, has_future},
    {Construct::future_result, Category::statement, 1, log_result, has_future},
    {Construct::local_future, Category::statement, 1, local_future, may_declare},
    {Construct::chained_future, Category::statement, 2, chained_future, may_chain},
    {Construct::start_coroutine, Category::statement, 5, start_coroutine, may_start},
    {Construct::sleep, Category::statement, 1, start_sleep, may_declare},

    {Construct::set_result, Category::handling, 2, set_result, has_settleable},
    {Construct::set_exception, Category::handling, 1, set_exception, has_settleable},

    {Construct::sleep, Category::future, 3, sleep},
    {Construct::module_future, Category::future, 7, any_future, has_future},
    {Construct::coroutine, Category::future, 5, coroutine_call, has_coroutine},
    {Construct::maybe_future, Category::future, 1, maybe_future, shallow},
    {Construct::with_timeout, Category::future, 3, with_timeout, shallow},
    {Construct::multi, Category::future, 1, multi, shallow},
};

}  // namespace

ProductionGroup future_productions() {
  return future_rows;
}

}  // namespace windtunnel::generator
