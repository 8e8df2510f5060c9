#include "harness/report/mutant_table.hpp"

#include <algorithm>

namespace windtunnel::report {

namespace {

// A word, or the contents of a quoted or bracketed text, which is never a keyword.
struct Token {
  std::string_view text;
  bool is_word;
};

std::vector<Token> tokens_of(std::string_view table) {
  std::vector<Token> tokens;
  const auto take = [&](std::size_t length, bool is_word) {
    tokens.push_back({table.substr(0, length), is_word});
    table.remove_prefix(std::min(length, table.size()));
  };
  const auto take_until = [&](std::string_view opening, std::string_view closing) {
    table.remove_prefix(opening.size());
    take(std::min(table.find(closing), table.size()), false);
    table.remove_prefix(std::min(closing.size(), table.size()));
  };
  while (!table.empty()) {
    if (table.starts_with('#')) {
      table.remove_prefix(std::min(table.find('\n'), table.size()));
    } else if (table.starts_with(' ') || table.starts_with('\n')) {
      table.remove_prefix(1);
    } else if (table.starts_with("[[")) {
      take_until("[[", "]]");
    } else if (table.starts_with('"')) {
      take_until("\"", "\"");
    } else if (table.starts_with('(') || table.starts_with(')')) {
      take(1, true);
    } else {
      take(std::min(table.find_first_of(" \n()"), table.size()), true);
    }
  }
  return tokens;
}

bool is_keyword(const Token& token) {
  constexpr std::string_view keywords[] = {"BUG", "WHAT",    "FILE",    "TEXT",  "INSTEAD",
                                           "LAW", "FREEDOM", "SUBJECT", "BREAKS"};
  return token.is_word &&
         std::find(std::begin(keywords), std::end(keywords), token.text) != std::end(keywords);
}

}  // namespace

std::vector<Mutant> mutants_in(std::string_view table) {
  const std::vector<Token> tokens = tokens_of(table);
  std::vector<Mutant> mutants;
  std::string_view keyword;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const Token& token = tokens[at];
    if (token.is_word && token.text == "mutant" && at + 2 < tokens.size()) {
      mutants.push_back({std::string(tokens[at + 2].text), {}, {}, {}});
      keyword = {};
      at += 2;
    } else if (is_keyword(token)) {
      keyword = token.text;
    } else if (token.is_word && token.text == ")") {
      keyword = {};
    } else if (!mutants.empty()) {
      Mutant& mutant = mutants.back();
      if (keyword == "WHAT") mutant.what = token.text;
      if (keyword == "LAW") mutant.notices = token.text;
      if (keyword == "BREAKS") mutant.breaks.emplace_back(token.text);
    }
  }
  return mutants;
}

}  // namespace windtunnel::report
