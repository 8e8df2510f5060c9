// The loop: callbacks, timers, Futures' callbacks and external events, and the functions that they call.
#include "harness/generator/draft.hpp"
#include "harness/generator/possible.hpp"

namespace windtunnel::generator {

namespace {

using Kind = DraftFunction::Kind;
using Type = DraftVariable::Type;

bool has_tick(const Draft& draft) {
  return draft.has_function(Kind::tick);
}
bool has_timer(const Draft& draft) {
  return draft.has_variable(Type::timer);
}
/// Whether a done-callback may be a function of the module or a lambda that looks at the Future.
bool may_look_on(const Draft& draft) {
  return draft.has_future() &&
         (draft.enabled(Construct::lambda_callback) || draft.has_function(Kind::done_callback));
}
bool may_remove(const Draft& draft) {
  return draft.may_declare() && draft.enabled(Construct::remove_timeout);
}
bool done_and_future(const Draft& draft) {
  return draft.has_future() && draft.has_function(Kind::done_callback);
}
bool once(const Draft& draft) {
  constexpr std::uint32_t steps = 1200;
  return draft.function.repeats == 1 && draft.affordable(steps);
}

// What is called: a callable and its arguments, appended to a call.

NodeId call_log(Draft& draft, NodeId context) {
  draft.import(Import::log);
  const NodeId callee = draft.name(word::log);
  draft.tree().append(context, callee);
  const NodeId argument = draft.text(draft.point());
  draft.tree().append(context, argument);
  return 0;
}

NodeId call_tick(Draft& draft, NodeId context) {
  const DraftFunction* tick = draft.pick_function(Kind::tick);
  draft.tree().append(context, draft.name(tick->name));
  return 0;
}

NodeId call_helper(Draft& draft, NodeId context, bool fails) {
  draft.tree().append(context, draft.name(fails ? draft.fail_word() : draft.settle_word()));
  const NodeId future = draft.pick_settleable();
  draft.tree().append(context, future);
  NodeId value = fails ? draft.error() : draft.produce(Category::value);
  const NodeId callee = draft.tree().child(context, 0);
  const bool external = draft.tree()[callee].name == word::external;
  if (!external && draft.sometimes(Construct::named_extra, 6)) {
    // The names of the helpers' second parameter; `external` passes no named arguments on.
    value = draft.keyword(word::value, value);
  }
  draft.tree().append(context, value);
  return 0;
}

/// A callback that raises, into the context in which it was captured.
NodeId call_crash(Draft& draft, NodeId context) {
  draft.tree().append(context, draft.name(draft.crash_word()));
  draft.tree().append(context, draft.error());
  return 0;
}

NodeId call_settle(Draft& draft, NodeId context) {
  return call_helper(draft, context, false);
}
NodeId call_fail(Draft& draft, NodeId context) {
  return call_helper(draft, context, true);
}

NodeId call_coroutine(Draft& draft, NodeId context) {
  const DraftFunction* called = draft.pick_function(Kind::coroutine);
  draft.tree().append(context, draft.name(called->name));
  if (called->parameter == DraftFunction::Parameter::future) {
    const NodeId argument = draft.produce(Category::future);
    draft.tree().append(context, argument);
  } else if (called->parameter != DraftFunction::Parameter::none) {
    const NodeId argument = draft.integer(draft.draw(2, "argument"));
    draft.tree().append(context, argument);
  }
  return 0;
}

NodeId call_method(Draft& draft, NodeId context) {
  const NodeId future = draft.pick_settleable();
  const NodeId method = draft.attribute(future, word::set_result);
  draft.tree().append(context, method);
  const NodeId value = draft.produce(Category::number);
  draft.tree().append(context, value);
  return 0;
}

NodeId call_done_callback(Draft& draft, NodeId context) {
  const DraftFunction* called = draft.pick_function(Kind::done_callback);
  draft.tree().append(context, draft.name(called->name));
  const NodeId future = draft.pick_future();
  draft.tree().append(context, future);
  return 0;
}

/// The body of a lambda runs later, when the name of an except block's error is unbound: it contains only
/// literals.
NodeId lambda_body(Draft& draft) {
  const std::uint32_t what = draft.draw(3, "lambda");
  if (what == 1 && draft.has_function(Kind::coroutine)) {
    const DraftFunction* called = draft.pick_function(Kind::coroutine);
    if (called->parameter == DraftFunction::Parameter::none) return draft.call(draft.name(called->name));
  }
  if (what == 2 && draft.own_futures > 0) {
    const std::uint32_t at = draft.draw(draft.own_futures, "module future");
    const NodeId future = draft.name(draft.numbered(NamePool::future, at));
    const NodeId value = draft.integer(3);
    return draft.helper(draft.settle_word(), future, value);
  }
  return draft.log_call();
}

NodeId call_lambda(Draft& draft, NodeId context) {
  const NodeId body = lambda_body(draft);
  draft.tree().append(context, draft.node(NodeKind::lambda, no_word, {body}));
  return 0;
}

// Statements.

/// `call(callback, arguments)` with a callback that is drawn.
NodeId with_callback(Draft& draft, NodeId call) {
  draft.produce(Category::callback, call);
  return call;
}

NodeId add_callback(Draft& draft, NodeId) {
  draft.expression(with_callback(draft, draft.loop_method(word::add_callback)));
  return 0;
}

NodeId spawn_callback(Draft& draft, NodeId) {
  draft.expression(with_callback(draft, draft.loop_method(word::spawn_callback)));
  return 0;
}

NodeId external(Draft& draft, NodeId (*what)(Draft&, NodeId)) {
  draft.import(Import::external);
  const NodeId callee = draft.name(word::external);
  const NodeId call = draft.call(callee);
  what(draft, call);
  draft.expression(call);
  return 0;
}

NodeId external_settle(Draft& draft, NodeId) {
  return external(draft, call_settle);
}
NodeId external_fail(Draft& draft, NodeId) {
  return external(draft, call_fail);
}
NodeId external_method(Draft& draft, NodeId) {
  return external(draft, call_method);
}
NodeId external_callback(Draft& draft, NodeId) {
  return external(draft, [](Draft& inner, NodeId call) { return inner.produce(Category::callback, call); });
}

/// A callback of one Future: a function of the module or a lambda.
NodeId done_callback(Draft& draft) {
  const bool lambda =
      !draft.has_function(Kind::done_callback) || draft.sometimes(Construct::lambda_callback, 6);
  if (!lambda) return draft.name(draft.pick_function(Kind::done_callback)->name);
  draft.use(Construct::lambda_callback);
  const NodeId log = draft.log_call();
  const NodeId future = draft.name(word::f);
  const bool exception = draft.draw(2, "exception") == 1;
  const NodeId asked = draft.method(future, exception ? word::exception : word::done);
  draft.tree().append(log, asked);
  return draft.node(NodeKind::lambda, word::f, {log});
}

NodeId add_done_callback(Draft& draft, NodeId) {
  const NodeId future = draft.pick_future();
  const NodeId callback = done_callback(draft);
  draft.expression(draft.method(future, word::add_done_callback, {callback}));
  return 0;
}

NodeId add_future(Draft& draft, NodeId) {
  const bool any = draft.draw(5, "any Future") == 4;
  NodeId future = any ? draft.produce(Category::future) : draft.pick_future();
  NodeId callback = done_callback(draft);
  if (draft.sometimes(Construct::keyword_argument, 8)) {
    future = draft.keyword(word::future, future);
    callback = draft.keyword(word::callback, callback);
  }
  const NodeId object = draft.loop();
  draft.expression(draft.method(object, word::add_future, {future, callback}));
  return 0;
}

/// A delay: mostly whole seconds, so that deadlines tie.
NodeId delay(Draft& draft) {
  if (draft.sometimes(Construct::negative_delay, 10)) return draft.integer(-1);
  const std::uint32_t length = draft.draw(5, "delay");
  if (length == 4 && draft.enabled(Construct::real_number)) {
    draft.use(Construct::real_number);
    return draft.real(0.5);
  }
  return draft.integer(length % 4);
}

NodeId deadline(Draft& draft) {
  const bool relative = draft.draw(2, "absolute") == 0;
  if (!relative) return delay(draft);
  const NodeId now = draft.loop_method(word::time);
  const NodeId distance = delay(draft);
  return draft.node(NodeKind::add, no_word, {now, distance});
}

NodeId timer_call(Draft& draft, Construct construct) {
  const bool named =
      construct != Construct::call_at && has_tick(draft) && draft.sometimes(Construct::keyword_argument, 8);
  NodeId when = 0;
  Word method = word::call_later;
  if (construct == Construct::call_later) {
    when = delay(draft);
  } else if (construct == Construct::add_timeout_timedelta) {
    when = draft.seconds(delay(draft));
    method = word::add_timeout;
  } else {
    when = deadline(draft);
    method = construct == Construct::call_at ? word::call_at : word::add_timeout;
  }
  const NodeId call = draft.loop_method(method);
  if (named) {
    const Word parameter = construct == Construct::call_later ? word::delay : word::deadline;
    draft.tree().append(call, draft.keyword(parameter, when));
    const NodeId tick = draft.name(draft.pick_function(Kind::tick)->name);
    draft.tree().append(call, draft.keyword(word::callback, tick));
    return call;
  }
  draft.tree().append(call, when);
  return with_callback(draft, call);
}

NodeId timer(Draft& draft, Construct construct) {
  const NodeId call = timer_call(draft, construct);
  const bool kept = draft.may_declare() && draft.draw(3, "keep the timer") == 2;
  if (!kept) {
    draft.expression(call);
    return 0;
  }
  const Word variable = draft.fresh_variable();
  draft.assign(variable, call);
  draft.declare(variable, Type::timer);
  return 0;
}

NodeId call_later(Draft& draft, NodeId) {
  return timer(draft, Construct::call_later);
}
NodeId call_at(Draft& draft, NodeId) {
  return timer(draft, Construct::call_at);
}
NodeId add_timeout_number(Draft& draft, NodeId) {
  return timer(draft, Construct::add_timeout_number);
}
NodeId add_timeout_timedelta(Draft& draft, NodeId) {
  return timer(draft, Construct::add_timeout_timedelta);
}

void remove(Draft& draft, Word timer) {
  const NodeId object = draft.loop();
  const NodeId argument = draft.name(timer);
  draft.expression(draft.method(object, word::remove_timeout, {argument}));
}

NodeId remove_timeout(Draft& draft, NodeId) {
  const Word timer = draft.pick_variable(Type::timer);
  remove(draft, timer);
  if (draft.sometimes(Construct::remove_twice, 4)) remove(draft, timer);
  return 0;
}

/// `v = call_later(n, ...)`, possibly a pause of about n, `remove_timeout(v)`: before, at or after its
/// deadline.
NodeId timer_removed(Draft& draft, NodeId) {
  const NodeId call = timer_call(draft, Construct::call_later);
  const Word variable = draft.fresh_variable();
  draft.assign(variable, call);
  const bool pause = draft.function.suspends && draft.draw(2, "pause") == 1;
  if (pause) {
    const NodeId length = draft.integer(draft.draw(3, "pause length"));
    const NodeId callee = draft.gen(word::sleep);
    const NodeId sleep = draft.call(callee, {length});
    const NodeId yield = draft.node(NodeKind::yield_expr, no_word, {sleep});
    draft.expression(yield);
  }
  draft.use(Construct::remove_timeout);
  remove(draft, variable);
  draft.declare(variable, Type::timer);
  return 0;
}

/// A few cancelled timers, or enough for the loop to purge them (law L7).
NodeId timers_in_a_loop(Draft& draft, NodeId) {
  const std::int64_t timers = draft.sometimes(Construct::many_timers, 24) ? 600 : 3;
  draft.spend(static_cast<std::uint32_t>(timers) * 2);
  const Word variable = draft.fresh_variable();
  const Word index = draft.numbered(NamePool::index, 9);
  const NodeId block = draft.block([&] {
    const NodeId call = draft.loop_method(word::call_later);
    draft.tree().append(call, draft.integer(5));
    call_log(draft, call);
    draft.assign(variable, call);
    remove(draft, variable);
  });
  const NodeId count = draft.integer(timers);
  draft.statement(draft.node(NodeKind::for_stmt, index, {count, block}));
  return 0;
}

bool rare(const Draft& draft) {
  return may_remove(draft) && once(draft);
}

constexpr Production callback_rows[] = {
    {Construct::add_callback, Category::statement, 4, add_callback},
    {Construct::spawn_callback, Category::statement, 2, spawn_callback},
    {Construct::add_done_callback, Category::statement, 4, add_done_callback, may_look_on},
    {Construct::add_future, Category::statement, 4, add_future, may_look_on},
    {Construct::call_later, Category::statement, 3, call_later},
    {Construct::call_at, Category::statement, 1, call_at},
    {Construct::add_timeout_number, Category::statement, 1, add_timeout_number},
    {Construct::add_timeout_timedelta, Category::statement, 2, add_timeout_timedelta},
    {Construct::remove_timeout, Category::statement, 3, remove_timeout, has_timer},
    {Construct::timer_removed_at_once, Category::statement, 2, timer_removed, may_remove},
    {Construct::external_settle, Category::statement, 2, external_settle, has_settleable},
    {Construct::external_fail, Category::statement, 1, external_fail, has_settleable},
    {Construct::external_method, Category::statement, 1, external_method, has_settleable},
    {Construct::external_callback, Category::statement, 1, external_callback},
    {Construct::timer_removed_at_once, Category::statement, 1, timers_in_a_loop, rare},

    {Construct::external_settle, Category::handling, 1, external_settle, has_settleable},

    {Construct::log, Category::callback, 2, call_log},
    {Construct::tick_callback, Category::callback, 8, call_tick, has_tick},
    {Construct::set_result, Category::callback, 4, call_settle, has_settleable},
    {Construct::set_exception, Category::callback, 2, call_fail, has_settleable},
    {Construct::crash, Category::callback, 2, call_crash},
    {Construct::coroutine_callback, Category::callback, 3, call_coroutine, has_coroutine},
    {Construct::done_callback, Category::callback, 1, call_done_callback, done_and_future},
    {Construct::lambda_callback, Category::callback, 2, call_lambda},
};

}  // namespace

ProductionGroup callback_productions() {
  return callback_rows;
}

}  // namespace windtunnel::generator
