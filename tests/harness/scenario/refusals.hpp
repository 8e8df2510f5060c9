// Tables of invalid texts, each with the line that refuses it.
#pragma once

#include <gtest/gtest.h>
#include <initializer_list>
#include <string>
#include <string_view>

#include "harness/scenario/parser.hpp"
#include "harness/scenario/source_error.hpp"

namespace windtunnel::scenario {

/// The statements as the body of main, which is on line 1.
inline std::string in_main(std::string_view statements) {
  std::string text = "def main():\n    ";
  for (const char c : statements) text += c == '\n' ? std::string("\n    ") : std::string(1, c);
  return text + "\n";
}

/// The statements as the body of main, a coroutine; the body begins on line 3.
inline std::string in_coroutine(std::string_view statements) {
  return "@gen.coroutine\n" + in_main(statements);
}

/// The items, followed by a main.
inline std::string with_main(std::string_view items) {
  return std::string(items) + "def main():\n    pass\n";
}

/// The error without the file's name, or "accepted".
inline std::string refusal_of(std::string_view text) {
  try {
    parse(text, "x.py");
  } catch (const SourceError& error) {
    const std::string_view what = error.what();
    return what.starts_with("x.py:") ? std::string(what.substr(5)) : std::string(what);
  }
  return "accepted";
}

struct Refusal {
  std::string text;
  std::string_view what;
};

inline void expect_refusals(std::initializer_list<Refusal> refusals) {
  for (const Refusal& refusal : refusals) EXPECT_EQ(refusal_of(refusal.text), refusal.what) << refusal.text;
}

}  // namespace windtunnel::scenario
