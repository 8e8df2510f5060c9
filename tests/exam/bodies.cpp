#include "tests/exam/bodies.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace windtunnel::exam {
namespace {

using Kind = Token::Kind;

template <class... Texts>
bool is_one_of(const Token& token, Texts... texts) {
  return (token.is(texts) || ...);
}

class Finder {
 public:
  explicit Finder(const std::vector<Token>& tokens) : tokens_(tokens), block_(tokens.size()) {}

  Bodies find() {
    for (std::size_t at = 0; at < tokens_.size(); ++at) {
      if (tokens_[at].is("{")) {
        block_[at] = !inside_.empty() && inside_.back() ? is_block(at) : is_body(at);
        inside_.push_back(block_[at]);
      } else if (is_one_of(tokens_[at], "(", "[")) {
        inside_.push_back(inside_.empty() ? false : inside_.back());
        if (tokens_[at].is("(") && inside_.back()) look_at_condition(at);
      } else if (is_one_of(tokens_[at], "}", ")", "]")) {
        inside_.pop_back();
      } else if (!inside_.empty() && inside_.back()) {
        look_at_statement(at);
      }
    }
    return std::move(found_);
  }

 private:
  /// Whether the brace within a function opens a block: not an initialiser, not a local class.
  bool is_block(std::size_t brace) const {
    const Token& before = tokens_[brace - 1];
    if (is_one_of(before, ")", "else", "do", "try", "{", "}", ";", "]", "mutable", "noexcept")) return true;
    return follows_return_type(brace);
  }

  /// Whether a lambda's return type is before the brace.
  bool follows_return_type(std::size_t brace) const {
    for (std::size_t at = brace - 1; at > 0; --at) {
      if (tokens_[at].is("->")) return is_one_of(tokens_[at - 1], ")", "mutable", "const", "noexcept");
      if (tokens_[at].kind != Kind::word && !is_one_of(tokens_[at], "::", "<", ">", "*", "&", ","))
        return false;
    }
    return false;
  }

  /// Whether the brace outside of functions opens the body of one.
  bool is_body(std::size_t brace) const {
    if (brace == 0) return false;
    bool parameters = false;
    bool return_type = false;
    for (std::size_t at = brace; at-- > 0;) {
      const Token& token = tokens_[at];
      if (is_one_of(token, ";", "{")) break;
      if (token.is("}")) {
        // The braces of a member's initialiser are part of the head, those of another function are not.
        if (at + 1 < brace && !is_one_of(tokens_[at + 1], ",", "{")) break;
        if (tokens_[token.partner - 1].kind != Kind::word) break;
      }
      if (is_one_of(token, "namespace", "enum", "concept", "=")) return false;
      if (is_one_of(token, "class", "struct", "union") &&
          !is_one_of(tokens_[at - (at > 0 ? 1U : 0U)], "<", ","))
        return false;
      if (token.is("->")) return_type = true;
      if (token.is(")")) parameters = true;
      if (token.partner < at) at = token.partner;
    }
    if (!parameters) return false;
    const Token& before = tokens_[brace - 1];
    if (return_type ||
        is_one_of(before, ")", "}", "const", "noexcept", "override", "final", "try", "&", "&&"))
      return true;
    return false;
  }

  void look_at_condition(std::size_t open) {
    if (open == 0) return;
    const std::size_t close = tokens_[open].partner;
    if (is_one_of(tokens_[open - 1], "if", "while")) {
      std::size_t first = open + 1;
      for (std::size_t at = first; at < close; at = tokens_[at].partner + 1)
        if (tokens_[at].is(";")) first = at + 1;
      add_condition({first, close - 1});
    } else if (tokens_[open - 1].is("for")) {
      std::vector<std::size_t> ends;
      for (std::size_t at = open + 1; at < close; at = tokens_[at].partner + 1)
        if (tokens_[at].is(";")) ends.push_back(at);
      if (ends.size() == 2 && ends[0] + 1 < ends[1]) add_condition({ends[0] + 1, ends[1] - 1});
    }
  }

  void add_condition(Range range) {
    if (range.first > range.last) return;
    for (std::size_t at = range.first; at <= range.last; at = tokens_[at].partner + 1)
      if (tokens_[at].is("=") || is_one_of(tokens_[at], "co_yield", "co_await")) return;
    found_.conditions.push_back(range);
  }

