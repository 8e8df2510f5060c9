#include "harness/scenario/lexer.hpp"

#include <array>
#include <charconv>
#include <system_error>
#include <utility>

#include "harness/scenario/utf8.hpp"

namespace windtunnel::scenario {

namespace {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

constexpr auto name_bytes = [] {
  std::array<bool, 256> table{};
  for (unsigned byte = 0; byte < 128; ++byte) {
    table[byte] = is_name_start(static_cast<char>(byte)) || is_digit(static_cast<char>(byte));
  }
  return table;
}();

constexpr bool is_name_byte(char c) {
  return name_bytes[static_cast<unsigned char>(c)];
}

struct Sign {
  std::string_view text;
  TokenKind kind;
};

// Longest first. Python's other signs of several characters are included so that an error message shows them
// whole.
constexpr auto long_signs = std::to_array<Sign>({
    {"**=", TokenKind::other},    {"//=", TokenKind::other},     {">>=", TokenKind::other},
    {"<<=", TokenKind::other},    {"...", TokenKind::other},     {"==", TokenKind::equal},
    {"!=", TokenKind::not_equal}, {"<=", TokenKind::less_equal}, {">=", TokenKind::greater_equal},
    {"+=", TokenKind::other},     {"-=", TokenKind::other},      {"*=", TokenKind::other},
    {"/=", TokenKind::other},     {"%=", TokenKind::other},      {"&=", TokenKind::other},
    {"|=", TokenKind::other},     {"^=", TokenKind::other},      {"@=", TokenKind::other},
    {"->", TokenKind::other},     {":=", TokenKind::other},      {"**", TokenKind::other},
    {"//", TokenKind::other},     {"<<", TokenKind::other},      {">>", TokenKind::other},
    {"<>", TokenKind::other},
});

constexpr TokenKind short_sign(char c) {
  switch (c) {
    case '(':
      return TokenKind::left_paren;
    case ')':
      return TokenKind::right_paren;
    case '[':
      return TokenKind::left_bracket;
    case ']':
      return TokenKind::right_bracket;
    case '{':
      return TokenKind::left_brace;
    case '}':
      return TokenKind::right_brace;
    case ',':
      return TokenKind::comma;
    case ':':
      return TokenKind::colon;
    case '.':
      return TokenKind::dot;
    case '@':
      return TokenKind::at;
    case '=':
      return TokenKind::assign;
    case '+':
      return TokenKind::plus;
    case '-':
      return TokenKind::minus;
    case '<':
      return TokenKind::less;
    case '>':
      return TokenKind::greater;
    default:
      return TokenKind::other;
  }
}

}  // namespace

Lexer::Lexer(std::string_view text, std::string_view file_name, Words& words)
    : text_(text), file_name_(file_name), index_(words) {}

char Lexer::peek(std::size_t ahead) const {
  return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
}

void Lexer::refuse(std::size_t at, std::string found, std::string allowed) const {
  throw SourceError(file_name_, {line_, static_cast<std::uint32_t>(at - line_start_ + 1)}, std::move(found),
                    std::move(allowed));
}

void Lexer::refuse_text(std::size_t at, std::size_t length, std::string allowed) const {
  refuse(at, in_quotes(text_.substr(at, length)), std::move(allowed));
}

bool Lexer::skip_line_break() {
  if (peek() == '\r') ++at_;  // check_text allows it only before LF
  if (peek() != '\n') return false;
  ++at_;
  ++line_;
  line_start_ = at_;
  return true;
}

void Lexer::skip_comment() {
  if (peek() != '#') return;
  while (at_ < text_.size() && peek() != '\n' && peek() != '\r') ++at_;
}

void Lexer::skip_spaces() {
  do {
    while (peek() == ' ') ++at_;
    if (peek() == '\t') refuse(at_, "a tab", "spaces");
    skip_comment();
  } while (brackets_ > 0 && skip_line_break());
}

// Skips blank lines and comments. Returns true if the line opens a block; the end of the text closes all
// blocks.
bool Lexer::begin_line(Token& token) {
  do skip_spaces();
  while (skip_line_break());
  fresh_line_ = false;
  start_ = at_;
  const bool at_end = at_ == text_.size();
  const std::size_t indent = at_end ? 0 : at_ - line_start_;
  if (indent > indents_.back()) {
    indents_.push_back(indent);
    token.kind = TokenKind::indent;
    return true;
  }
  dedenting_ = indent < indents_.back();
  return false;
}

bool Lexer::next_is_inside_brackets(std::string_view keyword) {
  skip_spaces();
  return text_.substr(at_, keyword.size()) == keyword && !is_name_byte(peek(keyword.size()));
}

void Lexer::next(Token& token) {
  token.word = no_word;
  if (fresh_line_ && begin_line(token)) return finish(token);
  if (dedenting_) return dedent(token);
  skip_spaces();
  start_ = at_;
  const char c = peek();
  if (at_ == text_.size() || c == '\n' || c == '\r') {
    // The last line may lack its line break, and a bracket may still be open at the end.
    token.kind = line_is_open_ && brackets_ == 0 ? TokenKind::newline : TokenKind::end;
    finish(token);
    fresh_line_ = token.kind == TokenKind::newline;
    line_is_open_ = false;
    skip_line_break();
    return;
  }
  line_is_open_ = true;
  if (is_name_start(c)) return name(token);
  if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number(token);
  if (c == '"' || c == '\'') return string(token);
  return sign(token);
}

void Lexer::dedent(Token& token) {
  const std::size_t indent = at_ == text_.size() ? 0 : at_ - line_start_;
  indents_.pop_back();
  if (indent > indents_.back())
    refuse(at_, "an indentation of " + std::to_string(indent), "that of an open block");
  dedenting_ = indent < indents_.back();
  token.kind = TokenKind::dedent;
  finish(token);
}

void Lexer::finish(Token& token) const {
  token.place = {line_, static_cast<std::uint32_t>(start_ - line_start_ + 1)};
  token.text = text_.substr(start_, at_ - start_);
}

void Lexer::name(Token& token) {
  while (is_name_byte(peek())) ++at_;
  const auto [kind, word] = index_.name(text_.substr(start_, at_ - start_));
  token.kind = kind;
  token.word = word;
  if (kind == TokenKind::name && (peek() == '"' || peek() == '\'')) {
    refuse_text(start_, at_ + 1 - start_, "a string without a prefix");
  }
  finish(token);
}

void Lexer::number(Token& token) {
  const auto skip_digits = [this] {
    while (is_digit(peek())) ++at_;
  };
  const auto refuse_number = [this](std::string allowed) {
    while (is_name_byte(peek()) || peek() == '.') ++at_;
    refuse_text(start_, at_ - start_, std::move(allowed));
  };
  constexpr std::string_view forms = "a number like 7, 1.5, .5 or 1e3";
  token.kind = TokenKind::integer;
  skip_digits();
  if (peek() == '.') {
    if (!is_digit(peek(1))) refuse_number(std::string(forms));
    token.kind = TokenKind::real;
    ++at_;
    skip_digits();
  }
  if (peek() == 'e' || peek() == 'E') {
    const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
    if (is_digit(peek(1 + sign))) {
      token.kind = TokenKind::real;
      at_ += 1 + sign;
      skip_digits();
    }
  }
  const bool leading_zero = token.kind == TokenKind::integer && text_[start_] == '0' && at_ - start_ > 1;
  if (is_name_byte(peek()) || leading_zero) refuse_number(std::string(forms));

  const char* first = text_.data() + start_;
  const char* last = text_.data() + at_;
  if (token.kind == TokenKind::integer) {
    const auto [end, error] = std::from_chars(first, last, token.magnitude);
    if (error != std::errc{} || token.magnitude > max_integer + 1) refuse_number("an integer of 64 bits");
  } else {
    const auto [end, error] = std::from_chars(first, last, token.real);
    if (error != std::errc{}) refuse_number("a float in the range of a double");
  }
  finish(token);
}

void Lexer::string(Token& token) {
  const char quote = peek();
  if (peek(1) == quote && peek(2) == quote) refuse_text(start_, 3, "a string in one pair of quotes");
  ++at_;
  buffer_.clear();
  std::size_t plain = at_;  // start of the piece without escapes that was not copied yet
  for (; peek() != quote; ++at_) {
    const char c = peek();
    if (at_ == text_.size() || c == '\n' || c == '\r') {
      refuse_text(start_, at_ - start_, "a string that is closed on its line");
    }
    if (c == '\t') refuse(at_, "a tab", "the escape \\t");
    if (c != '\\') continue;
    buffer_ += text_.substr(plain, at_ - plain);
    switch (peek(1)) {
      case '\\':
      case '\'':
      case '"':
        buffer_ += peek(1);
        break;
      case 'n':
        buffer_ += '\n';
        break;
      case 't':
        buffer_ += '\t';
        break;
      default:
        refuse_text(at_, 1 + utf8_length(text_.substr(at_ + 1)), "the escapes \\\\ \\' \\\" \\n \\t");
    }
    ++at_;
    plain = at_ + 1;
  }
  const std::string_view rest = text_.substr(plain, at_ - plain);
  ++at_;
  token.kind = TokenKind::string;
  token.word = index_.word(buffer_.empty() ? rest : std::string_view(buffer_ += rest));
  finish(token);
}

void Lexer::sign(Token& token) {
  if (std::string_view("=<>*/.").find(peek(1)) !=
      std::string_view::npos) {  // otherwise no sign is longer than one character
    for (const Sign& sign : long_signs) {
      if (!text_.substr(at_).starts_with(sign.text)) continue;
      at_ += sign.text.size();
      token.kind = sign.kind;
      return finish(token);
    }
  }
  token.kind = short_sign(peek());
  at_ += utf8_length(text_.substr(at_));
  using enum TokenKind;
  if (token.kind == left_paren || token.kind == left_bracket || token.kind == left_brace) ++brackets_;
  if (token.kind == right_paren || token.kind == right_bracket || token.kind == right_brace) {
    if (brackets_ > 0) --brackets_;
  }
  finish(token);
}

}  // namespace windtunnel::scenario
