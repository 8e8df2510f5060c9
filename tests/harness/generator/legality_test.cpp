// What a generated program promises beyond its grammar: names exist, and only Futures that the program made
// itself are settled by it.
#include <algorithm>
#include <gtest/gtest.h>
#include <set>
#include <string>

#include "harness/core/seeded_source.hpp"
#include "harness/generator/generator.hpp"
#include "harness/scenario/printer.hpp"

namespace windtunnel::generator {

using namespace scenario;

namespace {

using Names = std::set<std::string>;

/// Walks a program with the names of the module and of the function around.
class Inspector {
 public:
  explicit Inspector(const scenario::Scenario& tree) : tree_(tree) {
    for (const char* name :
         {"Exception", "ValueError", "KeyError", "RuntimeError", "TypeError", "ZeroDivisionError"}) {
      module_.insert(name);
    }
    collect(0, module_, module_own_);
    known_ = module_;
    own_ = module_own_;
    visit(0);
  }

  const std::string& complaint() const { return complaint_; }

 private:
  std::string text(scenario::NodeId at) const { return std::string(tree_.words.text(tree_[at].name)); }

  /// The names that are bound below `at`, functions within it apart, and which of them hold a Future() of
  /// their own.
  void collect(scenario::NodeId at, Names& bound, Names& own) const {
    for (scenario::NodeId child : children_of(tree_, at)) {
      switch (tree_[child].kind) {
        case scenario::NodeKind::assign:
          if (makes_future(tree_[child].first_child)) own.insert(text(child));
          bound.insert(text(child));
          break;
        case scenario::NodeKind::function_def:
          bound.insert(text(child));
          continue;
        case scenario::NodeKind::parameter:
        case scenario::NodeKind::imported_name:
        case scenario::NodeKind::class_def:
        case scenario::NodeKind::handler:
        case scenario::NodeKind::for_stmt:
        case scenario::NodeKind::with_stmt:
          bound.insert(text(child));
          break;
        default:
          break;
      }
      collect(child, bound, own);
    }
  }

  bool makes_future(scenario::NodeId value) const {
    return tree_[value].kind == scenario::NodeKind::call &&
           tree_[tree_[value].first_child].name == scenario::word::Future;
  }

  bool is_helper(scenario::NodeId at) const {
    return tree_[at].kind == scenario::NodeKind::name_ref && (text(at) == "settle" || text(at) == "fail");
  }

  void visit(scenario::NodeId at) {
    const scenario::Node& node = tree_[at];
    const bool function = node.kind == scenario::NodeKind::function_def;
    const bool lambda = node.kind == scenario::NodeKind::lambda && node.name != scenario::no_word;
    const Names known = known_;
    const Names own = own_;
    if (function) {
      collect(at, known_, own_);
      // The helpers are handed what the caller may settle.
      if (text(at) == "settle" || text(at) == "fail") own_.insert("f");
    }
    if (lambda) known_.insert(text(at));
    if (node.kind == scenario::NodeKind::name_ref && !known_.contains(text(at)))
      complaint_ = "unknown name " + text(at);
    if (node.kind == scenario::NodeKind::attribute &&
        (node.name == scenario::word::set_result || node.name == scenario::word::set_exception)) {
      settles(node.first_child);
    }
    if (is_helper(at) && node.next_sibling != 0) settles(node.next_sibling);
    for (scenario::NodeId child : children_of(tree_, at)) visit(child);
    known_ = known;
    own_ = own;
  }

  void settles(scenario::NodeId future) {
    if (!own_.contains(text(future))) complaint_ = "settles a Future of somebody else: " + text(future);
  }

  const scenario::Scenario& tree_;
  Names module_;
  Names module_own_;
  Names known_;
  Names own_;
  std::string complaint_;
};

TEST(Legality, NamesExistAndOnlyOwnFuturesAreSettled) {
  Scenario program;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    core::SeededSource source(core::derive(11, seed));
    generate(source, {.size = 5 + static_cast<std::uint32_t>(seed % 60), .areas = all_areas}, program);
    ASSERT_EQ(Inspector(program).complaint(), "") << print(program);
  }
}

/// Walks a program for what would make its trace undefined or endless.
class Careful {
 public:
  explicit Careful(const scenario::Scenario& tree) : tree_(tree) {
    for (scenario::NodeId item : children_of(tree_, 0)) {
      if (tree_[item].kind != scenario::NodeKind::function_def) continue;
      open_.clear();
      in_handler_ = text(item).starts_with("handler");
      visit(item);
    }
  }

