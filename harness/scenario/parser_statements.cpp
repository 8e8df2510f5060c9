#include "harness/scenario/parser_core.hpp"

namespace windtunnel::scenario {

namespace {

constexpr std::string_view colon_words = ":";

/// NAME or NAME.NAME: the name of an exception class.
bool is_dotted_name(const Scenario& tree, NodeId id) {
  const Node& node = tree[id];
  if (node.kind == NodeKind::name_ref) return true;
  return node.kind == NodeKind::attribute && tree[node.first_child].kind == NodeKind::name_ref;
}

}  // namespace

void Parser::end_statement() {
  skip(TokenKind::newline, "the end of the line");
}

NodeId Parser::block() {
  const Level level(*this);
  check_nesting(depth_ + 1);  // of its statements: Python allows 99 levels of indentation
  skip(TokenKind::colon, colon_words);
  skip(TokenKind::newline, "the end of the line; the block stands below, indented");
  const NodeId id = add(NodeKind::block, token_);
  skip(TokenKind::indent, "an indented block");
  Children statements(tree_, id);
  do statements.add(statement());
  while (!accept(TokenKind::dedent));
  return id;
}

NodeId Parser::statement() {
  switch (token_.kind) {
    case TokenKind::kw_return:
      return return_statement();
    case TokenKind::kw_raise:
      return raise_statement();
    case TokenKind::kw_if:
      return if_statement();
    case TokenKind::kw_while:
      return while_statement();
    case TokenKind::kw_for:
      return for_statement();
    case TokenKind::kw_try:
      return try_statement();
    case TokenKind::kw_with:
      return with_statement();
    case TokenKind::kw_global:
      return global_statement();
    case TokenKind::kw_break:
    case TokenKind::kw_continue: {
      if (loops_ == 0) refuse("a statement; break and continue stand in a loop");
      const NodeKind kind = at(TokenKind::kw_break) ? NodeKind::break_stmt : NodeKind::continue_stmt;
      const NodeId id = add(kind, take());
      end_statement();
      return id;
    }
    case TokenKind::kw_pass: {
      const NodeId id = add(NodeKind::pass_stmt, take());
      end_statement();
      return id;
    }
    case TokenKind::kw_def:
    case TokenKind::kw_class:
    case TokenKind::kw_from:
    case TokenKind::kw_import:
    case TokenKind::at:
      refuse("a statement; functions, classes and imports stand at module level");
    case TokenKind::indent:
      refuse("a statement, indented like the others of its block");
    case TokenKind::kw_other:
    case TokenKind::other:
    case TokenKind::kw_elif:
    case TokenKind::kw_else:
    case TokenKind::kw_except:
    case TokenKind::kw_finally:
      refuse("a statement");
    default:
      return value_statement();
  }
}

NodeId Parser::value_statement() {
  const Token start = token_;
  const NodeId left = value();
  NodeId id = left;
  if (at(TokenKind::assign)) {
    // The only expression that consists of just a name: the name itself becomes the target.
    if (start.kind != TokenKind::name || tree_[left].kind != NodeKind::name_ref) {
      refuse("the end of the line: only a name can be assigned");
    }
    if (start.text == "__debug__") refuse_at(start, "any other name: __debug__ is Python's own");
    take();
    tree_[id].kind = NodeKind::assign;
    tree_.link_after(id, 0, value());
  } else {
    id = add(NodeKind::expression, start);
    tree_.link_after(id, 0, left);
  }
  end_statement();
  return id;
}

NodeId Parser::return_statement() {
  const NodeId id = add(NodeKind::return_stmt, take());
  if (!at(TokenKind::newline)) tree_.link_after(id, 0, expression_or_bracketed_yield());
  end_statement();
  return id;
}

NodeId Parser::expression_or_bracketed_yield() {
  const bool is_yield = at(TokenKind::left_paren) && lexer_.next_is_inside_brackets("yield");
  return is_yield ? bracketed_yield().id : expression().id;
}

NodeId Parser::raise_statement() {
  constexpr std::string_view forms = "an exception: Exc(...), a name or gen.Return(...)";
  const NodeId id = add(NodeKind::raise_stmt, take());
  if (at(TokenKind::newline)) {
    if (handlers_ == 0) refuse(std::string(forms) + "; a bare raise stands in an except block");
  } else {
    const Token start = token_;
    const NodeId raised = expression().id;
    const bool is_call = tree_[raised].kind == NodeKind::call;
    if (!is_dotted_name(tree_, is_call ? tree_[raised].first_child : raised)) {
      refuse_at(start, std::string(forms));
    }
    tree_.link_after(id, 0, raised);
  }
  end_statement();
  return id;
}

NodeId Parser::if_statement() {
  const bool is_elif = at(TokenKind::kw_elif);
  const NodeId id = add(NodeKind::if_stmt, take());
  tree_[id].flag = is_elif ? 1 : 0;
  Children children(tree_, id);
  children.add(expression().id);
  children.add(block());
  if (at(TokenKind::kw_elif)) {
    const Level level(*this);
    const NodeId otherwise = add(NodeKind::block, token_);
    tree_.link_after(otherwise, 0, if_statement());
    children.add(otherwise);
  } else if (accept(TokenKind::kw_else)) {
    children.add(block());
  }
  return id;
}

NodeId Parser::while_statement() {
  const NodeId id = add(NodeKind::while_stmt, take());
  Children children(tree_, id);
  children.add(expression().id);
  ++loops_;
  children.add(block());
  --loops_;
  if (at(TokenKind::kw_else)) refuse("a statement; a loop has no else");
  return id;
}

NodeId Parser::for_statement() {
  const Token keyword = take();
  const Token name = binding_name("the name of the loop variable");
  const NodeId id = add(NodeKind::for_stmt, keyword, name.word);
  skip(TokenKind::kw_in, "in");
  if (!at(TokenKind::name) || token_.word != word::range) refuse("range(n)");
  take();
  skip(TokenKind::left_paren, "(n): range takes one argument here");
  Children children(tree_, id);
  children.add(expression().id);
  accept(TokenKind::comma);
  skip(TokenKind::right_paren, ")");
  ++loops_;
  children.add(block());
  --loops_;
  if (at(TokenKind::kw_else)) refuse("a statement; a loop has no else");
  return id;
}

NodeId Parser::try_statement() {
  const NodeId id = add(NodeKind::try_stmt, take());
  Children children(tree_, id);
  children.add(block());
  bool handled = false;
  bool all_handled = false;
  while (at(TokenKind::kw_except)) {
    if (all_handled) refuse("else, finally or a statement; a bare except is the last");
    const NodeId one = handler();
    all_handled = tree_[tree_[one].first_child].kind == NodeKind::block;
    handled = true;
    children.add(one);
  }
  if (handled && at(TokenKind::kw_else)) {
    const NodeId clause = add(NodeKind::else_clause, take());
    tree_.link_after(clause, 0, block());
    children.add(clause);
  }
  if (at(TokenKind::kw_finally)) {
    const NodeId clause = add(NodeKind::finally_clause, take());
    tree_.link_after(clause, 0, block());
    children.add(clause);
  } else if (!handled) {
    refuse("except or finally");
  }
  return id;
}

NodeId Parser::handler() {
  const NodeId id = add(NodeKind::handler, take());
  Children children(tree_, id);
  if (!at(TokenKind::colon)) {
    const Token name = expect(TokenKind::name, "the name of an exception class, or :");
    NodeId type = add(NodeKind::name_ref, name, name.word);
    if (accept(TokenKind::dot)) {
      const Token member = expect(TokenKind::name, "the name of an exception class");
      const NodeId module = type;
      type = add(NodeKind::attribute, member, member.word);
      tree_.link_after(type, 0, module);
    }
    children.add(type);
    if (accept(TokenKind::kw_as)) {
      const Word bound = binding_name("a name for the exception").word;
      tree_[id].name = bound;
    } else if (!at(TokenKind::colon)) {
      refuse("as or :");
    }
  }
  ++handlers_;
  children.add(block());
  --handlers_;
  return id;
}

NodeId Parser::with_statement() {
  const NodeId id = add(NodeKind::with_stmt, take());
  Children children(tree_, id);
  children.add(expression_or_bracketed_yield());
  if (accept(TokenKind::kw_as)) {
    const Word bound = binding_name("a name").word;
    tree_[id].name = bound;
  } else if (!at(TokenKind::colon)) {
    refuse("as or :");
  }
  children.add(block());
  return id;
}

NodeId Parser::global_statement() {
  const Token keyword = take();
  const Token name = binding_name("a name");
  end_statement();
  return add(NodeKind::global_stmt, keyword, name.word);
}

}  // namespace windtunnel::scenario
