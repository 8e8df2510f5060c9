#include "harness/generator/generator.hpp"

#include <array>

#include "harness/generator/draft.hpp"
#include "harness/generator/module_layout.hpp"

namespace windtunnel {

namespace {

using Kind = DraftFunction::Kind;
using Parameter = DraftFunction::Parameter;
using Type = DraftVariable::Type;

/// Draws a module: its Futures, then functions that may call those before them, then main; and puts together
/// what these turned out to need.
class ModuleWriter {
 public:
  explicit ModuleWriter(Draft& draft) : draft_(draft) {}

  void write() {
    futures();
    const std::uint32_t stop = 1 + (draft_.options().size + 7) / 8;
    for (std::uint32_t at = 0; at < Draft::function_limit && draft_.room_for_function(); ++at) {
      const bool another = draft_.draw(stop, "another function") != 0;
      if (!another) break;
      one_function();
    }
    module_statements();
    main_function();
    lay_out_module(draft_, {definitions_.data(), definition_count_}, module_block_);
  }

 private:
  void futures() {
    while (draft_.enabled(Construct::module_future) && draft_.futures < Draft::future_limit) {
      const bool another = draft_.draw(4, "another future") != 0;
      if (!another) break;
      draft_.use(Construct::module_future);
      ++draft_.futures;
    }
    draft_.own_futures = draft_.futures;
  }

  void one_function() {
    constexpr std::array<Kind, 6> kinds = {Kind::tick,      Kind::coroutine, Kind::done_callback,
                                           Kind::coroutine, Kind::coroutine, Kind::coroutine};
    const Kind kind = kinds[draft_.draw(kinds.size(), "kind of function")];
    if (kind == Kind::coroutine && draft_.enabled(Construct::coroutine)) {
      coroutine();
    } else if (kind == Kind::done_callback && draft_.enabled(Construct::done_callback)) {
      done_callback();
    } else if (draft_.enabled(Construct::tick_callback)) {
      tick();
    }
  }

  /// Adds the finished function, which later ones may call.
  void add(Kind kind, Parameter parameter, Word name, NodeId block) {
    const bool coroutine = kind == Kind::coroutine;
    add_definition(name, coroutine ? Role::coroutine : Role::plain, parameter_word(parameter), block);
    draft_.functions[draft_.function_count++] = {name, kind, parameter, draft_.function.cost + 1};
  }

  static Word parameter_word(Parameter parameter) {
    if (parameter == Parameter::none) return no_word;
    return parameter == Parameter::future ? word::f : word::n;
  }

  void add_definition(Word name, Role role, Word parameter, NodeId block) {
    const NodeId parameters = draft_.node(NodeKind::parameters);
    if (parameter != no_word) draft_.tree().append(parameters, draft_.node(NodeKind::parameter, parameter));
    const NodeId made = draft_.node(NodeKind::function_def, name, {parameters, block});
    draft_.tree()[made].flag = static_cast<std::uint8_t>(role);
    if (role != Role::plain) draft_.import(Import::gen);
    definitions_[definition_count_++] = made;
  }

  /// `global n0` at the start of a function, and `n0 = n0 + 1`.
  void count_calls() {
    draft_.use(Construct::global_counter);
    std::uint32_t at = draft_.draw(draft_.counters + 1, "counter");
    // The last answer is a new counter; with no room left it is the last one there is.
    if (at == draft_.counters && draft_.counters < Draft::counter_limit) ++draft_.counters;
    if (at == draft_.counters) --at;
    const Word counter = draft_.numbered(NamePool::counter, at);
    draft_.function.counter = counter;
    draft_.statement(draft_.node(NodeKind::global_stmt, counter));
    const NodeId left = draft_.name(counter);
    const NodeId one = draft_.integer(1);
    draft_.assign(counter, draft_.node(NodeKind::add, no_word, {left, one}));
  }

  void maybe_count_calls() {
    if (draft_.sometimes(Construct::global_counter, 6)) count_calls();
  }

  void done_callback() {
    draft_.use(Construct::done_callback);
    const Word name = draft_.numbered(NamePool::done_callback, done_callbacks_++);
    draft_.begin_function({.brief = true});
    const NodeId block = draft_.block([&] {
      maybe_count_calls();
      draft_.declare(word::f, Type::future);
      ask_future();
      draft_.statements(0);
      if (draft_.sometimes(Construct::callback_raises, 6)) raise();
    });
    add(Kind::done_callback, Parameter::future, name, block);
  }

  /// Most callbacks of a Future look at it; asking for the result of a failed one raises in the callback.
  void ask_future() {
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

  void tick() {
    draft_.use(Construct::tick_callback);
    const Word name = draft_.numbered(NamePool::tick, ticks_++);
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
      // A timer that arms itself runs twice more at most.
      if (rearming) draft_.spend(draft_.function.cost * 2);
    });
    add(Kind::tick, Parameter::none, name, block);
  }