  bool begins_statement(std::size_t at) const {
    const Token& before = tokens_[at - 1];
    if (is_one_of(before, ";", "{", "else", "do")) return true;
    if (before.is("}")) return block_[before.partner];
    if (!before.is(")") || before.partner == 0) return false;
    return is_one_of(tokens_[before.partner - 1], "if", "while", "for", "constexpr");
  }

  void look_at_statement(std::size_t at) {
    if (at == 0 || !begins_statement(at) || in_parentheses(at)) return;
    const std::optional<Statement::Kind> kind = kind_of(at);
    if (!kind) return;
    const std::size_t end = end_of(at);
    if (end < tokens_.size()) found_.statements.push_back({*kind, {at, end}});
  }

  /// Of `for (a; b; c)`: what looks like a statement is none.
  bool in_parentheses(std::size_t at) const {
    for (std::size_t before = at; before-- > 0;) {
      if (is_one_of(tokens_[before], "(", "[")) return true;
      if (tokens_[before].is("{")) return false;
      if (tokens_[before].partner < before) before = tokens_[before].partner;
    }
    return false;
  }

  /// The index of the semicolon, or the number of tokens if there is none.
  std::size_t end_of(std::size_t at) const {
    while (at < tokens_.size() && !tokens_[at].is(";")) {
      if (tokens_[at].is("}") && tokens_[at].partner < at) return tokens_.size();
      at = tokens_[at].partner + 1;
    }
    return at;
  }

  std::optional<Statement::Kind> kind_of(std::size_t at) const {
    if (is_one_of(tokens_[at], "return", "co_return"))
      return tokens_[at + 1].is(";") ? std::nullopt : std::optional(Statement::Kind::return_);
    if (is_one_of(tokens_[at], "++", "--")) return Statement::Kind::step;
    if (is_one_of(tokens_[at], "co_yield", "co_await")) return Statement::Kind::call;
    while (tokens_[at].is("*")) ++at;
    bool called = false;
    for (bool begun = false;; begun = true) {
      const Token& token = tokens_[at];
      if (token.kind == Kind::word && !is_keyword(token)) {
        const Token& before = tokens_[at - 1];
        if (begun && (before.kind == Kind::word || before.is(">"))) return {};  // a declaration
        called = false;
      } else if (is_one_of(token, "::", ".", "->")) {
        called = false;
      } else if (begun && is_one_of(token, "(", "[")) {
        called = token.is("(");
        at = token.partner;
      } else if (begun && token.is("<") && !token.spaced) {
        at = end_of_template_arguments(at);
        if (at == 0) return {};
      } else if (begun && is_one_of(token, "=", "+=", "-=", "|=", "&=", "*=", "/=")) {
        return tokens_[at - 1].is(">") ? std::nullopt : std::optional(Statement::Kind::assignment);
      } else if (begun && is_one_of(token, "++", "--")) {
        return Statement::Kind::step;
      } else if (begun && token.is(";") && called) {
        return Statement::Kind::call;
      } else {
        return {};
      }
      if (++at >= tokens_.size()) return {};
    }
  }

  std::size_t end_of_template_arguments(std::size_t at) const {
    for (int depth = 0; at < tokens_.size(); at = tokens_[at].partner + 1) {
      if (tokens_[at].is("<")) ++depth;
      if (tokens_[at].is(">") && --depth == 0) return at;
      if (tokens_[at].is(";")) break;
    }
    return 0;
  }

  /// Words that begin what is not to be changed. An assertion is no part of what the runtime does.
  static bool is_keyword(const Token& token) {
    static constexpr std::string_view words[] = {
        "assert",   "auto",    "break",         "case",      "catch",  "const",    "constexpr", "continue",
        "decltype", "default", "delete",        "do",        "else",   "extern",   "for",       "goto",
        "if",       "new",     "static",        "struct",    "switch", "throw",    "try",       "typedef",
        "using",    "while",   "static_assert", "co_return", "return", "operator", "typename"};
    return std::ranges::find(words, token.text) != std::end(words);
  }

  const std::vector<Token>& tokens_;
  std::vector<bool> block_;   // for each brace, whether it opens a block
  std::vector<bool> inside_;  // for each open bracket, whether it is in a function's body
  Bodies found_;
};

}  // namespace

Bodies bodies_of(const std::vector<Token>& tokens) {
  return Finder(tokens).find();
}

}  // namespace windtunnel::exam
