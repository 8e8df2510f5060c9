// The laws for people: the page docs/laws.md, a table, one law in full, the known defects.
#pragma once

#include <string>
#include <string_view>

#include "harness/properties/laws/catalogue.hpp"
#include "harness/report/evidence_index.hpp"

namespace windtunnel::report {

/// The complete text of docs/laws.md: every law and invariant with its tests, mutants and litmus scenarios.
std::string law_page(const EvidenceIndex& index);

/// A line for each law: its number, how many tests, mutants and litmus scenarios it has, which invariants
/// watch it, and its sentence, shortened.
std::string law_table(const EvidenceIndex& index);

/// One law with everything known about it.
std::string law_in_full(const properties::LawEntry& law, const EvidenceIndex& index);

/// Each known defect with the smallest litmus scenario that shows it.
std::string known_defects_in_full(const EvidenceIndex& index);

}  // namespace windtunnel::report