  const std::string& complaint() const { return complaint_; }
  int pairs() const { return pairs_; }

 private:
  std::string text(scenario::NodeId at) const { return std::string(tree_.words.text(tree_[at].name)); }

  void visit(scenario::NodeId at) {
    const scenario::Node& node = tree_[at];
    if (open_.size() > 1) may_end(node.kind);
    if (node.kind == scenario::NodeKind::call) call(at);
    if (node.kind == scenario::NodeKind::attribute && in_handler_) runs_later(node.name);
    for (scenario::NodeId child : children_of(tree_, at)) visit(child);
  }

  /// The message of LeakedCallbackError holds a set, which has no order.
  void may_end(scenario::NodeKind kind) {
    switch (kind) {
      case scenario::NodeKind::raise_stmt:
      case scenario::NodeKind::return_stmt:
      case scenario::NodeKind::break_stmt:
      case scenario::NodeKind::continue_stmt:
      case scenario::NodeKind::if_stmt:
      case scenario::NodeKind::while_stmt:
      case scenario::NodeKind::for_stmt:
      case scenario::NodeKind::try_stmt:
      case scenario::NodeKind::with_stmt:
        complaint_ = "may end with two keys pending";
        break;
      default:
        break;
    }
  }

  /// What an exception handler sets going in its own context could come back to it for ever.
  void runs_later(scenario::Word method) {
    for (scenario::Word later :
         {scenario::word::add_callback, scenario::word::call_later, scenario::word::call_at,
          scenario::word::add_timeout, scenario::word::add_future}) {
      if (method == later) complaint_ = "a handler that calls " + std::string(tree_.words.text(method));
    }
  }

  void call(scenario::NodeId at) {
    const scenario::NodeId callee = tree_[at].first_child;
    const scenario::NodeId argument = tree_[callee].next_sibling;
    if (tree_[callee].name == scenario::word::Callback) {
      const std::string key = key_of(argument);
      if (key != "k0" && tree_[at].next_sibling == 0) open_.insert(key);
      if (open_.size() > 1) ++pairs_;
    } else if (tree_[callee].name == scenario::word::Wait) {
      open_.erase(key_of(argument));
    } else if (tree_[callee].name == scenario::word::WaitAll) {
      for (scenario::NodeId key : children_of(tree_, argument)) open_.erase(key_of(key));
    }
  }

  std::string key_of(scenario::NodeId literal) const {
    return tree_[literal].kind == scenario::NodeKind::integer ? std::to_string(tree_[literal].integer)
                                                              : text(literal);
  }

  const scenario::Scenario& tree_;
  std::set<std::string> open_;  // all but k0, which may leak alone
  bool in_handler_ = false;
  int pairs_ = 0;
  std::string complaint_;
};

TEST(Legality, NoTwoKeysLeakAndNoHandlerComesBackToItself) {
  Scenario program;
  int pairs = 0;
  for (std::uint64_t seed = 0; seed < 5000; ++seed) {
    core::SeededSource source(core::derive(13, seed));
    generate(source, {.areas = {Area::core, Area::context, Area::legacy}}, program);
    const Careful careful(program);
    ASSERT_EQ(careful.complaint(), "") << print(program);
    pairs += careful.pairs();
  }
  EXPECT_GT(pairs, 100);
}

TEST(Legality, WhatIsToBeLeftOutIsLeftOut) {
  ConstructSet without;
  without.add(Construct::unguarded_set);
  without.add(Construct::external_method);
  Scenario program;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    core::SeededSource source(seed);
    const Generated made = generate(source, {.swarm = seed % 2 == 0, .without = without}, program);
    EXPECT_FALSE(made.used.has(Construct::unguarded_set));
    EXPECT_FALSE(made.used.has(Construct::external_method));
    EXPECT_EQ(print(program).find("external(f0.set_result"), std::string::npos);
  }
}

}  // namespace
}  // namespace windtunnel::generator
