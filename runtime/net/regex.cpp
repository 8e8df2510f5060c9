#include "runtime/net/regex.hpp"

#include <map>
#include <re2/re2.h>
#include <stdexcept>

namespace tornado {

class Regex::Compiled {
 public:
  explicit Compiled(const std::string& pattern) : expression(pattern, options()) {
    if (!expression.ok()) {
      throw std::invalid_argument("bad regular expression '" + pattern + "': " + expression.error());
    }
  }

  const re2::RE2 expression;

 private:
  static re2::RE2::Options options() {
    re2::RE2::Options options;
    options.set_encoding(re2::RE2::Options::EncodingLatin1);
    options.set_log_errors(false);
    return options;
  }
};

Regex::Regex(const std::string& pattern) {
  constexpr std::size_t most_kept = 64;
  static thread_local std::map<std::string, std::shared_ptr<const Compiled>> kept;
  auto at = kept.find(pattern);
  if (at == kept.end()) {
    auto compiled = std::make_shared<const Compiled>(pattern);
    if (kept.size() >= most_kept) kept.clear();
    at = kept.emplace(pattern, std::move(compiled)).first;
  }
  compiled_ = at->second;
}

std::optional<std::size_t> Regex::end_of_match(std::string_view text) const {
  const re2::StringPiece piece(text.data(), text.size());
  re2::StringPiece match;
  if (!compiled_->expression.Match(piece, 0, piece.size(), re2::RE2::UNANCHORED, &match, 1))
    return std::nullopt;
  return static_cast<std::size_t>(match.data() + match.size() - text.data());
}

const std::string& Regex::pattern() const {
  return compiled_->expression.pattern();
}

}  // namespace tornado
