// The laws in words: the contents of catalogue.def as data. docs/laws.md is printed from it, and tests,
// mutants and scenarios refer to its names.
#pragma once

#include <string_view>
#include <vector>

namespace windtunnel::properties {

/// One law or invariant.
struct LawEntry {
  std::string_view name;      ///< "F5"; invariants are "V1" to "V18"
  std::string_view sentence;  ///< in Markdown, one line
  bool known = false;         ///< whether it describes a latent defect of the original
};

/// A group of laws.
struct LawGroup {
  std::string_view heading;  ///< "F. Future"
  bool to_come = false;      ///< the runtime does not have these parts yet
  std::vector<LawEntry> laws;
};

/// All groups, in the order in which they are printed.
const std::vector<LawGroup>& law_groups();

/// The invariants, which summarise the laws; the LawCard of the same name describes the check.
const std::vector<LawEntry>& invariants();

/// The law or invariant with that name; null if there is none.
const LawEntry* find_law(std::string_view name);

}  // namespace windtunnel::properties
