// Draft: a scenario while it is being drawn: the choices, the tree, and what is in scope at the current
// place. The productions write through it, so that the program is legal: names are defined before they are
// read, types fit, and calls have no cycle.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "harness/generator/draft_object.hpp"
#include "harness/generator/generator.hpp"
#include "harness/generator/production.hpp"
#include "harness/scenario/tree.hpp"

namespace windtunnel::generator {

using namespace scenario;  // what a generator writes

/// A function of the module that is complete and may be called. Functions call only complete ones: no cycles.
struct DraftFunction {
  enum class Kind : std::uint8_t {
    done_callback,  ///< of a Future
    tick,           ///< plain, without parameters
    coroutine,
    engine,
    handler,         ///< of an ExceptionStackContext: typ, value, tb
    task,            ///< takes a `callback` last, for gen.Task
    value_callback,  ///< takes a value: the `callback` of a coroutine
  };
  enum class Parameter : std::uint8_t {
    none,
    number,
    future,
    depth
  };  ///< depth: the small number of a recursion; a task has those before its `callback`

  Word name = no_word;
  Kind kind = Kind::tick;
  Parameter parameter = Parameter::none;
  std::uint32_t cost = 1;  ///< about how many statements a call runs, including the functions that it calls
  bool called = false;     ///< from anywhere so far
};

/// A local variable that is certainly assigned at the current place.
struct DraftVariable {
  /// own_future: made by Future(). Any other Future is settled only by its maker. thunk: called without
  /// arguments. taker: called with any arguments, like the result of `yield gen.Callback(k)`. deactivation:
  /// of a context.
  enum class Type : std::uint8_t {
    value,
    number,
    future,
    own_future,
    timer,
    error,
    thunk,
    taker,
    deactivation
  };

  Word name;
  Type type;
};

/// What a program may import.
enum class Import : std::uint8_t {
  timedelta,
  gen,
  locks,
  queues,
  stack_context,
  future,
  io_loop,
  log,
  external,
  tracing
};

inline constexpr std::size_t import_count = 10;

class Draft {
 public:
  static constexpr std::uint32_t future_limit = 6;
  static constexpr std::uint32_t object_limit = 6;
  static constexpr std::uint32_t handler_limit = 2;
  static constexpr std::uint32_t factory_limit = 2;
  static constexpr std::uint32_t function_limit = 12;
  static constexpr std::uint32_t counter_limit = 4;
  static constexpr std::uint32_t variable_limit = 60;
  static constexpr std::uint32_t cost_limit = 1500;  ///< statements run by one function, calls included
  static constexpr std::uint32_t depth_limit = 3;    ///< of blocks within blocks

  Draft(tornado::ChoiceSource& source, const GeneratorOptions& options, Scenario& out);

  // Choices: one draw in a full expression.

  /// A number below `options`; asks no question if `options` is 1.
  std::uint32_t draw(std::uint32_t options, std::string_view site) {
    return options < 2 ? 0 : source_.choose({tornado::ChoiceKind::value, options, site});
  }
  bool enabled(Construct construct) const { return enabled_.has(construct); }
  void use(Construct construct) { used_.add(construct); }

  /// Whether an enabled construct occurs here, once in `one_in` times; if so, it is counted.
  bool sometimes(Construct construct, std::uint32_t one_in);

  /// Draws one of the category's productions and makes it.
  NodeId produce(Category category, NodeId context = 0);

  // The tree.

  Scenario& tree() { return tree_; }
  NodeId node(NodeKind kind, Word name = no_word, std::initializer_list<NodeId> children = {});
  NodeId integer(std::int64_t value);
  NodeId real(double value);
  NodeId text(Word word) { return tree_.add(NodeKind::string, word); }
  NodeId name(Word word) { return tree_.add(NodeKind::name_ref, word); }
  NodeId compare(Comparison comparison, NodeId left, NodeId right);
  NodeId attribute(NodeId object, Word word) { return node(NodeKind::attribute, word, {object}); }
  NodeId call(NodeId callee, std::initializer_list<NodeId> arguments = {});
  NodeId method(NodeId object, Word word, std::initializer_list<NodeId> arguments = {});
  NodeId keyword(Word word, NodeId value) { return node(NodeKind::keyword, word, {value}); }

