// EvidenceIndex: for each law, the tests that bear its number, the checks that watch it, the mutants that
// violate it, and the litmus scenarios about it. All this is read from the project's files, so that nothing
// is written down twice.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "harness/litmus/litmus_index.hpp"
#include "harness/report/mutant_table.hpp"

namespace windtunnel::report {

/// The evidence for one law or invariant.
struct Evidence {
  std::vector<std::string> tests;   ///< sorted; without their suite, but "Suite.*" for a suite that bears the
                                    ///< number
  std::vector<std::string> checks;  ///< invariants that watch the law, in their order
  std::vector<std::string> mutants;  ///< in the order of their table
  std::vector<std::string> litmus;   ///< scenarios, sorted
};

/// The evidence for every law and invariant.
class EvidenceIndex {
 public:
  /// Reads the project's files in the folder `root`. Throws SourceError if they are missing or cannot be
  /// read.
  explicit EvidenceIndex(const std::filesystem::path& root);

  /// The evidence for that law; empty if there is none.
  const Evidence& of(std::string_view law) const;

  const std::vector<Mutant>& mutants() const { return mutants_; }
  const std::vector<litmus::LitmusEntry>& litmus() const { return litmus_; }

  /// The row of that mutant; null if there is none.
  const Mutant* mutant(std::string_view name) const;

  /// The scenarios that show a known defect, by its law's number; the shortest file first.
  std::vector<litmus::LitmusEntry> known(std::string_view law) const;

  /// Names of laws that do not exist, one sentence for each place that uses one.
  std::vector<std::string> strays() const;

 private:
  void add_tests(const std::filesystem::path& folder);
  void add_checks();
  void add_mutants(const std::filesystem::path& table);
  void add_litmus(const std::filesystem::path& folder);

  std::map<std::string, Evidence, std::less<>> by_law_;
  std::vector<Mutant> mutants_;
  std::vector<litmus::LitmusEntry> litmus_;
};

}  // namespace windtunnel::report
