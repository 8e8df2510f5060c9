#include <algorithm>
#include <bit>
#include <optional>

#include "harness/scenario/parser_core.hpp"

namespace windtunnel::scenario {

namespace {

std::optional<Comparison> comparison_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::equal:
      return Comparison::equal;
    case TokenKind::not_equal:
      return Comparison::not_equal;
    case TokenKind::less:
      return Comparison::less;
    case TokenKind::less_equal:
      return Comparison::less_equal;
    case TokenKind::greater:
      return Comparison::greater;
    case TokenKind::greater_equal:
      return Comparison::greater_equal;
    case TokenKind::kw_is:
      return Comparison::is;
    default:
      return std::nullopt;
  }
}

}  // namespace

NodeId Parser::value() {
  return at(TokenKind::kw_yield) ? yield_value().id : expression().id;
}

Parser::Expression Parser::yield_value() {
  if (!in_function_ || role_ == Role::plain) {
    refuse("an expression; a yield stands in a function with @gen.coroutine or @gen.engine");
  }
  if (lambdas_ > 0) refuse("an expression; a lambda cannot yield");
  const Token keyword = take();
  return one_operand(NodeKind::yield_expr, keyword, expression());
}

Parser::Expression Parser::bracketed_yield() {
  take();  // (
  const Expression yielded = yield_value();
  skip(TokenKind::right_paren, ")");
  return yielded;
}

Parser::Expression Parser::one_operand(NodeKind kind, const Token& sign, Expression operand) {
  check_nesting(operand.height + 1);
  const NodeId id = add(kind, sign);
  tree_.link_after(id, 0, operand.id);
  return {id, operand.height + 1};
}

Parser::Expression Parser::two_operands(NodeKind kind, const Token& sign, Expression left, Expression right) {
  const unsigned height = std::max(left.height, right.height) + 1;
  check_nesting(height);
  const NodeId id = add(kind, sign);
  tree_.link_after(id, 0, left.id);
  tree_.link_after(id, left.id, right.id);
  return {id, height};
}

Parser::Expression Parser::expression() {
  const Level level(*this);
  return at(TokenKind::kw_lambda) ? lambda() : or_test();
}

Parser::Expression Parser::lambda() {
  const Token keyword = take();
  Word parameter = no_word;
  if (at(TokenKind::name)) parameter = binding_name("a name").word;
  skip(TokenKind::colon, parameter == no_word ? "one name, or :" : ":");
  ++lambdas_;
  const Expression body = expression();
  --lambdas_;
  const Expression result = one_operand(NodeKind::lambda, keyword, body);
  tree_[result.id].name = parameter;
  return result;
}

Parser::Expression Parser::or_test() {
  Expression left = and_test();
  while (at(TokenKind::kw_or)) {
    const Token sign = take();
    left = two_operands(NodeKind::or_op, sign, left, and_test());
  }
  return left;
}

Parser::Expression Parser::and_test() {
  Expression left = not_test();
  while (at(TokenKind::kw_and)) {
    const Token sign = take();
    left = two_operands(NodeKind::and_op, sign, left, not_test());
  }
  return left;
}

Parser::Expression Parser::not_test() {
  if (!at(TokenKind::kw_not)) return comparison();
  const Level level(*this);
  const Token sign = take();
  return one_operand(NodeKind::not_op, sign, not_test());
}

Parser::Expression Parser::comparison() {
  const Expression left = sum();
  std::optional<Comparison> kind = comparison_of(token_.kind);
  if (!kind) return left;
  const Token sign = take();
  if (kind == Comparison::is && accept(TokenKind::kw_not)) kind = Comparison::is_not;
  const Expression result = two_operands(NodeKind::compare, sign, left, sum());
  tree_[result.id].flag = static_cast<std::uint8_t>(*kind);
  if (comparison_of(token_.kind)) refuse("one comparison: no chain without parentheses");
  return result;
}

Parser::Expression Parser::sum() {
  Expression left = unary();
  while (at(TokenKind::plus) || at(TokenKind::minus)) {
    const Token sign = take();
    const NodeKind kind = sign.kind == TokenKind::plus ? NodeKind::add : NodeKind::subtract;
    left = two_operands(kind, sign, left, unary());
  }
  return left;
}

Parser::Expression Parser::unary() {
  if (!at(TokenKind::plus) && !at(TokenKind::minus)) {
    const Token start = token_;
    const Expression result = postfix();
    if (start.kind == TokenKind::integer && start.magnitude > max_integer) {
      refuse_at(start, "an integer of 64 bits");
    }
    return result;
  }
  const Level level(*this);
  const Token sign = take();
  const Token start = token_;
  const bool before_number = start.kind == TokenKind::integer || start.kind == TokenKind::real;
  if (sign.kind == TokenKind::plus || !before_number) {
    return one_operand(sign.kind == TokenKind::minus ? NodeKind::negate : NodeKind::posit, sign, unary());
  }
  const Expression operand = postfix();
  Node& node = tree_[operand.id];
  if (node.kind == NodeKind::integer) {
    node.integer = std::bit_cast<std::int64_t>(0 - start.magnitude);
  } else if (node.kind == NodeKind::real) {
    node.real = -node.real;
  } else {
    if (start.kind == TokenKind::integer && start.magnitude > max_integer) {
      refuse_at(start, "an integer of 64 bits");
    }
    return one_operand(NodeKind::negate, sign, operand);
  }
  node.line = sign.place.line;
  node.column = static_cast<std::uint16_t>(std::min(sign.place.column, std::uint32_t{0xffff}));
  return operand;
}

