// Reads tests/mutants/table.cmake, as far as people need it: which law each broken runtime violates and which
// invariant must notice.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace windtunnel::report {

/// A row of the table.
struct Mutant {
  std::string name;
  std::string what;                 ///< the defect, in one line
  std::string notices;              ///< the invariant that must notice
  std::vector<std::string> breaks;  ///< the laws that it violates

  bool operator==(const Mutant&) const = default;
};

/// The rows, in their order. Understands the part of CMake's language that the table uses: comments, words,
/// quoted and bracketed texts, the command `mutant`.
std::vector<Mutant> mutants_in(std::string_view table);

}  // namespace windtunnel::report
