#include "harness/scenario/compiler.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "harness/scenario/availability.hpp"
#include "harness/scenario/source_error.hpp"

namespace windtunnel {

namespace {

constexpr std::size_t most_instructions = 4'000'000;

// The variables of one function or lambda while it is compiled.
struct Scope {
  std::uint32_t function = 0;
  Scope* outer = nullptr;  // the function or lambda around a lambda; null for a function
  std::vector<Word> locals;
  std::vector<bool> in_cell;
  std::vector<Word> declared_global;
  std::vector<Word> captured;  // parallel to the lambda's captures
  std::uint32_t depth = 0;
  std::uint32_t blocks = 0;

  std::optional<std::uint32_t> slot_of(Word name) const {
    auto at = std::find(locals.begin(), locals.end(), name);
    if (at == locals.end()) return std::nullopt;
    return static_cast<std::uint32_t>(at - locals.begin());
  }
};

enum class Access { load, store, clear };

class Compiler {
 public:
  Compiler(const Scenario& tree, std::string_view file, Program& program) : tree_(tree), file_(file), program_(program) {}

  void compile_module() {
    program_.clear();
    global_slots_.assign(tree_.words.end(), 0);
    Scope scope;
    begin_function(scope, 0, no_word, Role::plain);
    program_.main_slot = global_slot(word::main);
    for (NodeId item : children_of(tree_, 0)) statement(item);
    end_function();
    // Bodies come after the module's code; functions inside functions do not exist.
    for (std::uint32_t at = 1; at < program_.functions.size(); ++at) {
      if (!program_.functions[at].is_lambda) function_body(at);
    }
  }

 private:
  const Node& node(NodeId id) const { return tree_[id]; }

  // --- emitting

  std::uint32_t emit(Op op, std::uint32_t c = 0, std::uint8_t a = 0, std::uint16_t b = 0) {
    if (program_.code.size() >= most_instructions) {
      throw SourceError(file_, {node(at_).line, node(at_).column}, "a scenario of more than 4,000,000 instructions",
                        "a smaller one");
    }
    program_.code.push_back(Instruction{op, a, b, c});
    program_.nodes.push_back(at_);
    return static_cast<std::uint32_t>(program_.code.size() - 1);
  }

  std::uint32_t here() const { return static_cast<std::uint32_t>(program_.code.size()); }
  void patch(std::uint32_t instruction) { program_.code[instruction].c = here(); }

  void push(std::uint32_t count = 1) {
    scope_->depth += count;
    Function& function = program_.functions[scope_->function];
    function.stack = std::max(function.stack, scope_->depth);
  }
  void pop(std::uint32_t count = 1) { scope_->depth -= count; }

  void push_block() {
    ++scope_->blocks;
    Function& function = program_.functions[scope_->function];
    // A handler or cleanup takes the block's place and keeps up to three values beside what was there.
    function.blocks = std::max(function.blocks, scope_->blocks + 1);
    function.stack = std::max(function.stack, scope_->depth + 4);
  }
  void pop_block() { --scope_->blocks; }

  // --- functions and scopes

  void begin_function(Scope& scope, NodeId id, Word name, Role role) {
    scope.function = static_cast<std::uint32_t>(program_.functions.size());
    Function& function = program_.functions.emplace_back();
    function.name = name;
    function.role = role;
    function.node = id;
    function.entry = here();
    scope_ = &scope;
  }

  void end_function() {
    emit(Op::load_none);
    push();
    emit(Op::return_value);
    pop();
    assert(scope_->depth == 0 && scope_->blocks == 0);
  }

  void declare_function(NodeId id) {
    const Node& definition = node(id);
    require_available(tree_, id, file_);
    std::uint32_t index = static_cast<std::uint32_t>(program_.functions.size());
    Function& function = program_.functions.emplace_back();
    function.name = definition.name;
    function.role = definition.role();
    function.node = id;
    if (function.role != Role::plain) {
      // The decorator is evaluated like any expression: without the import it is a NameError.
      load(word::gen);
      emit(Op::load_attribute, function.role == Role::coroutine ? word::coroutine : word::engine);
      emit(Op::pop);
      pop();
    }
    emit(Op::make_function, index);
    push();
    store(definition.name);
  }

