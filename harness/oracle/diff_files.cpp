#include "harness/oracle/diff_files.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <system_error>

#include "harness/findings/finding.hpp"
#include "harness/scenario/source_error.hpp"
#include "harness/scenario/source_text.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel {

namespace {

namespace fs = std::filesystem;

DiffFile read_finding_file(const std::string& name) {
  Finding finding = read_finding(name);
  if (finding.subject != scenario_subject_name) {
    throw SourceError(name, {3, 9}, "the subject " + in_quotes(finding.subject),
                      std::string(scenario_subject_name));
  }
  if (finding.model != SchedulingModel::exact) {
    throw SourceError(name, {5, 7}, in_quotes(name_of(finding.model)),
                      "exact, the model of the real Tornado");
  }
  return {name, std::move(finding.scenario), std::move(finding.schedule.choices)};
}

void read_folder(const std::string& name, std::vector<DiffFile>& out) {
  std::error_code error;
  std::vector<std::string> paths;
  for (fs::recursive_directory_iterator at(name, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() == ".py") paths.push_back(at->path().string());
  }
  if (error || paths.empty()) {
    throw SourceError(name, {}, error ? error.message() : "no file with the ending .py",
                      "a folder of scenarios");
  }
  std::sort(paths.begin(), paths.end());
  for (std::string& path : paths) out.push_back({path, read_source(path), std::nullopt});
}

}  // namespace

std::vector<DiffFile> read_diff_files(const std::vector<std::string>& names) {
  std::vector<DiffFile> files;
  for (const std::string& name : names) {
    std::error_code ignored;
    if (fs::is_directory(name, ignored)) {
      read_folder(name, files);
    } else if (name.ends_with(".finding")) {
      files.push_back(read_finding_file(name));
    } else {
      files.push_back({name, read_source(name), std::nullopt});
    }
  }
  return files;
}

}  // namespace windtunnel