  /// `if n0 < 3: IOLoop.current().call_later(1, tick0)`: bounded, for the counter never falls.
  void rearm(Word name) {
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

  void tick_end() {
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

  void coroutine() {
    draft_.use(Construct::coroutine);
    const Word name = draft_.numbered(NamePool::coroutine, coroutines_++);
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
    add(Kind::coroutine, parameter, name, block);
  }

  /// `if n > 0: v = yield c1(n - 1)`.
  void recurse(Word name, bool suspends) {
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

  void coroutine_end() {
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

  void raise() { draft_.statement(draft_.node(NodeKind::raise_stmt, no_word, {draft_.error()})); }

  void returns(NodeId value) { draft_.statement(draft_.node(NodeKind::return_stmt, no_word, {value})); }

  /// What the outside world and the timers will do to the module's Futures. What nobody settles is a deadlock
  /// for whoever waits for it.
  void world() {
    for (std::uint32_t at = 0; at < draft_.own_futures; ++at) {
      const std::uint32_t how = draft_.draw(8, "who settles");
      if (how < 3) continue;
      const bool fails = how == 4 || how == 7;
      const bool timer = how >= 6;
      const Construct construct = timer   ? Construct::call_later
                                  : fails ? Construct::external_fail
                                          : Construct::external_settle;
      if (!draft_.enabled(construct)) continue;
      draft_.use(construct);
      NodeId call = 0;
      if (timer) {
        const NodeId delay = draft_.integer(draft_.draw(4, "delay"));
        call = draft_.loop_method(word::call_later);
        draft_.tree().append(call, delay);
      } else {
        draft_.import(Import::external);
        call = draft_.call(draft_.name(word::external));
      }
      draft_.tree().append(call, draft_.name(fails ? draft_.fail_word() : draft_.settle_word()));
      draft_.tree().append(call, draft_.name(draft_.numbered(NamePool::future, at)));
      draft_.tree().append(call, fails ? draft_.error() : draft_.produce(Category::value));
      draft_.expression(call);
    }
  }

  void module_statements() {
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

  /// Most functions that nothing calls yet are called by main, the latest first: the others are called from
  /// them.
  void call_the_uncalled(bool plain) {
    for (std::uint32_t at = draft_.function_count; at-- > 0;) {
      DraftFunction& function = draft_.functions[at];
      if (function.called || !draft_.affordable(function.cost)) continue;
      const std::uint32_t how = draft_.draw(8, "call of a function");
      if (how == 0) continue;
      if (function.kind == Kind::coroutine) {
        draft_.called(function);
        run_coroutine(function, plain ? 1 : how);
      } else if (function.kind == Kind::tick) {
        draft_.called(function);
        schedule(function, how);
      } else if (draft_.has_future() && draft_.enabled(Construct::add_done_callback)) {
        draft_.called(function);
        draft_.use(Construct::add_done_callback);
        const NodeId future = draft_.pick_future();
        const NodeId callback = draft_.name(function.name);
        draft_.expression(draft_.method(future, word::add_done_callback, {callback}));
      }
    }
  }

  void run_coroutine(const DraftFunction& function, std::uint32_t how) {
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

  void start(NodeId call) {
    const Word variable = draft_.fresh_variable();
    draft_.assign(variable, call);
    draft_.declare(variable, Type::future);
  }

  void wait(NodeId call) {
    const Word variable = draft_.fresh_variable();
    draft_.assign(variable, draft_.node(NodeKind::yield_expr, no_word, {call}));
    draft_.declare(variable, Type::value);
    const NodeId log = draft_.log_call();
    draft_.tree().append(log, draft_.name(variable));
    draft_.expression(log);
  }

  void schedule(const DraftFunction& function, std::uint32_t how) {
    const bool later = how > 3 && draft_.enabled(Construct::call_later);
    if (!later && !draft_.enabled(Construct::add_callback)) return;
    draft_.use(later ? Construct::call_later : Construct::add_callback);
    const NodeId call = draft_.loop_method(later ? word::call_later : word::add_callback);
    if (later) draft_.tree().append(call, draft_.integer(how - 4));
    draft_.tree().append(call, draft_.name(function.name));
    draft_.expression(call);
  }

  void main_function() {
    const bool plain = draft_.sometimes(Construct::plain_main, 12);
    draft_.begin_function({.suspends = !plain, .main = true});
    const NodeId block = draft_.block([&] {
      maybe_count_calls();
      if (!world_at_module_level_) world();
      call_the_uncalled(plain);
      draft_.statements(0);
      if (!plain) {
        coroutine_end();
      } else if (draft_.sometimes(Construct::callback_returns_future, 2)) {
        returns(draft_.produce(Category::future));
      }
    });
    add_definition(word::main, plain ? Role::plain : Role::coroutine, no_word, block);
  }

  Draft& draft_;
  std::array<NodeId, Draft::function_limit + 1> definitions_{};
  std::uint32_t definition_count_ = 0;
  std::uint32_t coroutines_ = 0;
  std::uint32_t done_callbacks_ = 0;
  std::uint32_t ticks_ = 0;
  bool world_at_module_level_ = false;
  NodeId module_block_ = 0;
};

}  // namespace

Generated generate(tornado::ChoiceSource& source, const GeneratorOptions& options, Scenario& out) {
  Draft draft(source, options, out);
  ModuleWriter(draft).write();
  return draft.generated();
}

}  // namespace windtunnel