  /// Appends a value as a statement of the open block.
  void expression(NodeId value) { statement(node(NodeKind::expression, no_word, {value})); }
  void assign(Word target, NodeId value) { statement(node(NodeKind::assign, target, {value})); }

  /// Appends a statement to the open block.
  void statement(NodeId statement);

  // Words of the API; using them notes the import that they need.

  void import(Import what) { imports_[static_cast<std::size_t>(what)] = true; }
  bool imported(Import what) const { return imports_[static_cast<std::size_t>(what)]; }
  NodeId gen(Word word);            ///< gen.word
  NodeId locks(Word word);          ///< locks.word
  NodeId queues(Word word);         ///< queues.word
  NodeId stack_context(Word word);  ///< stack_context.word
  NodeId loop();                    ///< IOLoop.current()
  NodeId loop_method(Word word);    ///< IOLoop.current().word(), arguments to be appended
  NodeId new_future();              ///< Future()
  NodeId seconds(NodeId number);    ///< timedelta(seconds=number)
  NodeId log_call();                ///< log("p7"), with a new number
  NodeId log_call(NodeId value);    ///< log("p7", value)
  NodeId tracing(Word text);        ///< tracing("p7")
  NodeId helper(Word word, NodeId future, NodeId value);  ///< settle or fail of a Future, guarded
  Word point();                                           ///< "p7", a new one
  Word numbered(NamePool pool, std::uint32_t number);

  Word settle_word() { return own_word(settle_, "settle"); }
  Word fail_word() { return own_word(fail_, "fail"); }
  Word boom_word() { return own_word(boom_, "Boom"); }
  Word bang_word() { return own_word(bang_, "Bang"); }
  Word typ_word() { return own_word(typ_, "typ"); }
  Word tb_word() { return own_word(tb_, "tb"); }
  Word crash_word() { return own_word(crash_, "crash"); }
  bool has_crash() const { return crash_ != no_word; }
  bool has_boom() const { return boom_ != no_word; }
  bool has_bang() const { return bang_ != no_word; }
  bool has_settle() const { return settle_ != no_word; }
  bool has_fail() const { return fail_ != no_word; }
  Word own_word(Word& word, std::string_view text);

  // What is in scope.

  std::uint32_t futures = 0;      ///< of the module: f0, f1, ...
  std::uint32_t own_futures = 0;  ///< the first ones of these, made by Future()
  std::uint32_t counters = 0;     ///< of the module: n0, n1, ...
  std::array<DraftFunction, function_limit + handler_limit> functions;
  std::uint32_t function_count = 0;
  std::array<DraftObject, object_limit> objects;
  std::uint32_t object_count = 0;
  std::uint32_t factories = 0;  ///< of the module: trace0, trace1, ..., results of tracing()

  /// Adds a lock or queue to the module.
  void add_object(const DraftObject& object);

  /// Whether the module has a lock or queue of one of these kinds.
  bool has_object(const ObjectKinds& kinds) const { return !(object_kinds_ & kinds).empty(); }

  /// One of these objects. There must be one.
  const DraftObject& pick_object(const ObjectKinds& kinds);

  /// A function of that kind that may still be called here, or null.
  const DraftFunction* pick_function(DraftFunction::Kind kind);

  /// Accounts for a call of the function.
  void called(DraftFunction& function_called) {
    function_called.called = true;
    spend(function_called.cost);
  }

  bool has_function(DraftFunction::Kind kind) const;

  /// The call of a coroutine; its arguments are drawn.
  NodeId coroutine_call(const DraftFunction& function);

  bool has_variable(DraftVariable::Type type) const;
  Word pick_variable(DraftVariable::Type type);
  bool may_declare() const { return next_variable_ < variable_limit; }
  Word fresh_variable();  ///< a name that is not in scope yet: declare it after its assignment
  void declare(Word name, DraftVariable::Type type);

  /// The name that the next except block binds. Each block has its own, because leaving a block unbinds its
  /// name.
  Word error_name() { return numbered(NamePool::error, function.handlers); }

  /// Any Future in scope, the module's or a local one. There must be one.
  bool has_future() const;
  NodeId pick_future();

  /// A Future in scope that the program may settle. There must be one.
  bool has_settleable() const;
  NodeId pick_settleable();

