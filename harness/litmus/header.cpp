#include "harness/litmus/header.hpp"

#include <algorithm>
#include <array>

#include "harness/scenario/source_error.hpp"

namespace windtunnel::litmus {

namespace {

constexpr std::string_view allowed_keys =
    "`answer:`, `laws:`, `known:`, `model:`, `show:`, `canonical:`, `must:`, `may:`, `must not:`";
constexpr std::array keys{"answer", "laws",      "known", "model", "freedom",
                          "show",   "canonical", "must",  "may",   "must not"};
constexpr std::array demands{Demand::canonical, Demand::must, Demand::may, Demand::must_not};

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return text.substr(text.size());
  return text.substr(begin, text.find_last_not_of(" \t\r") + 1 - begin);
}

bool is_law_name(std::string_view word) {
  return word.size() >= 2 && word[0] >= 'A' && word[0] <= 'Z' && word[1] != '0' &&
         word.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Reads line after line; each is processed before the next is looked at.
class HeaderParser {
 public:
  HeaderParser(std::string_view text, std::string_view file) : rest_(text), file_(file) {}

  LitmusHeader parse() {
    next_line();
    if (!line_.starts_with('#')) refuse(line_, in_quotes_or(line_, "an empty line"), question_line);
    read_question(comment_of_line());
    bool more = next_line();
    for (; more && line_.starts_with('#'); more = next_line()) read_field(comment_of_line());
    finish();
    for (; more; more = next_line()) refuse_stray();
    return std::move(header_);
  }

 private:
  static constexpr const char* question_line = "a comment line that asks a question, `# Does ...?`";

  bool next_line() {
    if (at_end_) return false;
    const std::size_t end = rest_.find('\n');
    at_end_ = end == std::string_view::npos;
    line_ = rest_.substr(0, end);
    if (!at_end_) rest_.remove_prefix(end + 1);
    ++number_;
    return true;
  }

  // `part` must be part of the current line.
  [[noreturn]] void refuse(std::string_view part, std::string found, std::string allowed) const {
    const auto column = static_cast<std::uint32_t>(part.data() - line_.data()) + 1;
    throw scenario::SourceError(file_, {number_, column}, std::move(found), std::move(allowed));
  }

  static std::string in_quotes_or(std::string_view text, const char* nothing) {
    return trimmed(text).empty() ? nothing : scenario::in_quotes(trimmed(text));
  }

  std::string_view comment_of_line() const {
    const std::string_view comment = trimmed(line_.substr(1));
    if (comment.empty() || line_[1] != ' ') {
      refuse(line_.substr(1), in_quotes_or(line_.substr(1), "an empty comment"), "a blank, then words");
    }
    return comment;
  }

  void read_question(std::string_view comment) {
    if (!comment.ends_with('?')) refuse(comment, scenario::in_quotes(comment), question_line);
    header_.question = comment;
  }

  void read_field(std::string_view comment) {
    const std::size_t colon = comment.find(':');
    const std::string_view key = comment.substr(0, colon);
    if (colon == std::string_view::npos || std::find(keys.begin(), keys.end(), key) == keys.end()) {
      refuse(comment, scenario::in_quotes(key), std::string(allowed_keys));
    }
    const std::string_view value = trimmed(comment.substr(colon + 1));
    if (value.empty())
      refuse(value, "nothing behind " + scenario::in_quotes(key), "a value on the same line");
    if (key == "answer") {
      only_once(key, header_.answer.empty());
      header_.answer = value;
    } else if (key == "laws") {
      only_once(key, header_.laws.empty());
      read_laws(value, header_.laws);
    } else if (key == "known") {
      only_once(key, header_.known.empty());
      read_laws(value, header_.known);
      known_place_ = {number_, static_cast<std::uint32_t>(value.data() - line_.data()) + 1};
    } else if (key == "model" || key == "freedom") {  // the old name
      read_switch(key, value, key == "model" ? "adversarial" : "adversary", header_.adversary);
    } else if (key == "show") {
      read_switch(key, value, "time", header_.times);
    } else {
      read_expectation(key, value);
    }
  }

  void only_once(std::string_view key, bool first) const {
    if (!first) refuse(key, scenario::in_quotes(key) + " a second time", "one such line");
  }

  void read_switch(std::string_view key, std::string_view value, std::string_view word, bool& is_on) const {
    only_once(key, !is_on);
    if (value != word) refuse(value, scenario::in_quotes(value), std::string(word));
    is_on = true;
  }

  void read_laws(std::string_view value, std::vector<std::string>& laws) const {
    while (!value.empty()) {
      const std::string_view word = value.substr(0, value.find(' '));
      if (!is_law_name(word))
        refuse(word, scenario::in_quotes(word), "names of laws parted by blanks, such as L3 G20");
      if (has(laws, word)) refuse(word, scenario::in_quotes(word) + " a second time", "each law once");
      laws.emplace_back(word);
      value = trimmed(value.substr(word.size()));
    }
  }

  void read_expectation(std::string_view key, std::string_view outcome) {
    const Demand demand =
        *std::find_if(demands.begin(), demands.end(), [&](Demand each) { return name_of(each) == key; });
    for (const Expectation& other : header_.expectations) {
      if (other.outcome == outcome)
        refuse(outcome, "an outcome that has a line already", "each outcome once");
      if (demand == Demand::canonical) only_once(key, other.demand != Demand::canonical);
    }
    header_.expectations.push_back({demand, std::string(outcome)});
  }

  void finish() const {
    if (header_.answer.empty()) refuse_missing("`# answer: ...`");
    if (header_.laws.empty()) refuse_missing("`# laws: ...`");
    for (const std::string& law : header_.known) {
      if (!has(header_.laws, law)) {
        throw scenario::SourceError(file_, known_place_, "the law " + scenario::in_quotes(law),
                                    "laws that `laws:` names too");
      }
    }
    if (std::all_of(header_.expectations.begin(), header_.expectations.end(),
                    [](const Expectation& each) { return each.demand == Demand::must_not; })) {
      refuse_missing("`# canonical: ...`, `# must: ...` or `# may: ...`");
    }
  }

  [[noreturn]] void refuse_missing(const std::string& wanted) const {
    throw scenario::SourceError(file_, {number_, 1}, "the end of the opening comment",
                                wanted + ", in the comment that opens the file");
  }

  void refuse_stray() const {
    const std::string_view comment = trimmed(line_);
    if (!comment.starts_with('#')) return;
    const std::string_view words = trimmed(comment.substr(1));
    const std::string_view key = words.substr(0, words.find(':'));
    if (key.size() == words.size() || std::find(keys.begin(), keys.end(), key) == keys.end()) return;
    refuse(comment, scenario::in_quotes(words) + " behind the opening comment",
           "such a line only in the comment that opens the file");
  }

  std::string_view rest_;
  std::string_view file_;
  std::string_view line_;
  std::uint32_t number_ = 0;
  bool at_end_ = false;
  scenario::SourcePlace known_place_;
  LitmusHeader header_;
};

}  // namespace

std::string_view name_of(Demand demand) {
  constexpr std::string_view names[] = {"canonical", "must", "may", "must not"};
  return names[static_cast<std::size_t>(demand)];
}

LitmusHeader parse_litmus_header(std::string_view text, std::string_view file_name) {
  return HeaderParser(text, file_name).parse();
}

}  // namespace windtunnel::litmus