Parser::Expression Parser::postfix() {
  Expression result = atom();
  for (;;) {
    if (accept(TokenKind::dot)) {
      const Token name = expect(TokenKind::name, "the name of an attribute");
      result = one_operand(NodeKind::attribute, name, result);
      tree_[result.id].name = name.word;
    } else if (at(TokenKind::left_paren)) {
      result = call(result);
    } else {
      return result;
    }
  }
}

Parser::Expression Parser::atom() {
  switch (token_.kind) {
    case TokenKind::name: {
      const Token name = take();
      return {add(NodeKind::name_ref, name, name.word), 0};
    }
    case TokenKind::string: {
      const Token string = take();
      return {add(NodeKind::string, string, string.word), 0};
    }
    case TokenKind::integer: {
      const Token number = take();
      const NodeId id = add(NodeKind::integer, number);
      tree_[id].integer = std::bit_cast<std::int64_t>(number.magnitude);
      return {id, 0};
    }
    case TokenKind::real: {
      const Token number = take();
      const NodeId id = add(NodeKind::real, number);
      tree_[id].real = number.real;
      return {id, 0};
    }
    case TokenKind::kw_none:
      return {add(NodeKind::none, take()), 0};
    case TokenKind::kw_true:
      return {add(NodeKind::true_value, take()), 0};
    case TokenKind::kw_false:
      return {add(NodeKind::false_value, take()), 0};
    case TokenKind::left_bracket:
      return list();
    case TokenKind::left_brace:
      return dict();
    case TokenKind::left_paren: {
      take();
      const Expression inner = expression();
      skip(TokenKind::right_paren, ")");
      return inner;
    }
    case TokenKind::kw_yield:
      refuse("an expression; (yield e) stands only as an argument or a with subject");
    default:
      refuse("an expression");
  }
}

Parser::Expression Parser::list() {
  const NodeId id = add(NodeKind::list, take());
  Children elements(tree_, id);
  unsigned height = 0;
  while (!at(TokenKind::right_bracket)) {
    const Expression element = expression();
    height = std::max(height, element.height);
    elements.add(element.id);
    if (!accept(TokenKind::comma)) break;
  }
  skip(TokenKind::right_bracket, ", or ]");
  check_nesting(height + 1);
  return {id, height + 1};
}

Parser::Expression Parser::dict() {
  const NodeId id = add(NodeKind::dict, take());
  Children items(tree_, id);
  unsigned height = 0;
  while (!at(TokenKind::right_brace)) {
    const Token key = expect(TokenKind::string, "a string as key, or }");
    const NodeId item = add(NodeKind::dict_item, key, key.word);
    skip(TokenKind::colon, ":");
    const Expression element = expression();
    height = std::max(height, element.height);
    tree_.link_after(item, 0, element.id);
    items.add(item);
    if (!accept(TokenKind::comma)) break;
  }
  skip(TokenKind::right_brace, ", or }");
  check_nesting(height + 1);
  return {id, height + 1};
}

Parser::Expression Parser::call(Expression callee) {
  const NodeId id = add(NodeKind::call, token_);
  tree_[id].line = tree_[callee.id].line;
  tree_[id].column = tree_[callee.id].column;
  Children children(tree_, id);
  children.add(callee.id);
  take();  // (
  unsigned height = callee.height;
  bool keywords_begun = false;
  while (!at(TokenKind::right_paren)) {
    const Expression one = argument(keywords_begun);
    height = std::max(height, one.height);
    children.add(one.id);
    if (!accept(TokenKind::comma)) break;
  }
  skip(TokenKind::right_paren, ", or )");
  check_nesting(height + 1);
  return {id, height + 1};
}

Parser::Expression Parser::argument(bool& keywords_begun) {
  const auto yield_or_expression = [this] {
    const bool is_yield = at(TokenKind::left_paren) && lexer_.next_is_inside_brackets("yield");
    return is_yield ? bracketed_yield() : expression();
  };
  const Token start = token_;
  const Expression first = yield_or_expression();
  const bool is_keyword =
      at(TokenKind::assign) && start.kind == TokenKind::name && tree_[first.id].kind == NodeKind::name_ref;
  if (!is_keyword) {
    if (keywords_begun && !at(TokenKind::assign))
      refuse_at(start, "a named argument: positional ones come first");
    return first;
  }
  if (start.text == "__debug__") refuse_at(start, "any other name: __debug__ is Python's own");
  take();
  keywords_begun = true;
  const Expression value = yield_or_expression();
  tree_[first.id].kind = NodeKind::keyword;
  tree_.link_after(first.id, 0, value.id);
  return {first.id, value.height};
}

}  // namespace windtunnel::scenario