  /// The exception classes, as an expression; `error` is a new exception.
  NodeId error_class();
  NodeId error();

  // Blocks and the enclosing function.

  struct Function {
    bool suspends = false;  ///< a yield is allowed
    bool brief = false;     ///< few statements: a callback
    bool main = false;
    std::uint32_t loops = 0;     ///< loops around, up to a finally block: break and continue are allowed
    std::uint32_t handlers = 0;  ///< enclosing except blocks
    std::uint32_t depth = 0;     ///< blocks within blocks
    std::uint32_t contexts = 0;  ///< enclosing stack contexts
    bool key_open = false;       ///< between a `gen.Callback` and its `gen.Wait`
    std::uint32_t repeats = 1;   ///< how often the current place runs at most
    std::uint32_t cost = 0;
    Word counter = no_word;  ///< of a `global` statement
  };
  Function function;

  /// Opens a block, lets `fill` write it, closes it and forgets the variables declared in it. An empty block
  /// gets `pass`.
  template <class Fill>
  NodeId block(Fill fill) {
    const Open outer = open_;
    const std::uint32_t variables = variable_count_;
    const NodeId made = tree_.add(NodeKind::block);
    open_ = {made, 0};
    ++function.depth;
    fill();
    if (open_.tail == 0) {
      use(Construct::pass_statement);
      statement(node(NodeKind::pass_stmt));
    }
    --function.depth;
    variable_count_ = variables;
    open_ = outer;
    return made;
  }

  /// Draws statements into the open block: at least `least`, then more as long as the source wants them.
  void statements(std::uint32_t least);

  /// Draws one production of statements into the open block.
  void one_statement();

  /// Whether there is room for another block of statements here.
  bool room_for_block() const { return function.depth <= depth_limit && function.repeats < 20 && !full(); }
  bool room_for_function() const { return statement_count_ < options_.size / 2; }
  bool full() const { return statement_count_ >= options_.size * 2; }

  /// Whether a call of something that runs that many statements is affordable here.
  bool affordable(std::uint32_t cost) const { return function.cost + function.repeats * cost <= cost_limit; }
  void spend(std::uint32_t cost) { function.cost += function.repeats * cost; }

  /// Starts the next function, without variables.
  void begin_function(const Function& next) {
    function = next;
    variable_count_ = 0;
    next_variable_ = 1;
  }

  const GeneratorOptions& options() const { return options_; }
  Generated generated() const { return {enabled_, used_, statement_count_}; }

 private:
  struct Open {
    NodeId block = 0;
    NodeId tail = 0;
  };
  static constexpr std::size_t pick_slots = 500;

  /// The rows that may be drawn in one category, by their number in it, each as often as its weight.
  struct Picks {
    std::array<std::uint8_t, pick_slots> rows;
    std::uint32_t count;
  };

  /// The source ends a block once in this many times.
  std::uint32_t stop_odds() const;
  NodeId module_or_local(std::uint32_t module_futures, bool local, DraftVariable::Type type);
  void draw_areas();
  void draw_swarm();
  void collect_productions();

  tornado::ChoiceSource& source_;
  GeneratorOptions options_;
  Scenario& tree_;
  ConstructSet enabled_;
  ConstructSet used_;
  Areas favoured_;            ///< the areas whose productions have a higher weight
  std::uint32_t favour_ = 1;  ///< how many times higher
  ObjectKinds object_kinds_;  ///< the kinds of the module's objects
  std::array<Picks, category_count> picks_;
  std::array<bool, import_count> imports_{};
  std::array<Word, name_slots> names_{};
  std::array<DraftVariable, variable_limit> variables_;
  std::uint32_t variable_count_ = 0;
  std::uint32_t next_variable_ = 1;
  std::uint32_t points_ = 0;
  std::uint32_t statement_count_ = 0;
  std::uint32_t expression_depth_ = 0;
  Open open_;
  Word settle_ = no_word;
  Word fail_ = no_word;
  Word boom_ = no_word;
  Word bang_ = no_word;
  Word crash_ = no_word;
  Word typ_ = no_word;
  Word tb_ = no_word;

 public:
  /// Whether an expression may contain another one here: keeps expressions shallow.
  bool shallow() const { return expression_depth_ < 3; }
};

}  // namespace windtunnel::generator
