// The rest of a module: what external events and timers do to its objects, and main, which calls the
// functions.
#include "harness/generator/module_writer.hpp"

namespace windtunnel::generator {

/// Draws what external events and timers will do to the module's Futures, locks and queues. A coroutine that
/// waits for something that nobody settles is a deadlock.
void ModuleWriter::world() {
  for (std::uint32_t at = 0; at < draft_.own_futures; ++at) world_of_future(at);
  for (std::uint32_t at = 0; at < draft_.object_count; ++at) world_of_object(draft_.objects[at]);
}

void ModuleWriter::world_of_future(std::uint32_t at) {
  const std::uint32_t how = draft_.draw(8, "who settles");
  if (how < 3) return;
  const bool fails = how == 4 || how == 7;
  const bool timer = how >= 6;
  const Construct construct = timer   ? Construct::call_later
                              : fails ? Construct::external_fail
                                      : Construct::external_settle;
  if (!draft_.enabled(construct)) return;
  draft_.use(construct);
  const NodeId call = timer ? later_call(draft_.draw(4, "delay")) : external_call();
  draft_.tree().append(call, draft_.name(fails ? draft_.fail_word() : draft_.settle_word()));
  draft_.tree().append(call, draft_.name(draft_.numbered(NamePool::future, at)));
  draft_.tree().append(call, fails ? draft_.error() : draft_.produce(Category::value));
  draft_.expression(call);
}

/// Notifies a condition, sets an event, fills a queue, releases a semaphore.
void ModuleWriter::world_of_object(const DraftObject& object) {
  const std::uint32_t how = draft_.draw(8, "who wakes");
  const bool queue = any_queue.has(object.kind);
  const Construct construct = queue ? Construct::queue_callback : Construct::lock_callback;
  // Releasing a lock that somebody else has taken: not often.
  const bool acquired = acquirable.has(object.kind);
  if (how < (acquired ? 6U : 2U) || !draft_.enabled(construct)) return;
  draft_.use(construct);
  const bool timer = how % 2 == 1 && draft_.enabled(Construct::call_later);
  if (timer) draft_.use(Construct::call_later);
  const std::uint32_t delay = timer ? draft_.draw(4, "delay") : 0;
  const NodeId call = timer ? later_call(delay) : external_call();
  draft_.tree().append(call, draft_.attribute(draft_.name(object.name), row_of(object.kind).wake));
  if (queue) {
    const NodeId item = draft_.integer(draft_.draw(5, "item"));
    const NodeId list = object.pairs ? draft_.node(NodeKind::list, no_word, {item}) : item;
    draft_.tree().append(call, list);
  }
  draft_.expression(call);
  // At the same time: waiting coroutines continue only after that.
  if (timer && object.kind == DraftObject::event && draft_.sometimes(Construct::event_clear, 3)) {
    const NodeId clear = later_call(delay);
    draft_.tree().append(clear, draft_.attribute(draft_.name(object.name), word::clear));
    draft_.expression(clear);
  }
}

/// `call_later(delay, ...)`; the callback must be appended.
NodeId ModuleWriter::later_call(std::uint32_t delay) {
  const NodeId call = draft_.loop_method(word::call_later);
  draft_.tree().append(call, draft_.integer(delay));
  return call;
}

NodeId ModuleWriter::external_call() {
  draft_.import(Import::external);
  return draft_.call(draft_.name(word::external));
}

void ModuleWriter::module_statements() {
  draft_.begin_function({});
  world_at_module_level_ = draft_.sometimes(Construct::module_call, 4);
  const bool starts = draft_.futures < Draft::future_limit && draft_.has_function(Kind::coroutine) &&
                      draft_.sometimes(Construct::module_coroutine, 6);
  if (!world_at_module_level_ && !starts) return;
  module_block_ = draft_.block([&] {
    if (world_at_module_level_) {
      draft_.expression(draft_.log_call());
      world();
    }
    if (starts) {
      const DraftFunction* started = draft_.pick_function(Kind::coroutine);
      const NodeId call = draft_.coroutine_call(*started);
      draft_.assign(draft_.numbered(NamePool::future, draft_.futures), call);
      ++draft_.futures;
    }
  });
}

/// Main calls most functions that nothing calls yet, the latest first, because they call the others.
void ModuleWriter::call_the_uncalled(bool plain) {
  for (std::uint32_t at = draft_.function_count; at-- > 0;) {
    DraftFunction& function = draft_.functions[at];
    if (function.called || !draft_.affordable(function.cost)) continue;
    const std::uint32_t how = draft_.draw(8, "call of a function");
    if (how == 0) continue;
    call_function(function, how, plain);
  }
}

void ModuleWriter::call_function(DraftFunction& function, std::uint32_t how, bool plain) {
  switch (function.kind) {
    case Kind::coroutine:
      draft_.called(function);
      run_coroutine(function, plain ? 1 : how);
      break;
    case Kind::tick:
      draft_.called(function);
      schedule(function, how);
      break;
    case Kind::engine:
      draft_.called(function);
      run_engine(function);
      break;
    case Kind::task:
      if (!draft_.enabled(Construct::task)) break;
      draft_.called(function);
      run_task(function, plain ? 1 : how);
      break;
    case Kind::done_callback:
      if (!draft_.has_future() || !draft_.enabled(Construct::add_done_callback)) break;
      draft_.called(function);
      watch(function);
      break;
    case Kind::handler:
    case Kind::value_callback:
      break;
  }
}

void ModuleWriter::watch(const DraftFunction& function) {
  draft_.use(Construct::add_done_callback);
  const NodeId future = draft_.pick_future();
  const NodeId callback = draft_.name(function.name);
  draft_.expression(draft_.method(future, word::add_done_callback, {callback}));
}

void ModuleWriter::run_engine(const DraftFunction& function) {
  const NodeId call = draft_.call(draft_.name(function.name));
  if (function.parameter != Parameter::none) draft_.tree().append(call, draft_.produce(Category::number));
  draft_.expression(call);
}

void ModuleWriter::run_task(const DraftFunction& function, std::uint32_t how) {
  draft_.use(Construct::task);
  const NodeId callee = draft_.gen(word::Task);
  const NodeId call = draft_.call(callee, {draft_.name(function.name)});
  if (function.parameter != Parameter::none) draft_.tree().append(call, draft_.produce(Category::number));
  if (how <= 2) {
    start(call);
  } else {
    wait(call);
  }
}

void ModuleWriter::run_coroutine(const DraftFunction& function, std::uint32_t how) {
  NodeId value = draft_.coroutine_call(function);
  if (how == 2 && draft_.enabled(Construct::yield_statement)) {
    draft_.use(Construct::yield_statement);
    draft_.expression(draft_.node(NodeKind::yield_expr, no_word, {value}));
  } else if (how <= 3) {
    start(value);
  } else if (how <= 5) {
    const NodeId body = draft_.block([&] { wait(value); });
    const NodeId type = draft_.name(word::Exception);
    const NodeId block = draft_.block([&] { draft_.expression(draft_.log_call()); });
    const NodeId handler = draft_.node(NodeKind::handler, no_word, {type, block});
    draft_.statement(draft_.node(NodeKind::try_stmt, no_word, {body, handler}));
  } else {
    wait(value);
  }
}

void ModuleWriter::start(NodeId call) {
  const Word variable = draft_.fresh_variable();
  draft_.assign(variable, call);
  draft_.declare(variable, Type::future);
}

void ModuleWriter::wait(NodeId call) {
  const Word variable = draft_.fresh_variable();
  draft_.assign(variable, draft_.node(NodeKind::yield_expr, no_word, {call}));
  draft_.declare(variable, Type::value);
  const NodeId log = draft_.log_call();
  draft_.tree().append(log, draft_.name(variable));
  draft_.expression(log);
}

void ModuleWriter::schedule(const DraftFunction& function, std::uint32_t how) {
  const bool later = how > 3 && draft_.enabled(Construct::call_later);
  if (!later && !draft_.enabled(Construct::add_callback)) return;
  draft_.use(later ? Construct::call_later : Construct::add_callback);
  const NodeId call = draft_.loop_method(later ? word::call_later : word::add_callback);
  if (later) draft_.tree().append(call, draft_.integer(how - 4));
  draft_.tree().append(call, draft_.name(function.name));
  draft_.expression(call);
}

void ModuleWriter::main_function() {
  const bool plain = draft_.sometimes(Construct::plain_main, 12);
  const bool engine = !plain && draft_.sometimes(Construct::engine_main, 12);
  draft_.begin_function({.suspends = !plain, .main = true});
  const NodeId block = draft_.block([&] {
    maybe_count_calls();
    if (!world_at_module_level_) world();
    call_the_uncalled(plain);
    draft_.statements(0);
    if (engine) {
      engine_end();
    } else if (!plain) {
      coroutine_end();
    } else if (draft_.sometimes(Construct::callback_returns_future, 2)) {
      returns(draft_.produce(Category::future));
    }
  });
  add_definition(word::main, plain ? Role::plain : engine ? Role::engine : Role::coroutine, {}, block);
}

}  // namespace windtunnel::generator
