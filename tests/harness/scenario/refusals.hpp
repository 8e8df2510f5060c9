// Tables of texts that are refused, with the one line that says so.
#pragma once

#include <gtest/gtest.h>
#include <initializer_list>
#include <string>
#include <string_view>

#include "harness/scenario/parser.hpp"
#include "harness/scenario/source_error.hpp"

namespace windtunnel {

/// The statements as the body of main, which is on line 1.
inline std::string in_main(std::string_view statements) {
  std::string text = "def main():\n    ";
  for (const char c : statements) text += c == '\n' ? std::string("\n    ") : std::string(1, c);
  return text + "\n";
}

/// The same as a coroutine; its body begins on line 3.
inline std::string in_coroutine(std::string_view statements) {
  return "@gen.coroutine\n" + in_main(statements);
}

/// The items, and a main behind them.
inline std::string with_main(std::string_view items) {
  return std::string(items) + "def main():\n    pass\n";
}

/// What the refusal says after the file's name, or "accepted".
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

}  // namespace windtunnel
