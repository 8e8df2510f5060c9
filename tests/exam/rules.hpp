// The rules of the exam: each changes one place of a source file in a way in which programmers err. A mutant
// is written behind a switch, `::exam::is(NUMBER)` (switch.hpp), so that all mutants of a sample are compiled
// once, together, and one of them is chosen when a program starts.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace windtunnel::exam {

/// One change of one place.
struct Mutant {
  std::string file;         ///< from the root of the project
  std::size_t line;         ///< from 1
  std::string rule;         ///< its name, such as "condition negated"
  std::string before;       ///< the text that the rule changes, on one line
  std::string after;        ///< what it becomes; empty if it is dropped
  std::size_t begin;        ///< the place in the file, in bytes
  std::size_t end;          ///< the first byte after it
  std::string replacement;  ///< what stands there instead; each '@' stands for the mutant's number

  /// Names the mutant whatever its line is.
  std::string name() const;
};

/// All mutants of a file; of one place, there may be several. Throws std::invalid_argument if the text is not
/// C++.
std::vector<Mutant> mutants_of(const std::string& file, std::string_view text);

}  // namespace windtunnel::exam
