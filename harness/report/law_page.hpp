// The laws as people read them: the page docs/laws.md, a table, one law with everything, the known defects.
#pragma once

#include <string>
#include <string_view>

#include "harness/evidence/evidence_index.hpp"
#include "harness/laws/catalogue.hpp"

namespace windtunnel {

/// The whole of docs/laws.md: every law and invariant with its evidence.
std::string law_page(const EvidenceIndex& index);

/// A line a law: its number, how many tests, mutants and litmus scenarios it has, which invariants watch it,
/// and its sentence, cut.
std::string law_table(const EvidenceIndex& index);

/// One law with everything.
std::string law_in_full(const LawEntry& law, const EvidenceIndex& index);

/// Each known defect with the smallest litmus scenario that shows it.
std::string known_defects_in_full(const EvidenceIndex& index);

}  // namespace windtunnel
