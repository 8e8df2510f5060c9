// FutureProgram: programs of operations on a few Futures, run on the runtime and on a model of laws F1 to F13
// that shares no code with it. For fuzzers and property tests of Future alone, without a loop.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/sim/choice_source.hpp"

namespace windtunnel::subjects {

/// Operations on Futures, done in order, and callbacks that do one operation each.
struct FutureProgram {
  static constexpr std::uint32_t futures = 4;
  static constexpr std::uint32_t callbacks = 8;
  static constexpr std::uint32_t most_operations = 24;

  /// What is done to `future`. `add` registers callback number `argument`; `chain` makes Future number
  /// `argument` follow it; `set` and `fail` use `argument` as the value; `raise` throws out of the callback
  /// that does it, and does nothing elsewhere.
  enum class Kind : std::uint8_t { set, fail, add, chain, result, exception, done, raise, count_ };

  struct Operation {
    Kind kind = Kind::set;
    std::uint8_t future = 0;
    std::uint8_t argument = 0;
  };

  std::vector<Operation> operations;
  std::array<Operation, callbacks> reactions{};  ///< what each callback does after it said that it runs
};

/// Draws a program; answers of 0 give the empty one.
void draw(tornado::ChoiceSource& choices, FutureProgram& program);

/// Runs the program on both; returns the first difference, or nothing.
std::optional<std::string> run(const FutureProgram& program);

}  // namespace windtunnel::subjects
