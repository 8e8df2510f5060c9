#include "harness/scenario/parser.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "harness/scenario/parser_core.hpp"
#include "harness/scenario/source_text.hpp"
#include "harness/scenario/static_rules.hpp"

namespace windtunnel::scenario {

namespace {

constexpr std::string_view item_words = "an import, a class, a function, an assignment or an expression";

std::string found_words(const Token& token) {
  switch (token.kind) {
    case TokenKind::newline:
      return "the end of the line";
    case TokenKind::indent:
      return "a deeper indentation";
    case TokenKind::dedent:
      return "the end of the block";
    case TokenKind::end:
      return "the end of the file";
    default:
      return in_quotes(token.text);
  }
}

/// The names that may be imported from a module.
struct Module {
  Word module;
  std::array<Word, 4> names;
  std::string_view words;
};

constexpr auto modules = std::to_array<Module>({
    {word::datetime, {word::timedelta}, "timedelta"},
    {word::tornado,
     {word::gen, word::locks, word::queues, word::stack_context},
     "gen, locks, queues or stack_context"},
    {word::tornado_concurrent, {word::Future}, "Future"},
    {word::tornado_ioloop, {word::IOLoop}, "IOLoop"},
    {word::windtunnel, {word::log, word::external, word::tracing}, "log, external or tracing"},
});

bool exports(const Module& module, Word name) {
  for (const Word known : module.names) {
    if (known != no_word && known == name) return true;
  }
  return false;
}

}  // namespace

Parser::Parser(std::string_view text, std::string_view file_name)
    : file_name_(file_name), lexer_(text, file_name, tree_.words) {}

void Parser::refuse_at(const Token& token, std::string allowed) const {
  throw SourceError(file_name_, token.place, found_words(token), std::move(allowed));
}

void Parser::refuse(std::string allowed) const {
  refuse_at(token_, std::move(allowed));
}

void Parser::check_nesting(unsigned depth) const {
  if (depth <= max_nesting) return;
  throw SourceError(
      file_name_, token_.place, "nesting deeper than " + std::to_string(max_nesting),
      "at most " + std::to_string(max_nesting) + " blocks, brackets and operators inside one another");
}

Token Parser::take() {
  const Token taken = token_;
  lexer_.next(token_);
  return taken;
}

void Parser::skip(TokenKind kind, std::string_view allowed) {
  if (!accept(kind)) refuse(std::string(allowed));
}

Token Parser::expect(TokenKind kind, std::string_view allowed) {
  if (!at(kind)) refuse(std::string(allowed));
  return take();
}

bool Parser::accept(TokenKind kind) {
  if (!at(kind)) return false;
  lexer_.next(token_);
  return true;
}

// __debug__ is reserved in Python: it can be read but not bound.
Token Parser::binding_name(std::string_view allowed) {
  if (at(TokenKind::name) && token_.text == "__debug__") refuse("any other name: __debug__ is Python's own");
  return expect(TokenKind::name, allowed);
}

NodeId Parser::add(NodeKind kind, const Token& place, Word name) {
  if (tree_.size() >= max_nodes) {
    throw SourceError(file_name_, place.place,
                      "a program of more than " + std::to_string(max_nodes) + " nodes",
                      "at most that many names, literals, operators and statements together");
  }
  const NodeId id = tree_.add(kind, name);
  Node& node = tree_[id];
  node.line = place.place.line;
  node.column = static_cast<std::uint16_t>(std::min(place.place.column, std::uint32_t{0xffff}));
  return id;
}

void Parser::refuse_docstring(NodeId first) const {
  if (tree_[first].kind != NodeKind::expression) return;
  const Node& text = tree_[tree_[first].first_child];
  if (text.kind != NodeKind::string) return;
  throw SourceError(file_name_, {text.line, text.column}, "a docstring", "a comment, or any other statement");
}

Scenario Parser::module() {
  take();  // the first token
  Children items(tree_, 0);
  bool first = true;
  while (!at(TokenKind::end)) {
    const NodeId id = item();
    if (std::exchange(first, false)) refuse_docstring(id);
    items.add(id);
  }
  check_static_rules(tree_, file_name_, token_.place);
  return std::move(tree_);
}

NodeId Parser::item() {
  switch (token_.kind) {
    case TokenKind::kw_from:
      return import_item();
    case TokenKind::kw_class:
      return class_item();
    case TokenKind::kw_def:
    case TokenKind::at:
      return function_item();
    case TokenKind::indent:
    case TokenKind::kw_import:
    case TokenKind::kw_return:
    case TokenKind::kw_raise:
    case TokenKind::kw_if:
    case TokenKind::kw_while:
    case TokenKind::kw_for:
    case TokenKind::kw_try:
    case TokenKind::kw_with:
    case TokenKind::kw_pass:
    case TokenKind::kw_break:
    case TokenKind::kw_continue:
    case TokenKind::kw_global:
    case TokenKind::kw_other:
    case TokenKind::other:
      refuse(std::string(item_words));
    default:
      return value_statement();
  }
}

NodeId Parser::import_item() {
  const Token from = take();
  constexpr std::string_view allowed = "datetime, tornado, tornado.concurrent, tornado.ioloop or windtunnel";
  const Token first = token_;
  std::string name(expect(TokenKind::name, allowed).text);
  while (accept(TokenKind::dot)) name.append(".").append(expect(TokenKind::name, "a module name").text);
  const Word word = Words::fixed(name);
  const Module* module = nullptr;
  for (const Module& known : modules) {
    if (known.module == word) module = &known;
  }
  if (module == nullptr) {
    throw SourceError(file_name_, first.place, in_quotes(name), std::string(allowed));
  }
  skip(TokenKind::kw_import, "import");
  const NodeId id = add(NodeKind::import_from, from, word);
  Children names(tree_, id);
  do {
    if (!at(TokenKind::name) || !exports(*module, token_.word)) refuse(std::string(module->words));
    const Token imported = take();
    names.add(add(NodeKind::imported_name, imported, imported.word));
  } while (accept(TokenKind::comma));
  end_statement();
  return id;
}

NodeId Parser::class_item() {
  const Token keyword = take();
  const Token name = binding_name("the name of the class");
  skip(TokenKind::left_paren, "( and the base: Exception or an earlier class of the file");
  const Token base = expect(TokenKind::name, "the base: Exception or an earlier class of the file");
  accept(TokenKind::comma);
  skip(TokenKind::right_paren, ") after the one base");
  skip(TokenKind::colon, ":");
  skip(TokenKind::newline, "the end of the line; pass stands on the next");
  skip(TokenKind::indent, "pass, indented");
  skip(TokenKind::kw_pass, "pass");
  end_statement();
  skip(TokenKind::dedent, "the end of the block: a class holds nothing but pass");
  const NodeId id = add(NodeKind::class_def, keyword, name.word);
  tree_.link_after(id, 0, add(NodeKind::name_ref, base, base.word));
  return id;
}

NodeId Parser::function_item() {
  role_ = Role::plain;
  if (accept(TokenKind::at)) {
    const bool is_gen = at(TokenKind::name) && token_.word == word::gen;
    if (!is_gen) refuse("gen.coroutine or gen.engine");
    take();
    skip(TokenKind::dot, ".coroutine or .engine");
    const bool is_role =
        at(TokenKind::name) && (token_.word == word::coroutine || token_.word == word::engine);
    if (!is_role) refuse("coroutine or engine");
    role_ = take().word == word::coroutine ? Role::coroutine : Role::engine;
    skip(TokenKind::newline, "the end of the line");
  }
  const Token def = expect(TokenKind::kw_def, "def");
  const Token name = binding_name("the name of the function");
  const NodeId id = add(NodeKind::function_def, def, name.word);
  tree_[id].flag = static_cast<std::uint8_t>(role_);
  Children children(tree_, id);
  children.add(parameters());
  in_function_ = true;
  const NodeId body = block();
  in_function_ = false;
  refuse_docstring(tree_[body].first_child);
  children.add(body);
  return id;
}

NodeId Parser::parameters() {
  const NodeId id = add(NodeKind::parameters, expect(TokenKind::left_paren, "("));
  Children names(tree_, id);
  while (!at(TokenKind::right_paren)) {
    const Token name = binding_name("the name of a parameter, or )");
    names.add(add(NodeKind::parameter, name, name.word));
    if (!accept(TokenKind::comma)) break;
  }
  skip(TokenKind::right_paren, ", or )");
  return id;
}

Scenario parse(std::string_view text, std::string_view file_name) {
  check_text(text, file_name);
  return Parser(text, file_name).module();
}

}  // namespace windtunnel::scenario
