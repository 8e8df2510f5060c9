// Scenario: a program as data, a tree of nodes in one flat vector, linked by first child and next sibling.
// The parser, the generator and the shrinker build it; the printer, the compiler and the shrinker read it. A
// copy is one memcpy, a statement is removed by unlinking it, and a program of 25 statements costs no
// allocation once the vectors have grown.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/words.hpp"

namespace windtunnel::scenario {

/// Index of a node in its tree. 0 is the module, the root; as the root is nobody's child, 0 also means
/// "none".
using NodeId = std::uint32_t;

/// The kind of a node; the comment names its fields and its children, in order. `[x]` may be absent, `x*`
/// repeats.
enum class NodeKind : std::uint8_t {
  module,         // item*
  import_from,    // name: the module, dotted; imported_name*
  imported_name,  // name
  class_def,      // name; name_ref (the base)
  function_def,   // name, role; parameters, block
  parameters,     // parameter*
  parameter,      // name
  block,          // statement*, at least one

  // statements
  assign,       // name; value
  expression,   // value: a bare value
  return_stmt,  // [value]
  raise_stmt,   // [expression]
  if_stmt,      // test, block, [block]; an else block that holds one if_stmt with is_elif is printed as elif
  while_stmt,   // test, block
  for_stmt,     // name; count, block: for name in range(count)
  try_stmt,     // block, handler*, [else_clause], [finally_clause]
  handler,      // [name]: of `as`; [type: name_ref or attribute], block
  else_clause,  // block
  finally_clause,  // block
  with_stmt,       // [name]: of `as`; value, block
  pass_stmt,
  break_stmt,
  continue_stmt,
  global_stmt,  // name

  // expressions; a value is an expression or a yield_expr
  integer,  // integer
  real,     // real
  string,   // name: the text
  none,
  true_value,
  false_value,
  name_ref,    // name
  attribute,   // name; object
  call,        // callee, value*, keyword*
  keyword,     // name; value
  list,        // expression*
  dict,        // dict_item*
  dict_item,   // name: the key; expression
  lambda,      // [name]: its parameter; expression
  compare,     // comparison; left, right
  not_op,      // operand
  and_op,      // left, right
  or_op,       // left, right
  add,         // left, right
  subtract,    // left, right
  negate,      // operand
  posit,       // operand: unary +
  yield_expr,  // expression
};

/// The three kinds of function.
enum class Role : std::uint8_t { plain, coroutine, engine };

/// The comparison operators, in the order `== != < <= > >= is, is not`.
enum class Comparison : std::uint8_t {
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  is,
  is_not
};

/// One node. The comment at its NodeKind says which fields are used.
struct Node {
  NodeKind kind = NodeKind::module;
  std::uint8_t flag = 0;     ///< function_def: Role; compare: Comparison; if_stmt: 1 for is_elif
  std::uint16_t column = 0;  ///< from 1, in bytes; 0 if there was no text; 65535 for that or more
  std::uint32_t line = 0;    ///< from 1
  Word name = no_word;
  NodeId first_child = 0;
  NodeId next_sibling = 0;
  union {
    std::int64_t integer = 0;
    double real;
  };

  Role role() const { return static_cast<Role>(flag); }
  Comparison comparison() const { return static_cast<Comparison>(flag); }
};

/// A whole scenario.
class Scenario {
 public:
  Scenario() { clear(); }

  /// Becomes an empty module again; keeps the memory.
  void clear();

  const Node& operator[](NodeId id) const { return nodes_[id]; }
  Node& operator[](NodeId id) { return nodes_[id]; }
  std::size_t size() const { return nodes_.size(); }

  /// A new node, without a parent yet.
  NodeId add(NodeKind kind, Word name = no_word);

  /// Makes `child` the last child of `parent`. Linear in the number of children; code that builds long lists
  /// keeps the last child and uses `link_after`.
  void append(NodeId parent, NodeId child);

  /// Makes `child` the sibling right after `previous`, or the first child of `parent` if `previous` is 0.
  void link_after(NodeId parent, NodeId previous, NodeId child);

  /// The `index`-th child, or 0.
  NodeId child(NodeId parent, unsigned index) const;
  unsigned child_count(NodeId parent) const;

  Words words;  ///< the names and strings of this scenario

 private:
  std::vector<Node> nodes_;
};

/// The children of a node, for range-for: `for (NodeId child : children_of(scenario, id))`.
class ChildRange {
 public:
  class Iterator {
   public:
    Iterator(const Scenario& tree, NodeId at) : tree_(&tree), at_(at) {}
    NodeId operator*() const { return at_; }
    Iterator& operator++() {
      at_ = (*tree_)[at_].next_sibling;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at_ != other.at_; }

   private:
    const Scenario* tree_;
    NodeId at_;
  };
  ChildRange(const Scenario& tree, NodeId parent) : tree_(&tree), first_(tree[parent].first_child) {}
  Iterator begin() const { return {*tree_, first_}; }
  Iterator end() const { return {*tree_, 0}; }

 private:
  const Scenario* tree_;
  NodeId first_;
};

inline ChildRange children_of(const Scenario& tree, NodeId parent) {
  return {tree, parent};
}

/// Whether two scenarios are the same program: same shape, kinds, names and literals, wherever they come
/// from.
bool same_program(const Scenario& left, const Scenario& right);

}  // namespace windtunnel::scenario