  void function_body(std::uint32_t index) {
    Scope scope;
    scope.function = index;
    scope_ = &scope;
    NodeId id = program_.functions[index].node;
    NodeId parameters = tree_.child(id, 0);
    NodeId body = tree_.child(id, 1);
    program_.functions[index].entry = here();
    program_.functions[index].first_name = static_cast<std::uint32_t>(program_.names.size());
    for (NodeId parameter : children_of(tree_, parameters)) {
      scope.locals.push_back(node(parameter).name);
      program_.names.push_back(node(parameter).name);
    }
    program_.functions[index].parameters = static_cast<std::uint32_t>(scope.locals.size());
    collect_globals(scope, body);
    collect_locals(scope, body);
    mark_captured(scope, body);
    at_ = id;
    block(body);
    end_function();
    finish_scope(scope);
  }

  void finish_scope(Scope& scope) {
    Function& function = program_.functions[scope.function];
    function.slots = static_cast<std::uint32_t>(scope.locals.size());
    for (std::uint32_t slot = 0; slot < scope.in_cell.size(); ++slot) {
      if (scope.in_cell[slot]) function.cells.push_back(slot);
    }
  }

  void collect_globals(Scope& scope, NodeId id) {
    if (node(id).kind == NodeKind::global_stmt) scope.declared_global.push_back(node(id).name);
    for (NodeId child : children_of(tree_, id)) collect_globals(scope, child);
  }

  // Whatever a statement binds is local, unless declared global. Lambdas bind nothing outside themselves.
  void collect_locals(Scope& scope, NodeId id) {
    switch (node(id).kind) {
      case NodeKind::assign:
      case NodeKind::for_stmt:
      case NodeKind::handler:
      case NodeKind::with_stmt:
        add_local(scope, node(id).name);
        break;
      case NodeKind::lambda:
        return;
      default:
        break;
    }
    for (NodeId child : children_of(tree_, id)) collect_locals(scope, child);
  }

  static void add_local(Scope& scope, Word name) {
    if (name == no_word || scope.slot_of(name)) return;
    auto& globals = scope.declared_global;
    if (std::find(globals.begin(), globals.end(), name) == globals.end()) scope.locals.push_back(name);
  }

  // Locals that a lambda inside uses live in cells.
  void mark_captured(Scope& scope, NodeId id) {
    scope.in_cell.assign(scope.locals.size(), false);
    std::vector<Word> shadowed;
    mark_captured(scope, id, false, shadowed);
  }

  void mark_captured(Scope& scope, NodeId id, bool in_lambda, std::vector<Word>& shadowed) {
    const Node& at = node(id);
    bool shadows = at.kind == NodeKind::lambda;
    if (shadows) shadowed.push_back(at.name);
    if (in_lambda && at.kind == NodeKind::name_ref &&
        std::find(shadowed.begin(), shadowed.end(), at.name) == shadowed.end()) {
      if (auto slot = scope.slot_of(at.name)) scope.in_cell[*slot] = true;
    }
    for (NodeId child : children_of(tree_, id)) mark_captured(scope, child, in_lambda || shadows, shadowed);
    if (shadows) shadowed.pop_back();
  }

  // --- names

  std::uint32_t global_slot(Word name) {
    std::uint32_t& slot = global_slots_[name];
    if (slot == 0) {
      program_.globals.push_back(name);
      slot = static_cast<std::uint32_t>(program_.globals.size());
    }
    return slot - 1;
  }

  // The capture of `name` in a lambda, or nothing if no function around it has such a local.
  std::optional<std::uint32_t> capture_of(Scope& lambda, Word name) {
    auto known = std::find(lambda.captured.begin(), lambda.captured.end(), name);
    if (known != lambda.captured.end()) return static_cast<std::uint32_t>(known - lambda.captured.begin());
    Scope* outer = lambda.outer;
    if (outer == nullptr) return std::nullopt;
    Capture capture{true, 0};
    if (auto slot = outer->slot_of(name)) {
      capture.index = *slot;
    } else if (auto further = capture_of(*outer, name)) {
      capture = {false, *further};
    } else {
      return std::nullopt;
    }
    lambda.captured.push_back(name);
    program_.functions[lambda.function].captures.push_back(capture);
    return static_cast<std::uint32_t>(lambda.captured.size() - 1);
  }

