// Writes the page of an exam, docs/exam.md: rates by method and by folder, what a kill cost, how large the
// findings were, and each survivor with the reason for which it survived.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "harness/engine/shard.hpp"
#include "tests/exam/methods.hpp"
#include "tests/exam/rules.hpp"

namespace windtunnel::exam {

/// What became of a mutant.
struct Examined {
  Mutant mutant;
  std::array<Verdict, method_names.size()> verdicts;
  bool reached = false;  ///< by the property tests

  bool killed() const;         ///< by any method
  std::string folder() const;  ///< of its file, such as "net"; "core" for the runtime's own folder
};

/// Why mutants survive, by their names: "equivalent: ..." or "missing: ...".
using Reasons = std::map<std::string, std::string>;

/// Reads a file in which a mutant's name is followed by an indented line with the reason; '#' begins a
/// comment. Throws std::invalid_argument if it is anything else, with the line's number.
Reasons reasons_in(std::string_view text);

/// The exam that the page is of.
struct Exam {
  std::size_t rules_make = 0;  ///< all mutants
  std::size_t sample = 0;
  std::uint64_t seed = 0;
  Seconds property_time{};
  engine::Shard shard;  ///< of the sample, which is examined here
  std::vector<Examined> examined;
  Reasons reasons;

  bool is_equivalent(const Examined& examined) const;
  /// The share, in percent, of the mutants that are not equivalent and that a method killed.
  double killed_percent() const;
};

std::string page_of(const Exam& exam);

}  // namespace windtunnel::exam
