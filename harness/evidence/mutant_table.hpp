// What tests/mutants/table.cmake says of the broken runtimes, as far as people want to know it: which law
// each breaks and which invariant must notice.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace windtunnel {

/// A row of the table.
struct Mutant {
  std::string name;
  std::string what;                 ///< the defect, in a line
  std::string notices;              ///< the invariant that must notice
  std::vector<std::string> breaks;  ///< the laws that it breaks

  bool operator==(const Mutant&) const = default;
};

/// The rows, in their order. Of CMake's language it knows what the table is written in: comments, words,
/// quoted and bracketed texts, the command `mutant`.
std::vector<Mutant> mutants_in(std::string_view table);

}  // namespace windtunnel
