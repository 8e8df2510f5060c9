// ExpressionPrinter: writes expressions as source text, with parentheses only where the language needs them.
// printer.cpp writes the statements around them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/tree.hpp"

namespace windtunnel::scenario {

/// How tightly an expression binds. An operand that binds less tightly than its place needs is put in
/// parentheses.
enum class Binding : std::uint8_t { lambda, or_test, and_test, not_test, comparison, sum, unary, postfix };

/// Appends to one text, whose lines the owner counts.
class ExpressionPrinter {
 public:
  /// With `lines`, records the line of every node that it writes.
  ExpressionPrinter(const Scenario& tree, std::vector<std::uint32_t>* lines);

  /// An expression or yield that is alone, or after `=` or `return`.
  void value(NodeId id);

  /// An argument or the subject of a `with`: a yield gets parentheses.
  void operand(NodeId id);

  /// An expression at a place where one that binds less than `least` needs parentheses.
  void expression(NodeId id, Binding least = Binding::lambda);

 protected:
  void mark(NodeId id) {
    if (lines_ != nullptr) (*lines_)[id] = line_;
  }
  void put(std::string_view text) { out_ += text; }
  void put_name(const Node& node) { out_ += tree_.words.text(node.name); }

  const Scenario& tree_;
  std::string out_;
  std::uint32_t line_ = 1;

 private:
  void binary(const Node& node, std::string_view sign, Binding left, Binding right);
  void bare_expression(const Node& node);
  void operation(const Node& node);
  void negation(NodeId operand_id);
  void object(NodeId id);
  void parenthesised(NodeId id);
  void call(NodeId callee);
  void list(NodeId first);
  void dict(NodeId first);
  void integer(std::int64_t number);
  void string(std::string_view text);

  std::vector<std::uint32_t>* lines_;
};

}  // namespace windtunnel::scenario
