// What a generated program promises beyond its grammar: names exist, and only Futures that the program made
// itself are settled by it.
#include <algorithm>
#include <gtest/gtest.h>
#include <set>
#include <string>

#include "harness/choices/seeded_source.hpp"
#include "harness/generator/generator.hpp"
#include "harness/scenario/printer.hpp"

namespace windtunnel {
namespace {

using Names = std::set<std::string>;

/// Walks a program with the names of the module and of the function around.
class Inspector {
 public:
  explicit Inspector(const Scenario& tree) : tree_(tree) {
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
  std::string text(NodeId at) const { return std::string(tree_.words.text(tree_[at].name)); }

  /// The names that are bound below `at`, functions within it apart, and which of them hold a Future() of
  /// their own.
  void collect(NodeId at, Names& bound, Names& own) const {
    for (NodeId child : children_of(tree_, at)) {
      switch (tree_[child].kind) {
        case NodeKind::assign:
          if (makes_future(tree_[child].first_child)) own.insert(text(child));
          bound.insert(text(child));
          break;
        case NodeKind::function_def:
          bound.insert(text(child));
          continue;
        case NodeKind::parameter:
        case NodeKind::imported_name:
        case NodeKind::class_def:
        case NodeKind::handler:
        case NodeKind::for_stmt:
        case NodeKind::with_stmt:
          bound.insert(text(child));
          break;
        default:
          break;
      }
      collect(child, bound, own);
    }
  }

  bool makes_future(NodeId value) const {
    return tree_[value].kind == NodeKind::call && tree_[tree_[value].first_child].name == word::Future;
  }

  bool is_helper(NodeId at) const {
    return tree_[at].kind == NodeKind::name_ref && (text(at) == "settle" || text(at) == "fail");
  }

  void visit(NodeId at) {
    const Node& node = tree_[at];
    const bool function = node.kind == NodeKind::function_def;
    const bool lambda = node.kind == NodeKind::lambda && node.name != no_word;
    const Names known = known_;
    const Names own = own_;
    if (function) {
      collect(at, known_, own_);
      // The helpers are handed what the caller may settle.
      if (text(at) == "settle" || text(at) == "fail") own_.insert("f");
    }
    if (lambda) known_.insert(text(at));
    if (node.kind == NodeKind::name_ref && !known_.contains(text(at)))
      complaint_ = "unknown name " + text(at);
    if (node.kind == NodeKind::attribute &&
        (node.name == word::set_result || node.name == word::set_exception)) {
      settles(node.first_child);
    }
    if (is_helper(at) && node.next_sibling != 0) settles(node.next_sibling);
    for (NodeId child : children_of(tree_, at)) visit(child);
    known_ = known;
    own_ = own;
  }

  void settles(NodeId future) {
    if (!own_.contains(text(future))) complaint_ = "settles a Future of somebody else: " + text(future);
  }

  const Scenario& tree_;
  Names module_;
  Names module_own_;
  Names known_;
  Names own_;
  std::string complaint_;
};

TEST(Legality, NamesExistAndOnlyOwnFuturesAreSettled) {
  Scenario program;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    SeededSource source(derive(11, seed));
    generate(source, {.size = 5 + static_cast<std::uint32_t>(seed % 60), .areas = all_areas}, program);
    ASSERT_EQ(Inspector(program).complaint(), "") << print(program);
  }
}

TEST(Legality, WhatIsToBeLeftOutIsLeftOut) {
  ConstructSet without;
  without.add(Construct::unguarded_set);
  without.add(Construct::external_method);
  Scenario program;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    SeededSource source(seed);
    const Generated made = generate(source, {.swarm = seed % 2 == 0, .without = without}, program);
    EXPECT_FALSE(made.used.has(Construct::unguarded_set));
    EXPECT_FALSE(made.used.has(Construct::external_method));
    EXPECT_EQ(print(program).find("external(f0.set_result"), std::string::npos);
  }
}

}  // namespace
}  // namespace windtunnel