  void access(Word name, Access how) {
    constexpr Op locals[] = {Op::load_local, Op::store_local, Op::clear_local};
    constexpr Op cells[] = {Op::load_cell, Op::store_cell, Op::clear_cell};
    constexpr Op globals[] = {Op::load_global, Op::store_global, Op::clear_global};
    auto index = static_cast<std::size_t>(how);
    if (auto slot = scope_->slot_of(name)) {
      bool in_cell = *slot < scope_->in_cell.size() && scope_->in_cell[*slot];
      emit(in_cell ? cells[index] : locals[index], *slot);
    } else if (auto capture = how == Access::load ? capture_of(*scope_, name) : std::nullopt) {
      emit(Op::load_captured, *capture);
    } else {
      emit(globals[index], global_slot(name));
    }
    if (how == Access::load) push();
    if (how == Access::store) pop();
  }

  void load(Word name) { access(name, Access::load); }
  void store(Word name) { access(name, Access::store); }

  // --- statements

  void block(NodeId id) {
    for (NodeId child : children_of(tree_, id)) statement(child);
  }

  void statement(NodeId id) {
    at_ = id;
    const Node& s = node(id);
    NodeId first = s.first_child;
    switch (s.kind) {
      case NodeKind::import_from:
        for (NodeId name : children_of(tree_, id)) {
          require_available(tree_, name, file_);
          emit(Op::import_name, node(name).name);
          push();
          store(node(name).name);
        }
        break;
      case NodeKind::class_def:
        value(first);
        emit(Op::make_class, s.name);
        store(s.name);
        break;
      case NodeKind::function_def:
        declare_function(id);
        break;
      case NodeKind::assign:
        value(first);
        store(s.name);
        break;
      case NodeKind::expression:
        value(first);
        emit(Op::pop);
        pop();
        break;
      case NodeKind::return_stmt:
        if (first != 0) {
          value(first);
        } else {
          emit(Op::load_none);
          push();
        }
        emit(Op::return_value);
        pop();
        break;
      case NodeKind::raise_stmt:
        if (first == 0) {
          emit(Op::reraise);
        } else {
          value(first);
          emit(Op::raise);
          pop();
        }
        break;
      case NodeKind::if_stmt:
        if_statement(id);
        break;
      case NodeKind::while_stmt:
      case NodeKind::for_stmt:
        loop_statement(id);
        break;
      case NodeKind::try_stmt:
        try_statement(id);
        break;
      case NodeKind::with_stmt:
        with_statement(id);
        break;
      case NodeKind::break_stmt:
        emit(Op::break_loop);
        break;
      case NodeKind::continue_stmt:
        emit(Op::continue_loop, loop_test_);
        break;
      default:  // pass, global: nothing to do
        break;
    }
  }

  void if_statement(NodeId id) {
    NodeId test = tree_.child(id, 0);
    NodeId then = node(test).next_sibling;
    NodeId otherwise = node(then).next_sibling;
    value(test);
    std::uint32_t to_else = emit(Op::jump_if_false);
    pop();
    block(then);
    if (otherwise == 0) return patch(to_else);
    std::uint32_t to_end = emit(Op::jump);
    patch(to_else);
    block(otherwise);
    patch(to_end);
  }

  void loop_statement(NodeId id) {
    const Node& loop = node(id);
    bool counts = loop.kind == NodeKind::for_stmt;
    NodeId first = loop.first_child;
    NodeId body = node(first).next_sibling;
    if (counts) {
      value(first);
      emit(Op::range_begin);
      push();
    }
    std::uint32_t setup = emit(Op::setup_loop);
    push_block();
    std::uint32_t outer_test = std::exchange(loop_test_, here());
    std::uint32_t to_end;
    if (counts) {
      to_end = emit(Op::range_next);
      push();
      store(loop.name);
    } else {
      value(first);
      to_end = emit(Op::jump_if_false);
      pop();
    }
    block(body);
    at_ = id;
    emit(Op::jump, loop_test_);
    patch(to_end);
    emit(Op::pop_block);
    pop_block();
    patch(setup);
    loop_test_ = outer_test;
    if (counts) {
      emit(Op::pop);
      emit(Op::pop);
      pop(2);
    }
  }

  void try_statement(NodeId id) {
    NodeId body = node(id).first_child;
    NodeId at = node(body).next_sibling;
    NodeId handlers = at;
    while (at != 0 && node(at).kind == NodeKind::handler) at = node(at).next_sibling;
    bool has_handlers = handlers != at;
    NodeId otherwise = at != 0 && node(at).kind == NodeKind::else_clause ? at : 0;
    if (otherwise != 0) at = node(at).next_sibling;
    NodeId finally = at;

    std::uint32_t setup_finally = 0;
    if (finally != 0) {
      setup_finally = emit(Op::setup_finally);
      push_block();
    }
    if (has_handlers) {
      try_except(body, handlers, otherwise);
    } else {
      block(body);
    }
    if (finally != 0) cleanup(setup_finally, [&] { block(tree_.child(finally, 0)); });
  }

