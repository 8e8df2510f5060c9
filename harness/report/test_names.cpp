#include "harness/report/test_names.hpp"

#include <algorithm>

namespace windtunnel::report {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_small(char c) {
  return c >= 'a' && c <= 'z';
}

bool is_word(char c) {
  return is_digit(c) || is_capital(c) || is_small(c) || c == '_';
}

void skip_spaces(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \n"), text.size()));
}

// Removes from the text the word at its beginning and the `end` after it; returns the word, or nothing if
// there are not both.
std::string_view take_word(std::string_view& text, char end) {
  skip_spaces(text);
  const auto length =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_word) - text.begin());
  const std::string_view word = text.substr(0, length);
  text.remove_prefix(length);
  if (!text.starts_with(end)) return {};
  text.remove_prefix(1);
  return word;
}

}  // namespace

std::vector<TestName> tests_in(std::string_view source) {
  constexpr std::string_view macros[] = {"TEST(", "TEST_F(", "TEST_P(", "RC_GTEST_PROP("};
  std::vector<TestName> tests;
  for (std::size_t at = 0; at < source.size(); ++at) {
    if (at > 0 && source[at - 1] != '\n') continue;
    std::string_view rest = source.substr(at);
    for (const std::string_view macro : macros) {
      if (!rest.starts_with(macro)) continue;
      rest.remove_prefix(macro.size());
      const std::string_view suite = take_word(rest, ',');
      // The names of RapidCheck's tests may end with a comma, as parameters follow.
      const char end = macro.starts_with("RC_") ? ',' : ')';
      const std::string_view name = take_word(rest, end);
      if (!suite.empty() && !name.empty()) tests.push_back({std::string(suite), std::string(name)});
      break;
    }
  }
  return tests;
}

std::vector<std::string> laws_in_name(std::string_view name) {
  std::vector<std::string> laws;
  bool begins = true;  // whether a law's number may begin here
  for (std::size_t at = 0; at < name.size(); ++at) {
    if (!begins || !is_capital(name[at])) {
      begins = name[at] == '_';
      continue;
    }
    std::size_t end = at + 1;
    while (end < name.size() && is_digit(name[end])) ++end;
    const bool is_law = end > at + 1 && (end == name.size() || !is_small(name[end]));
    if (!is_law) {
      begins = false;
      continue;
    }
    laws.emplace_back(name.substr(at, end - at));
    at = end - 1;
  }
  return laws;
}

}  // namespace windtunnel::report
