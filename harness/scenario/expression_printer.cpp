#include "harness/scenario/expression_printer.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>

#include "harness/scenario/real_text.hpp"
#include "harness/scenario/utf8.hpp"

namespace windtunnel::scenario {

namespace {

Binding binding_of(const Node& node) {
  switch (node.kind) {
    case NodeKind::lambda:
      return Binding::lambda;
    case NodeKind::or_op:
      return Binding::or_test;
    case NodeKind::and_op:
      return Binding::and_test;
    case NodeKind::not_op:
      return Binding::not_test;
    case NodeKind::compare:
      return Binding::comparison;
    case NodeKind::add:
    case NodeKind::subtract:
      return Binding::sum;
    case NodeKind::negate:
    case NodeKind::posit:
      return Binding::unary;
    case NodeKind::integer:
      return node.integer < 0 ? Binding::unary : Binding::postfix;
    case NodeKind::real:
      return std::signbit(node.real) ? Binding::unary : Binding::postfix;
    default:
      return Binding::postfix;
  }
}

constexpr std::array<std::string_view, 8> comparison_texts = {
    " == ", " != ", " < ", " <= ", " > ", " >= ", " is ", " is not "};

}  // namespace

ExpressionPrinter::ExpressionPrinter(const Scenario& tree, std::vector<std::uint32_t>* lines)
    : tree_(tree), lines_(lines) {
  out_.reserve(tree.size() * 8);
  if (lines != nullptr) lines->assign(tree.size(), 0);
}

void ExpressionPrinter::value(NodeId id) {
  if (tree_[id].kind != NodeKind::yield_expr) {
    expression(id);
    return;
  }
  mark(id);
  put("yield ");
  expression(tree_[id].first_child);
}

void ExpressionPrinter::operand(NodeId id) {
  const bool is_yield = tree_[id].kind == NodeKind::yield_expr;
  if (is_yield) put("(");
  value(id);
  if (is_yield) put(")");
}

void ExpressionPrinter::expression(NodeId id, Binding least) {
  const Node& node = tree_[id];
  const bool bare = binding_of(node) >= least;
  if (!bare) put("(");
  mark(id);
  bare_expression(node);
  if (!bare) put(")");
}

void ExpressionPrinter::binary(const Node& node, std::string_view sign, Binding left, Binding right) {
  expression(node.first_child, left);
  put(sign);
  expression(tree_[node.first_child].next_sibling, right);
}

void ExpressionPrinter::bare_expression(const Node& node) {
  const NodeId first = node.first_child;
  switch (node.kind) {
    case NodeKind::integer:
      return integer(node.integer);
    case NodeKind::real:
      if (!std::isfinite(node.real)) throw std::invalid_argument("print: a float that is not finite");
      return append_repr(out_, node.real);
    case NodeKind::string:
      return string(tree_.words.text(node.name));
    case NodeKind::none:
      return put("None");
    case NodeKind::true_value:
      return put("True");
    case NodeKind::false_value:
      return put("False");
    case NodeKind::name_ref:
      return put_name(node);
    case NodeKind::attribute:
      object(first);
      put(".");
      return put_name(node);
    case NodeKind::call:
      return call(first);
    case NodeKind::list:
      return list(first);
    case NodeKind::dict:
      return dict(first);
    case NodeKind::lambda:
      put(node.name == no_word ? "lambda" : "lambda ");
      put_name(node);
      put(": ");
      return expression(first);
    default:
      return operation(node);
  }
}

void ExpressionPrinter::operation(const Node& node) {
  switch (node.kind) {
    case NodeKind::compare:
      return binary(node, comparison_texts[node.flag], Binding::sum, Binding::sum);
    case NodeKind::not_op:
      put("not ");
      return expression(node.first_child, Binding::not_test);
    case NodeKind::and_op:
      return binary(node, " and ", Binding::and_test, Binding::not_test);
    case NodeKind::or_op:
      return binary(node, " or ", Binding::or_test, Binding::and_test);
    case NodeKind::add:
      return binary(node, " + ", Binding::sum, Binding::unary);
    case NodeKind::subtract:
      return binary(node, " - ", Binding::sum, Binding::unary);
    case NodeKind::negate:
      return negation(node.first_child);
    case NodeKind::posit:
      put("+");
      return expression(node.first_child, Binding::unary);
    default:
      throw std::invalid_argument("print: a node in an expression is not an expression");
  }
}

// `-3` is a literal; the negation of the literal 3 is `-(3)`.
void ExpressionPrinter::negation(NodeId operand_id) {
  put("-");
  const Node& node = tree_[operand_id];
  const bool is_number = node.kind == NodeKind::integer || node.kind == NodeKind::real;
  if (is_number && binding_of(node) == Binding::postfix) {
    parenthesised(operand_id);
  } else {
    expression(operand_id, Binding::unary);
  }
}

// The object of an attribute: `3.done` would be an invalid float.
void ExpressionPrinter::object(NodeId id) {
  if (tree_[id].kind == NodeKind::integer) {
    parenthesised(id);
  } else {
    expression(id, Binding::postfix);
  }
}

void ExpressionPrinter::parenthesised(NodeId id) {
  put("(");
  expression(id);
  put(")");
}

void ExpressionPrinter::call(NodeId callee) {
  expression(callee, Binding::postfix);
  std::string_view separator = "(";
  for (NodeId at = tree_[callee].next_sibling; at != 0; at = tree_[at].next_sibling) {
    put(separator);
    separator = ", ";
    const Node& node = tree_[at];
    if (node.kind == NodeKind::keyword) {
      mark(at);
      put_name(node);
      put("=");
      operand(node.first_child);
    } else {
      operand(at);
    }
  }
  put(tree_[callee].next_sibling == 0 ? "()" : ")");
}

void ExpressionPrinter::list(NodeId first) {
  put("[");
  for (NodeId at = first; at != 0; at = tree_[at].next_sibling) {
    if (at != first) put(", ");
    expression(at);
  }
  put("]");
}

void ExpressionPrinter::dict(NodeId first) {
  put("{");
  for (NodeId at = first; at != 0; at = tree_[at].next_sibling) {
    if (at != first) put(", ");
    mark(at);
    string(tree_.words.text(tree_[at].name));
    put(": ");
    expression(tree_[at].first_child);
  }
  put("}");
}

void ExpressionPrinter::integer(std::int64_t number) {
  std::array<char, 24> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  out_.append(buffer.data(), end);
}

void ExpressionPrinter::string(std::string_view text) {
  out_ += '"';
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const char c = text[0];
    if (c == '\n') {
      put("\\n");
    } else if (c == '\t') {
      put("\\t");
    } else if (c == '"' || c == '\\') {
      out_ += '\\';
      out_ += c;
    } else if (length == 0 || (length == 1 && (static_cast<unsigned char>(c) < 0x20 || c == 0x7f))) {
      throw std::invalid_argument("print: a string with a character that the language cannot write");
    } else {
      out_ += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  out_ += '"';
}

}  // namespace windtunnel::scenario
