// fuzz_scenario_parser: the bytes are the text of a scenario. An invalid text must be refused in one line
// with its place; a valid one must print in a form that parses to the same program and prints the same again.
#include <optional>
#include <string_view>

#include "fuzz/require.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/scenario/printer.hpp"
#include "harness/scenario/source_error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace windtunnel;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::optional<scenario::Scenario> program;
  try {
    program = scenario::parse(text, "input");
  } catch (const scenario::SourceError& error) {
    fuzz::require_one_line(error);
    return 0;
  }
  const std::string printed = print(*program);
  const scenario::Scenario again = scenario::parse(printed, "printed");
  fuzz::claim(same_program(*program, again), "what is printed is another program");
  fuzz::claim(print(again) == printed, "what is printed prints differently");
  return 0;
}