  void try_except(NodeId body, NodeId handlers, NodeId otherwise) {
    std::vector<std::uint32_t> to_end;
    std::uint32_t setup = emit(Op::setup_except);
    push_block();
    block(body);
    emit(Op::pop_block);
    pop_block();
    if (otherwise != 0) block(tree_.child(otherwise, 0));
    to_end.push_back(emit(Op::jump));
    patch(setup);
    // Entered inside a handler's block, with the exception that was handled before on the stack.
    push();
    push_block();
    for (NodeId at = handlers; at != 0 && node(at).kind == NodeKind::handler; at = node(at).next_sibling) {
      at_ = at;
      NodeId type = node(at).first_child;
      NodeId handler_body = node(type).next_sibling;
      std::uint32_t to_next = 0;
      if (handler_body == 0) {
        handler_body = type;  // a bare except
      } else {
        value(type);
        to_next = emit(Op::match);
        pop();
      }
      handler(node(at).name, handler_body);
      to_end.push_back(emit(Op::jump));
      if (to_next != 0) patch(to_next);
    }
    emit(Op::reraise);
    pop();
    pop_block();
    for (std::uint32_t jump : to_end) patch(jump);
  }

  // After the body the exception is bound to nothing any more and no longer handled.
  void handler(Word name, NodeId body) {
    if (name == no_word) {
      block(body);
    } else {
      emit(Op::load_handled);
      push();
      store(name);
      std::uint32_t setup = emit(Op::setup_finally);
      push_block();
      block(body);
      cleanup(setup, [&] { access(name, Access::clear); });
    }
    emit(Op::end_except);
  }

  // Ends a block set up by `setup`; `body` runs however the block is left.
  template <class Body>
  void cleanup(std::uint32_t setup, Body body) {
    emit(Op::pop_block);
    pop_block();
    emit(Op::enter_finally);
    patch(setup);
    push(3);
    push_block();  // while an exception is under way it counts as handled
    body();
    emit(Op::end_finally);
    pop_block();
    pop(3);
  }

  void with_statement(NodeId id) {
    NodeId subject = node(id).first_child;
    NodeId body = node(subject).next_sibling;
    value(subject);
    std::uint32_t setup = emit(Op::enter_with);
    push_block();
    push();
    if (node(id).name != no_word) {
      store(node(id).name);
    } else {
      emit(Op::pop);
      pop();
    }
    block(body);
    at_ = id;
    emit(Op::pop_block);
    pop_block();
    emit(Op::enter_finally);
    patch(setup);
    push(3);
    push_block();
    emit(Op::exit_with);
    pop_block();
    pop(3);
    emit(Op::pop);
    pop();
  }

  // --- values

  void value(NodeId id) {
    const Node& v = node(id);
    NodeId first = v.first_child;
    switch (v.kind) {
      case NodeKind::integer:
        program_.integers.push_back(v.integer);
        emit(Op::load_integer, static_cast<std::uint32_t>(program_.integers.size() - 1));
        return push();
      case NodeKind::real:
        program_.reals.push_back(v.real);
        emit(Op::load_real, static_cast<std::uint32_t>(program_.reals.size() - 1));
        return push();
      case NodeKind::string:
        emit(Op::load_word, v.name);
        return push();
      case NodeKind::none:
        emit(Op::load_none);
        return push();
      case NodeKind::true_value:
        emit(Op::load_true);
        return push();
      case NodeKind::false_value:
        emit(Op::load_false);
        return push();
      case NodeKind::name_ref:
        return load(v.name);
      case NodeKind::attribute:
        require_available(tree_, id, file_);
        value(first);
        emit(Op::load_attribute, v.name);
        return;
      case NodeKind::call:
        return call(id);
      case NodeKind::list:
      case NodeKind::dict:
        return container(id);
      case NodeKind::lambda:
        return lambda(id);
      case NodeKind::compare:
        value(first);
        value(node(first).next_sibling);
        emit(Op::compare, 0, v.flag);
        return pop();
      case NodeKind::add:
      case NodeKind::subtract:
        value(first);
        value(node(first).next_sibling);
        emit(v.kind == NodeKind::add ? Op::add : Op::subtract);
        return pop();
      case NodeKind::and_op:
      case NodeKind::or_op: {
        value(first);
        std::uint32_t to_end =
            emit(v.kind == NodeKind::and_op ? Op::jump_if_false_or_pop : Op::jump_if_true_or_pop);
        pop();
        value(node(first).next_sibling);
        return patch(to_end);
      }
      case NodeKind::not_op:
        value(first);
        emit(Op::invert);
        return;
      case NodeKind::negate:
        value(first);
        emit(Op::negate);
        return;
      case NodeKind::posit:
        value(first);
        emit(Op::posit);
        return;
      case NodeKind::yield_expr:
        value(first);
        emit(Op::yield);
        program_.functions[scope_->function].yields = true;
        return;
      default:
        assert(false && "a value is an expression or a yield");
    }
  }

