// For any text, parse returns a program or throws a SourceError of one printable line, and a parsed program
// prints stably.
#include <cstdint>
#include <gtest/gtest.h>

#include "harness/scenario/printer.hpp"
#include "tests/harness/scenario/golden.hpp"
#include "tests/harness/scenario/refusals.hpp"

namespace windtunnel::scenario {

namespace {

/// Returns whether the text was a program.
bool parses_or_is_refused(std::string_view text) {
  try {
    const Scenario tree = parse(text, "x.py");
    const std::string printed = print(tree);
    const Scenario again = parse(printed, "printed");
    EXPECT_TRUE(same_program(tree, again)) << text;
    EXPECT_EQ(print(again), printed);
    return true;
  } catch (const SourceError& error) {
    EXPECT_GE(error.line(), 1u);
    EXPECT_GE(error.column(), 1u);
    for (const char c : std::string_view(error.what())) {
      EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) << error.what();
    }
    return false;
  }
}

std::vector<std::string> some_golden_texts() {
  std::vector<std::string> texts;
  const std::vector<std::filesystem::path> files = golden_files();
  for (std::size_t at = 0; at < files.size(); at += 30) texts.push_back(read_source(files[at]));
  return texts;
}

TEST(Robustness, EveryPrefixOfAScenario) {
  int programs = 0;
  for (const std::string& text : some_golden_texts()) {
    for (std::size_t length = 0; length <= text.size(); ++length) {
      programs += parses_or_is_refused(std::string_view(text).substr(0, length)) ? 1 : 0;
    }
  }
  EXPECT_GE(programs, 4);
}

TEST(Robustness, SingleBytesChanged) {
  std::uint64_t state = 1;
  const auto draw = [&state](std::size_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::size_t>((state >> 33) % below);
  };
  constexpr std::string_view likely = " \n\t\r\"'()[]{}:,.=+-<>!#\\@0e\x80\xc3";
  int programs = 0;
  int refused = 0;
  for (const std::string& text : some_golden_texts()) {
    for (int round = 0; round < 2500; ++round) {
      std::string changed = text;
      const std::size_t at = draw(changed.size());
      const bool is_likely = draw(2) == 0;
      const char byte = is_likely ? likely[draw(likely.size())] : static_cast<char>(draw(256));
      switch (draw(3)) {
        case 0:
          changed[at] = byte;
          break;
        case 1:
          changed.insert(at, 1, byte);
          break;
        default:
          changed.erase(at, 1);
          break;
      }
      ++(parses_or_is_refused(changed) ? programs : refused);
    }
  }
  EXPECT_GT(programs, 100);
  EXPECT_GT(refused, 100);
}

}  // namespace

}  // namespace windtunnel::scenario
