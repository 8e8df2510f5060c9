// The laws in words: what catalogue.def holds, as data. It is what docs/laws.md is printed from and what
// tests, mutants and scenarios mean when they name a law.
#pragma once

#include <string_view>
#include <vector>

namespace windtunnel {

/// One law or invariant.
struct LawEntry {
  std::string_view name;      ///< "F5"; invariants are "V1" to "V18"
  std::string_view sentence;  ///< in Markdown, one line
  bool known = false;         ///< it tells of a latent defect of the original
};

/// Laws that belong together.
struct LawGroup {
  std::string_view heading;  ///< "F. Future"
  bool to_come = false;      ///< the runtime does not have what they are about yet
  std::vector<LawEntry> laws;
};

/// All groups, in the order in which they are printed.
const std::vector<LawGroup>& law_groups();

/// What the laws come to; a LawCard of the same name says what is checked of it.
const std::vector<LawEntry>& invariants();

/// The law or invariant with that name; null if there is none.
const LawEntry* find_law(std::string_view name);

}  // namespace windtunnel
