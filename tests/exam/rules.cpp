#include "tests/exam/rules.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>

#include "tests/exam/bodies.hpp"
#include "tests/exam/tokens.hpp"

namespace windtunnel::exam {
namespace {

/// A change of some bytes within a condition or a statement.
struct Edit {
  std::string_view rule;
  std::size_t begin;
  std::size_t end;
  std::string text;
};

constexpr std::pair<std::string_view, std::string_view> turned[] = {{"<", ">"},   {">", "<"},   {"<=", ">="},
                                                                    {">=", "<="}, {"==", "!="}, {"!=", "=="}};
constexpr std::pair<std::string_view, std::string_view> off_by_one[] = {
    {"<", "<="}, {">", ">="}, {"<=", "<"}, {">=", ">"}};

/// What takes something out of a container or gives something up.
constexpr std::string_view removals[] = {
    "clear", "erase",  "erase_if", "pop",  "pop_back",       "pop_front",      "pop_heap", "remove",
    "reset", "resize", "consume",  "drop", "remove_timeout", "remove_handler", "close",    "release"};

std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t';
    if (!blank) line += c;
    if (blank && !line.empty() && line.back() != ' ') line += ' ';
  }
  return line;
}

class Rules {
 public:
  Rules(const std::string& file, std::string_view text)
      : file_(file), text_(text), tokens_(tokens_of(text)), bodies_(bodies_of(tokens_)) {}

  std::vector<Mutant> apply() {
    for (const Range& condition : bodies_.conditions) change_condition(condition);
    for (std::size_t at = 0; at < bodies_.statements.size(); ++at) {
      const Statement& statement = bodies_.statements[at];
      if (statement.kind == Statement::Kind::return_) {
        change_return(statement.range);
      } else {
        drop(statement);
        if (at + 1 < bodies_.statements.size()) swap(statement, bodies_.statements[at + 1]);
      }
    }
    return std::move(found_);
  }

 private:
  std::string_view text_of(Range range) const {
    return text_.substr(tokens_[range.first].begin, tokens_[range.last].end() - tokens_[range.first].begin);
  }

  void add(std::string_view rule, Range place, std::string after, std::string replacement) {
    const std::size_t begin = tokens_[place.first].begin;
    const auto line = 1 + static_cast<std::size_t>(std::ranges::count(text_.substr(0, begin), '\n'));
    found_.push_back({file_, line, std::string(rule), one_line(text_of(place)), one_line(after), begin,
                      tokens_[place.last].end(), std::move(replacement)});
  }

  std::string edited(Range place, const Edit& edit) const {
    std::string result(text_of(place));
    const std::size_t offset = tokens_[place.first].begin;
    return result.replace(edit.begin - offset, edit.end - edit.begin, edit.text);
  }

  void change_condition(Range place) {
    const std::string_view now = text_of(place);
    add("condition negated", place, fmt::format("!({})", now),
        fmt::format("::exam::is(@) != static_cast<bool>({})", now));
    for (const Edit& edit : edits_of(place)) {
      const std::string then = edited(place, edit);
      add(edit.rule, place, then, fmt::format("(::exam::is(@) ? ({}) : ({}))", then, now));
    }
  }

  void change_return(Range place) {
    for (const Edit& edit : edits_of(place)) {
      const std::string then = edited(place, edit);
      add(edit.rule, place, then, fmt::format("{{ if (::exam::is(@)) {} {} }}", then, text_of(place)));
    }
  }

  void drop(const Statement& statement) {
    const Range place = statement.range;
    add(rule_of_dropping(statement), place, "", fmt::format("{{ if (!::exam::is(@)) {} }}", text_of(place)));
  }

  std::string_view rule_of_dropping(const Statement& statement) const {
    if (statement.kind == Statement::Kind::step) return "increment lost";
    for (std::size_t at = statement.range.first; at < statement.range.last; at = tokens_[at].partner + 1) {
      if (tokens_[at].is("+=") || tokens_[at].is("-=")) return "increment lost";
      if (tokens_[at].is("(") && std::ranges::find(removals, tokens_[at - 1].text) != std::end(removals))
        return "removal lost";
    }
    return "statement dropped";
  }

  void swap(const Statement& first, const Statement& second) {
    if (second.kind == Statement::Kind::return_ || first.range.last + 1 != second.range.first) return;
    if (is_body(first)) return;  // the second one does not depend on its condition
    const Range place{first.range.first, second.range.last};
    const std::string then = fmt::format("{} {}", text_of(second.range), text_of(first.range));
    const bool calls = first.kind == Statement::Kind::call && second.kind == Statement::Kind::call;
    add(calls ? "calls turned" : "statements swapped", place, then,
        fmt::format("{{ if (::exam::is(@)) {{ {} }} else {{ {} {} }} }}", then, text_of(first.range),
                    text_of(second.range)));
  }

  /// Whether the statement is all that an `if`, a loop or an `else` has, without braces.
  bool is_body(const Statement& statement) const {
    if (statement.range.first == 0) return false;
    const Token& before = tokens_[statement.range.first - 1];
    return before.is(")") || before.is("else") || before.is("do");
  }

  /// The changes within an expression. What is in a lambda's body is another place.
  std::vector<Edit> edits_of(Range place) const {
    std::vector<Edit> edits;
    for (std::size_t at = place.first; at <= place.last; ++at) {
      const Token& token = tokens_[at];
      if (token.is("{")) {
        at = token.partner;
        continue;
      }
      if (token.spaced && token.kind == Token::Kind::punctuator) turn(at, edits);
      if (token.is("done")) remove_done(at, place, edits);
    }
    return edits;
  }

  void turn(std::size_t at, std::vector<Edit>& edits) const {
    const Token& token = tokens_[at];
    for (const auto& [from, to] : turned)
      if (token.is(from)) edits.push_back({"comparison turned", token.begin, token.end(), std::string(to)});
    for (const auto& [from, to] : off_by_one)
      if (token.is(from)) edits.push_back({"bound off by one", token.begin, token.end(), std::string(to)});
    const bool one = at + 1 < tokens_.size() && tokens_[at + 1].is("1");
    if (one && (token.is("+") || token.is("-")))
      edits.push_back({"bound off by one", tokens_[at - 1].end(), tokens_[at + 1].end(), ""});
  }

  /// `future.done()` becomes false.
  void remove_done(std::size_t at, Range place, std::vector<Edit>& edits) const {
    if (at + 2 > place.last || !tokens_[at + 1].is("(") || !tokens_[at + 2].is(")")) return;
    std::size_t first = at;
    while (first > place.first) {
      const Token& before = tokens_[first - 1];
      const bool joins = before.is(".") || before.is("->") || before.is("::");
      if (!joins && !(before.kind == Token::Kind::word && tokens_[first].kind == Token::Kind::punctuator))
        break;
      if (before.is("return") || before.is("co_return")) break;
      --first;
    }
    if (first > place.first && (tokens_[first - 1].is(")") || tokens_[first - 1].is("]"))) return;
    edits.push_back({"done() test removed", tokens_[first].begin, tokens_[at + 2].end(), "false"});
  }

  std::string file_;
  std::string_view text_;
  std::vector<Token> tokens_;
  Bodies bodies_;
  std::vector<Mutant> found_;
};

}  // namespace

std::string Mutant::name() const {
  return fmt::format("{}: {}: {}{}", file, rule, before, after.empty() ? "" : " -> " + after);
}

std::vector<Mutant> mutants_of(const std::string& file, std::string_view text) {
  return Rules(file, text).apply();
}

}  // namespace windtunnel::exam
