// The functions of a module, by kind; their common parts come first.
#include "harness/generator/answers.hpp"
#include "harness/generator/module_writer.hpp"

namespace windtunnel::generator {

namespace {

using Parameter = DraftFunction::Parameter;

Word parameter_word(Parameter parameter) {
  if (parameter == Parameter::none) return no_word;
  return parameter == Parameter::future ? word::f : word::n;
}

}  // namespace

/// Adds the finished function; later ones may call it.
void ModuleWriter::add(Kind kind, Role role, Parameter parameter, Word name, NodeId block) {
  if (kind == Kind::handler) {
    add_definition(name, role, {draft_.typ_word(), word::value, draft_.tb_word()}, block);
  } else if (kind == Kind::value_callback) {
    add_definition(name, role, {word::value}, block);
  } else if (kind == Kind::task) {
    add_definition(name, role, {parameter_word(parameter), word::callback}, block);
  } else {
    add_definition(name, role, {parameter_word(parameter)}, block);
  }
  draft_.functions[draft_.function_count++] = {name, kind, parameter, draft_.function.cost + 1};
}

void ModuleWriter::add_definition(Word name, Role role, std::initializer_list<Word> parameters,
                                  NodeId block) {
  const NodeId list = draft_.node(NodeKind::parameters);
  for (Word parameter : parameters) {
    if (parameter != no_word) draft_.tree().append(list, draft_.node(NodeKind::parameter, parameter));
  }
  const NodeId made = draft_.node(NodeKind::function_def, name, {list, block});
  draft_.tree()[made].flag = static_cast<std::uint8_t>(role);
  if (role != Role::plain) draft_.import(Import::gen);
  definitions_[definition_count_++] = made;
}

/// `global n0` at the start of a function, and `n0 = n0 + 1`.
void ModuleWriter::count_calls() {
  draft_.use(Construct::global_counter);
  std::uint32_t at = draft_.draw(draft_.counters + 1, "counter");
  // The last answer is a new counter; if there is no room, the last counter there is.
  if (at == draft_.counters && draft_.counters < Draft::counter_limit) ++draft_.counters;
  if (at == draft_.counters) --at;
  const Word counter = draft_.numbered(NamePool::counter, at);
  draft_.function.counter = counter;
  draft_.statement(draft_.node(NodeKind::global_stmt, counter));
  const NodeId left = draft_.name(counter);
  const NodeId one = draft_.integer(1);
  draft_.assign(counter, draft_.node(NodeKind::add, no_word, {left, one}));
}

void ModuleWriter::maybe_count_calls() {
  if (draft_.sometimes(Construct::global_counter, 6)) count_calls();
}

void ModuleWriter::done_callback() {
  draft_.use(Construct::done_callback);
  const Word name = next_name(Kind::done_callback, NamePool::done_callback);
  draft_.begin_function({.brief = true});
  const NodeId block = draft_.block([&] {
    maybe_count_calls();
    draft_.declare(word::f, Type::future);
    ask_future();
    draft_.statements(0);
    notify_here();
    if (draft_.sometimes(Construct::callback_raises, 6)) raise();
  });
  add(Kind::done_callback, Role::plain, Parameter::future, name, block);
}

/// Most callbacks of a Future look at it. Asking a failed one for its result raises in the callback.
void ModuleWriter::ask_future() {
  const std::uint32_t what = draft_.draw(4, "asked");
  const NodeId log = draft_.log_call();
  if (what < 2 && draft_.enabled(Construct::future_exception)) {
    draft_.use(Construct::future_exception);
    const NodeId asked = draft_.method(draft_.name(word::f), word::exception);
    draft_.tree().append(log, draft_.compare(Comparison::is, asked, draft_.node(NodeKind::none)));
  } else if (what == 2 && draft_.enabled(Construct::future_result)) {
    draft_.use(Construct::future_result);
    draft_.tree().append(log, draft_.method(draft_.name(word::f), word::result));
  }
  draft_.expression(log);
}

/// A notify inside the call that settles the Future, which may itself be a notify.
void ModuleWriter::notify_here() {
  if (!draft_.has_object(DraftObject::condition) || !draft_.sometimes(Construct::notify, 4)) return;
  const DraftObject& condition = draft_.pick_object(DraftObject::condition);
  draft_.expression(draft_.method(draft_.name(condition.name), word::notify));
}

void ModuleWriter::tick() {
  draft_.use(Construct::tick_callback);
  const Word name = next_name(Kind::tick, NamePool::tick);
  draft_.begin_function({.brief = true});
  const NodeId block = draft_.block([&] {
    const bool rearming =
        draft_.enabled(Construct::global_counter) && draft_.sometimes(Construct::rearming_timer, 8);
    if (rearming) {
      count_calls();
      rearm(name);
    } else {
      maybe_count_calls();
    }
    draft_.expression(draft_.log_call());
    draft_.statements(0);
    tick_end();
    // A timer that re-arms itself runs at most twice more.
    if (rearming) draft_.spend(draft_.function.cost * 2);
  });
  add(Kind::tick, Role::plain, Parameter::none, name, block);
}

/// `if n0 < 3: IOLoop.current().call_later(1, tick0)`: bounded, because the counter never decreases.
void ModuleWriter::rearm(Word name) {
  const NodeId count = draft_.name(draft_.function.counter);
  const NodeId bound = draft_.integer(3);
  const NodeId test = draft_.compare(Comparison::less, count, bound);
  const NodeId delay = draft_.integer(draft_.draw(3, "delay"));
  const NodeId block = draft_.block([&] {
    const NodeId object = draft_.loop();
    const NodeId again = draft_.name(name);
    draft_.expression(draft_.method(object, word::call_later, {delay, again}));
  });
  draft_.statement(draft_.node(NodeKind::if_stmt, no_word, {test, block}));
}

void ModuleWriter::tick_end() {
  if (draft_.sometimes(Construct::callback_raises, 6)) {
    raise();
  } else if (draft_.sometimes(Construct::callback_returns_future, 6)) {
    returns(draft_.produce(Category::future));
  } else if (draft_.sometimes(Construct::callback_returns_list, 8)) {
    const NodeId list = draft_.node(NodeKind::list);
    for (int size = 0; size < 3; ++size) {
      draft_.tree().append(list, draft_.produce(Category::future));
      const bool another = draft_.draw(2, "another element") != 0;
      if (!another) break;
    }
    returns(list);
  } else if (draft_.sometimes(Construct::callback_returns_value, 8)) {
    returns(draft_.produce(Category::value));
  }
}

void ModuleWriter::coroutine() {
  draft_.use(Construct::coroutine);
  const Word name = next_name(Kind::coroutine, NamePool::coroutine);
  const bool suspends = !draft_.sometimes(Construct::coroutine_without_yield, 6);
  Parameter parameter = Parameter::none;
  if (draft_.sometimes(Construct::number_parameter, 6)) {
    parameter = Parameter::number;
  } else if (draft_.sometimes(Construct::future_parameter, 8)) {
    parameter = Parameter::future;
  } else if (draft_.sometimes(Construct::recursion, 8)) {
    parameter = Parameter::depth;
  }
  draft_.begin_function({.suspends = suspends});
  const NodeId block = draft_.block([&] {
    maybe_count_calls();
    if (parameter == Parameter::future) draft_.declare(word::f, Type::future);
    if (parameter == Parameter::number) draft_.declare(word::n, Type::number);
    if (parameter == Parameter::depth) recurse(name, suspends);
    draft_.statements(0);
    coroutine_end();
  });
  add(Kind::coroutine, Role::coroutine, parameter, name, block);
}

/// `if n > 0: v = yield c1(n - 1)`.
void ModuleWriter::recurse(Word name, bool suspends) {
  const NodeId parameter = draft_.name(word::n);
  const NodeId zero = draft_.integer(0);
  const NodeId test = draft_.compare(Comparison::greater, parameter, zero);
  const NodeId block = draft_.block([&] {
    const NodeId callee = draft_.name(name);
    const NodeId left = draft_.name(word::n);
    const NodeId one = draft_.integer(1);
    const NodeId less = draft_.node(NodeKind::subtract, no_word, {left, one});
    NodeId value = draft_.call(callee, {less});
    if (suspends) value = draft_.node(NodeKind::yield_expr, no_word, {value});
    const Word variable = draft_.fresh_variable();
    draft_.assign(variable, value);
  });
  draft_.statement(draft_.node(NodeKind::if_stmt, no_word, {test, block}));
}

void ModuleWriter::coroutine_end() {
  if (draft_.sometimes(Construct::failing_end, 6)) {
    raise();
  } else if (draft_.sometimes(Construct::return_value, 4)) {
    returns(draft_.produce(Category::value));
  } else if (draft_.sometimes(Construct::gen_return, 3)) {
    const NodeId callee = draft_.gen(word::Return);
    NodeId value = draft_.produce(Category::value);
    if (draft_.function.suspends && draft_.sometimes(Construct::yield_argument, 8)) {
      value = draft_.produce(Category::yieldable);
      value = draft_.node(NodeKind::yield_expr, no_word, {value});
    }
    const NodeId call = draft_.call(callee, {value});
    draft_.statement(draft_.node(NodeKind::raise_stmt, no_word, {call}));
  }
}

void ModuleWriter::raise() {
  draft_.statement(draft_.node(NodeKind::raise_stmt, no_word, {draft_.error()}));
}

void ModuleWriter::returns(NodeId value) {
  draft_.statement(draft_.node(NodeKind::return_stmt, no_word, {value}));
}

void ModuleWriter::engine() {
  draft_.use(Construct::engine);
  const Word name = next_name(Kind::engine, NamePool::engine);
  const bool number = draft_.sometimes(Construct::engine_of_number, 4);
  draft_.begin_function({.suspends = true});
  const NodeId block = draft_.block([&] {
    maybe_count_calls();
    if (number) draft_.declare(word::n, Type::number);
    draft_.statements(0);
    engine_end();
  });
  add(Kind::engine, Role::engine, number ? Parameter::number : Parameter::none, name, block);
}

/// A value other than None is an error.
void ModuleWriter::engine_end() {
  if (draft_.sometimes(Construct::failing_end, 8)) {
    raise();
  } else if (draft_.sometimes(Construct::engine_returns, 8)) {
    returns(draft_.integer(draft_.draw(3, "returned")));
  }
}

/// The handler of an ExceptionStackContext. It must not cause itself again, so it calls nothing that would
/// run in its own context.
void ModuleWriter::handler() {
  const Word name = next_name(Kind::handler, NamePool::handler);
  draft_.begin_function({.brief = true});
  const NodeId block = draft_.block([&] {
    draft_.expression(draft_.log_call(draft_.name(word::value)));
    for (int made = 0; made < 2; ++made) {
      const bool another = draft_.draw(3, "another statement") == 2;
      if (!another) break;
      draft_.produce(Category::handling);
    }
    handler_end();
  });
  add(Kind::handler, Role::plain, Parameter::none, name, block);
}

void ModuleWriter::handler_end() {
  if (draft_.sometimes(Construct::handler_consumes, 2)) {
    returns(draft_.node(NodeKind::true_value));
  } else if (draft_.sometimes(Construct::handler_raises, 4)) {
    raise();
  } else if (draft_.sometimes(Construct::handler_raises_again, 6)) {
    draft_.statement(draft_.node(NodeKind::raise_stmt, no_word, {draft_.name(word::value)}));
  } else if (draft_.sometimes(Construct::handler_passes, 2)) {
    const bool none = draft_.draw(2, "None") == 1;
    returns(draft_.node(none ? NodeKind::none : NodeKind::false_value));
  }
}

/// A function that takes a `callback`: plain, or an engine that may wait before it calls it.
void ModuleWriter::task() {
  draft_.use(Construct::task_function);
  const Word name = next_name(Kind::task, NamePool::task);
  const bool waits = draft_.sometimes(Construct::engine_task, 3);
  const bool number = draft_.sometimes(Construct::task_of_number, 4);
  draft_.begin_function({.suspends = waits, .brief = true});
  const NodeId block = draft_.block([&] {
    if (number) draft_.declare(word::n, Type::number);
    draft_.declare(word::callback, Type::taker);
    draft_.expression(draft_.log_call());
    draft_.statements(0);
    task_end();
  });
  const Role role = waits ? Role::engine : Role::plain;
  add(Kind::task, role, number ? Parameter::number : Parameter::none, name, block);
}

/// Mostly calls the callback once; an error may come before or after that.
void ModuleWriter::task_end() {
  const bool raises = draft_.sometimes(Construct::task_raises, 6);
  const bool answers = !raises || draft_.draw(2, "answer first") == 1;
  if (answers && !draft_.sometimes(Construct::silent_callback, 16)) answer(draft_, word::callback);
  if (answers && draft_.sometimes(Construct::second_call, 8)) answer(draft_, word::callback);
  if (raises) raise();
}

void ModuleWriter::value_callback() {
  draft_.use(Construct::value_callback);
  const Word name = next_name(Kind::value_callback, NamePool::value_callback);
  draft_.begin_function({.brief = true});
  const NodeId block = draft_.block([&] {
    draft_.declare(word::value, Type::value);
    draft_.expression(draft_.log_call(draft_.name(word::value)));
    draft_.statements(0);
    if (draft_.sometimes(Construct::callback_raises, 6)) raise();
  });
  add(Kind::value_callback, Role::plain, Parameter::none, name, block);
}

Word ModuleWriter::next_name(Kind kind, NamePool pool) {
  return draft_.numbered(pool, numbers_[static_cast<std::size_t>(kind)]++);
}

}  // namespace windtunnel::generator
