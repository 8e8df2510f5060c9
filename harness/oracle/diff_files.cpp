#include "harness/oracle/diff_files.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <system_error>

#include "harness/findings/finding.hpp"
#include "harness/scenario/source_error.hpp"
#include "harness/scenario/source_text.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel::oracle {

namespace {

namespace fs = std::filesystem;

DiffFile read_finding_file(const std::string& name) {
  findings::Finding finding = findings::read_finding(name);
  if (finding.subject != subjects::scenario_subject_name) {
    throw scenario::SourceError(name, {3, 9}, "the subject " + scenario::in_quotes(finding.subject),
                                std::string(subjects::scenario_subject_name));
  }
  if (finding.model != core::SchedulingModel::exact) {
    throw scenario::SourceError(name, {5, 7}, scenario::in_quotes(core::name_of(finding.model)),
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
    throw scenario::SourceError(name, {}, error ? error.message() : "no file with the ending .py",
                                "a folder of scenarios");
  }
  std::sort(paths.begin(), paths.end());
  for (std::string& path : paths) out.push_back({path, scenario::read_source(path), std::nullopt});
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
      files.push_back({name, scenario::read_source(name), std::nullopt});
    }
  }
  return files;
}

}  // namespace windtunnel::oracle
