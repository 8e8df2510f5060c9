#include "runtime/net/regex.hpp"

#include <map>
#include <re2/re2.h>
#include <stdexcept>

namespace tornado {

class Regex::ByRe2 final : public Compiled {
 public:
  explicit ByRe2(const std::string& pattern) : expression_(pattern, options()) {
    if (!expression_.ok()) {
      throw std::invalid_argument("bad regular expression '" + pattern + "': " + expression_.error());
    }
  }

  std::optional<std::size_t> end_of_match(std::string_view text) const override {
    const re2::StringPiece piece(text.data(), text.size());
    re2::StringPiece match;
    if (!expression_.Match(piece, 0, piece.size(), re2::RE2::UNANCHORED, &match, 1)) return std::nullopt;
    return static_cast<std::size_t>(match.data() + match.size() - text.data());
  }

  const std::string& pattern() const override { return expression_.pattern(); }

 private:
  static re2::RE2::Options options() {
    re2::RE2::Options options;
    options.set_encoding(re2::RE2::Options::EncodingLatin1);
    options.set_log_errors(false);
    return options;
  }

  const re2::RE2 expression_;
};

Regex::Regex(const std::string& pattern) {
  constexpr std::size_t most_kept = 64;
  static thread_local std::map<std::string, std::shared_ptr<const Compiled>> kept;
  auto at = kept.find(pattern);
  if (at == kept.end()) {
    auto compiled = std::make_shared<const ByRe2>(pattern);
    if (kept.size() >= most_kept) kept.clear();
    at = kept.emplace(pattern, std::move(compiled)).first;
  }
  compiled_ = at->second;
}

}  // namespace tornado
