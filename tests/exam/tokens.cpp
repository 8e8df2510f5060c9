#include "tests/exam/tokens.hpp"

#include <cctype>
#include <fmt/format.h>
#include <stdexcept>

namespace windtunnel::exam {
namespace {

bool is_space(char c) {
  return std::isspace(static_cast<unsigned char>(c)) != 0;
}

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// The punctuators of more than one character that matter here, the longest first.
constexpr std::string_view punctuators[] = {
    "<=>", "<<=", ">>=", "...", "::", "->", "<=", ">=", "==", "!=", "&&", "||",
    "++",  "--",  "+=",  "-=",  "*=", "/=", "|=", "&=", "^=", "%=", "<<"};

class Cutter {
 public:
  explicit Cutter(std::string_view text) : text_(text) {}

  std::vector<Token> cut() {
    while (skip_blank()) {
      const std::size_t begin = at_;
      const Token::Kind kind = pass_token();
      const bool spaced =
          begin > 0 && is_space(text_[begin - 1]) && at_ < text_.size() && is_space(text_[at_]);
      tokens_.push_back({kind, begin, text_.substr(begin, at_ - begin), spaced, tokens_.size()});
      match_bracket();
    }
    if (!open_.empty()) fail(open_.back());
    return std::move(tokens_);
  }

 private:
  std::string_view rest() const { return text_.substr(at_); }

  /// Passes white space, comments and preprocessor lines. False at the end of the text.
  bool skip_blank() {
    while (at_ < text_.size()) {
      if (is_space(text_[at_])) {
        ++at_;
      } else if (rest().starts_with("//")) {
        pass_until("\n");
      } else if (rest().starts_with("/*")) {
        pass_until("*/");
      } else if (text_[at_] == '#') {
        do pass_until("\n");
        while (at_ >= 2 && at_ < text_.size() && text_[at_ - 2] == '\\');
      } else {
        return true;
      }
    }
    return false;
  }

  void pass_until(std::string_view end) {
    const std::size_t found = text_.find(end, at_);
    at_ = found == std::string_view::npos ? text_.size() : found + end.size();
  }

  Token::Kind pass_token() {
    const char first = text_[at_];
    if (rest().starts_with("R\"")) return pass_raw_string();
    if (first == '"' || first == '\'') return pass_string(first);
    if (is_word(first)) {
      const bool number = std::isdigit(static_cast<unsigned char>(first)) != 0;
      while (at_ < text_.size() &&
             (is_word(text_[at_]) || (number && (text_[at_] == '\'' || text_[at_] == '.'))))
        ++at_;
      return number ? Token::Kind::number : Token::Kind::word;
    }
    for (const std::string_view punctuator : punctuators) {
      if (!rest().starts_with(punctuator)) continue;
      at_ += punctuator.size();
      return Token::Kind::punctuator;
    }
    ++at_;
    return Token::Kind::punctuator;
  }

  Token::Kind pass_string(char quote) {
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_)
      if (text_[at_] == '\\') ++at_;
    ++at_;
    return Token::Kind::string;
  }

  Token::Kind pass_raw_string() {
    const std::size_t open = text_.find('(', at_);
    const std::string end = fmt::format("){}\"", text_.substr(at_ + 2, open - at_ - 2));
    pass_until(end);
    return Token::Kind::string;
  }

  void match_bracket() {
    const Token& last = tokens_.back();
    if (last.kind != Token::Kind::punctuator) return;
    constexpr std::string_view opening = "([{";
    constexpr std::string_view closing = ")]}";
    if (opening.find(last.text) != std::string_view::npos) {
      open_.push_back(tokens_.size() - 1);
    } else if (const std::size_t which = closing.find(last.text); which != std::string_view::npos) {
      if (open_.empty() || tokens_[open_.back()].text != opening.substr(which, 1)) fail(tokens_.size() - 1);
      tokens_.back().partner = open_.back();
      tokens_[open_.back()].partner = tokens_.size() - 1;
      open_.pop_back();
    }
  }

  [[noreturn]] void fail(std::size_t bracket) const {
    throw std::invalid_argument(fmt::format("the bracket '{}' at byte {} has no partner",
                                            tokens_[bracket].text, tokens_[bracket].begin));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
  std::vector<std::size_t> open_;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view text) {
  return Cutter(text).cut();
}

}  // namespace windtunnel::exam