  void call(NodeId id) {
    NodeId callee = node(id).first_child;
    if (node(callee).kind == NodeKind::attribute) {
      require_available(tree_, callee, file_);
      value(node(callee).first_child);
      emit(Op::load_method, node(callee).name);
      push();
    } else {
      value(callee);
      emit(Op::load_unset);
      push();
    }
    std::uint32_t positional = 0;
    std::vector<Word> names;
    for (NodeId at = node(callee).next_sibling; at != 0; at = node(at).next_sibling) {
      if (node(at).kind == NodeKind::keyword) {
        names.push_back(node(at).name);
        value(node(at).first_child);
      } else {
        ++positional;
        value(at);
      }
    }
    if (positional > 255 || names.size() > 255) {
      throw SourceError(file_, {node(id).line, node(id).column}, "a call with more than 255 arguments", "at most 255");
    }
    auto first_name = static_cast<std::uint32_t>(program_.names.size());
    program_.names.insert(program_.names.end(), names.begin(), names.end());
    emit(Op::call, first_name, static_cast<std::uint8_t>(positional), static_cast<std::uint16_t>(names.size()));
    pop(positional + static_cast<std::uint32_t>(names.size()) + 1);
  }

  void container(NodeId id) {
    bool is_dict = node(id).kind == NodeKind::dict;
    std::vector<Word> keys;
    std::uint32_t length = 0;
    for (NodeId child : children_of(tree_, id)) {
      value(is_dict ? node(child).first_child : child);
      if (is_dict) keys.push_back(node(child).name);
      ++length;
    }
    if (is_dict) {
      auto first = static_cast<std::uint32_t>(program_.names.size());
      program_.names.insert(program_.names.end(), keys.begin(), keys.end());
      emit(Op::build_dict, first);
      emit(Op::extra, length);
    } else {
      emit(Op::build_list, length);
    }
    pop(length);
    push();
  }

  void lambda(NodeId id) {
    Scope scope;
    Scope* outer = scope_;
    NodeId at = at_;
    // The code of a lambda stands inside that of the function around it; a jump leads past it.
    std::uint32_t past = emit(Op::jump);
    begin_function(scope, id, no_word, Role::plain);
    std::uint32_t index = scope.function;
    program_.functions[index].is_lambda = true;
    program_.functions[index].first_name = static_cast<std::uint32_t>(program_.names.size());
    scope.outer = outer;
    if (node(id).name != no_word) {
      scope.locals.push_back(node(id).name);
      program_.names.push_back(node(id).name);
      program_.functions[index].parameters = 1;
    }
    NodeId body = node(id).first_child;
    mark_captured(scope, body);
    value(body);
    emit(Op::return_value);
    pop();
    finish_scope(scope);
    scope_ = outer;
    at_ = at;
    patch(past);
    emit(Op::make_lambda, index);
    push();
  }

  const Scenario& tree_;
  std::string_view file_;
  Program& program_;
  Scope* scope_ = nullptr;
  std::uint32_t loop_test_ = 0;
  NodeId at_ = 0;  // the statement whose code is being emitted
  std::vector<std::uint32_t> global_slots_;  // by word; 0 for none, else slot + 1
};

}  // namespace

void Program::clear() {
  code.clear();
  nodes.clear();
  functions.clear();
  integers.clear();
  reals.clear();
  names.clear();
  globals.clear();
}

void compile(const Scenario& scenario, std::string_view file_name, Program& program) {
  Compiler(scenario, file_name, program).compile_module();
}

}  // namespace windtunnel
