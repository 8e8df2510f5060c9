#include "harness/report/evidence_index.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <system_error>
#include <tuple>
#include <utility>

#include "harness/properties/laws/all_laws.hpp"
#include "harness/properties/laws/catalogue.hpp"
#include "harness/properties/rules.hpp"
#include "harness/report/test_names.hpp"
#include "harness/scenario/source_error.hpp"
#include "harness/scenario/source_text.hpp"

namespace windtunnel::report {

namespace {

namespace fs = std::filesystem;

// The files below a folder whose names have that ending, sorted.
std::vector<fs::path> files_below(const fs::path& folder, std::string_view ending) {
  std::error_code error;
  std::vector<fs::path> files;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (at->path().filename().string().ends_with(ending)) files.push_back(at->path());
  if (error)
    throw scenario::SourceError(folder.string(), {}, error.message(),
                                "a folder of the project (--root names it)");
  std::sort(files.begin(), files.end());
  return files;
}

void sort_without_twins(std::vector<std::string>& names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
}

}  // namespace

EvidenceIndex::EvidenceIndex(const fs::path& root) {
  add_tests(root / "tests");
  add_checks();
  add_mutants(root / "tests/mutants/table.cmake");
  add_litmus(root / "corpus/litmus");
}

void EvidenceIndex::add_tests(const fs::path& folder) {
  for (const fs::path& file : files_below(folder, "_test.cpp")) {
    for (const TestName& test : tests_in(scenario::read_source(file))) {
      for (const std::string& law : laws_in_name(test.name)) by_law_[law].tests.push_back(test.name);
      for (const std::string& law : laws_in_name(test.suite)) by_law_[law].tests.push_back(test.suite + ".*");
    }
  }
  for (auto& [law, evidence] : by_law_) sort_without_twins(evidence.tests);
}

void EvidenceIndex::add_checks() {
  for (const auto& check : properties::all_laws())
    for (const std::string_view law : check->card().laws)
      by_law_[std::string(law)].checks.emplace_back(check->card().name);
}

void EvidenceIndex::add_mutants(const fs::path& table) {
  mutants_ = mutants_in(scenario::read_source(table));
  for (const Mutant& mutant : mutants_) {
    // A rule that a subject judges by itself is not a law.
    if (mutant.notices != "no-escape") by_law_[mutant.notices].mutants.push_back(mutant.name);
    for (const std::string& law : mutant.breaks) by_law_[law].mutants.push_back(mutant.name);
  }
}

void EvidenceIndex::add_litmus(const fs::path& folder) {
  litmus_ = litmus::litmus_index(folder);
  for (const litmus::LitmusEntry& entry : litmus_)
    for (const std::string& law : entry.header.laws) by_law_[law].litmus.push_back(entry.name);
}

const Evidence& EvidenceIndex::of(std::string_view law) const {
  static const Evidence none;
  const auto found = by_law_.find(law);
  return found == by_law_.end() ? none : found->second;
}

const Mutant* EvidenceIndex::mutant(std::string_view name) const {
  for (const Mutant& mutant : mutants_)
    if (mutant.name == name) return &mutant;
  return nullptr;
}

std::vector<litmus::LitmusEntry> EvidenceIndex::known(std::string_view law) const {
  std::vector<litmus::LitmusEntry> showing;
  for (const litmus::LitmusEntry& entry : litmus_)
    if (std::count(entry.header.known.begin(), entry.header.known.end(), law) != 0) showing.push_back(entry);
  // By size, then by name. Not a stable sort, because clang deprecates the way in which that gets its memory.
  std::sort(showing.begin(), showing.end(),
            [](const litmus::LitmusEntry& left, const litmus::LitmusEntry& right) {
              const auto key = [](const litmus::LitmusEntry& entry) {
                return std::pair(fs::file_size(entry.file), entry.name);
              };
              return key(left) < key(right);
            });
  return showing;
}

std::vector<std::string> EvidenceIndex::strays() const {
  std::vector<std::string> strays;
  for (const auto& [law, evidence] : by_law_) {
    if (properties::find_law(law) != nullptr || rules::has(law)) continue;
    const auto add = [&, &number = law](std::string_view kind, const std::vector<std::string>& names) {
      for (const std::string& name : names)
        strays.push_back(fmt::format("{} {} names {}, which is not a law", kind, name, number));
    };
    add("test", evidence.tests);
    add("check", evidence.checks);
    add("mutant", evidence.mutants);
    add("litmus scenario", evidence.litmus);
  }
  return strays;
}

}  // namespace windtunnel::report
